"""Arrays on their way to the browser: shape, type and base64 bytes in a JSON-ready dict.

Four types: "f4", little-endian float32, exact to float32; "q1", one signed byte an entry, value =
q * scale, -128 standing for NaN and infinity, for pictures where 1/127 of the largest cannot be seen; "q2", the same in
two bytes, for what lines are drawn through, which would show steps of 1/127; and "u1", whole numbers from 0 to 255,
which is what uint8 arrays become.
`nnviz/web/base/unpack.js` is the reader in the browser.
"""

import base64

import numpy as np

from nnviz.errors import DataError

_MOST = {"q1": 127, "q2": 32767}
_TYPES = {"q1": "<i1", "q2": "<i2"}


def pack(array, quantise: bool = False, *, fine: bool = False) -> dict:
    """A JSON-ready dict {"shape", "dtype", "scale", "data"} of a numeric array.

    Args:
        array: numbers of any shape; booleans and integers become float32, but for uint8.
        quantise: one byte an entry ("q1", error at most max|array| / 254) instead of float32 ("f4").
        fine: two bytes an entry ("q2", error at most max|array| / 65,534) where it is quantised.

    Raises:
        DataError: the array does not hold real numbers.
    """
    if isinstance(array, np.ndarray) and array.dtype == np.uint8:
        return {"shape": list(array.shape), "dtype": "u1", "scale": 1.0, "data": _text(np.ascontiguousarray(array))}
    try:
        values = np.ascontiguousarray(array, dtype="<f4")
    except (TypeError, ValueError):
        raise DataError(
            f"{type(array).__name__} {str(array)[:40]!r} cannot be sent to the browser.",
            expected="an array of real numbers",
        ) from None
    shape = list(np.shape(array))
    if not quantise:
        return {"shape": shape, "dtype": "f4", "scale": 1.0, "data": _text(values)}
    kind = "q2" if fine else "q1"
    finite, most = np.isfinite(values), _MOST[kind]
    largest = float(np.abs(values[finite]).max()) if finite.any() else 0.0
    scale = largest / most or 1.0
    quantised = np.full(values.shape, -most - 1, dtype=_TYPES[kind])
    quantised[finite] = np.clip(np.rint(values[finite] / scale), -most, most)
    return {"shape": shape, "dtype": kind, "scale": scale, "data": _text(quantised)}


def unpack(packed: dict) -> np.ndarray:
    """The float32 array of a packed dict; entries that were not finite come back as NaN from "q1" and "q2".

    Raises:
        DataError: the type is unknown, or the bytes do not fill the shape.
    """
    data = base64.b64decode(packed["data"])
    if packed["dtype"] == "f4":
        values = np.frombuffer(data, dtype="<f4").astype(np.float32)
    elif packed["dtype"] in _TYPES:
        stored = np.frombuffer(data, dtype=_TYPES[packed["dtype"]])
        missing = stored == -_MOST[packed["dtype"]] - 1
        values = np.where(missing, np.nan, stored * packed["scale"]).astype(np.float32)
    elif packed["dtype"] == "u1":
        values = np.frombuffer(data, dtype=np.uint8).astype(np.float32)
    else:
        raise DataError(f"A packed array of type {packed['dtype']!r} is unknown.", expected="'f4', 'q1', 'q2' or 'u1'")
    if values.size != int(np.prod(packed["shape"])):
        raise DataError(
            f"A packed array holds {values.size} numbers, its shape {packed['shape']} needs "
            f"{int(np.prod(packed['shape']))}."
        )
    return values.reshape(packed["shape"])


def _text(values: np.ndarray) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")
