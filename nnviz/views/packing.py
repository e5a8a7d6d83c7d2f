"""Arrays on their way to the browser: shape, type and base64 bytes in a JSON-ready dict.

Three types: "f4", little-endian float32, exact to float32; "q1", one signed byte an entry, value =
q * scale, -128 standing for NaN and infinity, for pictures where 1/127 of the largest cannot be seen; and "u1",
whole numbers from 0 to 255, which is what uint8 arrays become.
`nnviz/web/base/unpack.js` is the reader in the browser.
"""

import base64

import numpy as np

from nnviz.errors import DataError

NOT_FINITE = -128


def pack(array, quantise: bool = False) -> dict:
    """A JSON-ready dict {"shape", "dtype", "scale", "data"} of a numeric array.

    Args:
        array: numbers of any shape; booleans and integers become float32, but for uint8.
        quantise: one byte an entry ("q1", error at most max|array| / 254) instead of float32 ("f4").

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
    finite = np.isfinite(values)
    largest = float(np.abs(values[finite]).max()) if finite.any() else 0.0
    scale = largest / 127 or 1.0
    quantised = np.full(values.shape, NOT_FINITE, dtype=np.int8)
    quantised[finite] = np.clip(np.rint(values[finite] / scale), -127, 127).astype(np.int8)
    return {"shape": shape, "dtype": "q1", "scale": scale, "data": _text(quantised)}


def unpack(packed: dict) -> np.ndarray:
    """The float32 array of a packed dict; entries that were not finite come back as NaN from "q1".

    Raises:
        DataError: the type is unknown, or the bytes do not fill the shape.
    """
    data = base64.b64decode(packed["data"])
    if packed["dtype"] == "f4":
        values = np.frombuffer(data, dtype="<f4").astype(np.float32)
    elif packed["dtype"] == "q1":
        stored = np.frombuffer(data, dtype=np.int8)
        values = np.where(stored == NOT_FINITE, np.nan, stored * packed["scale"]).astype(np.float32)
    elif packed["dtype"] == "u1":
        values = np.frombuffer(data, dtype=np.uint8).astype(np.float32)
    else:
        raise DataError(f"A packed array of type {packed['dtype']!r} is unknown.", expected="'f4', 'q1' or 'u1'")
    if values.size != int(np.prod(packed["shape"])):
        raise DataError(
            f"A packed array holds {values.size} numbers, its shape {packed['shape']} needs "
            f"{int(np.prod(packed['shape']))}."
        )
    return values.reshape(packed["shape"])


def _text(values: np.ndarray) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")
