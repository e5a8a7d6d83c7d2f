"""Examples that are alike in every value. Imports pandas when it is used."""

import numpy as np

_ODD = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9)
_NARROW, _AT_ONCE = 64, 1_000
_LOOKED_AT, _TOGETHER = 500, 3
"""Examples that say which columns tell most apart, and how many of these are looked at together."""


def hashes(x: np.ndarray, before: np.ndarray | None = None) -> np.ndarray:
    """(n,) uint64, equal for examples (n, …) whose values are all equal; a missing value equals a missing one.

    Args:
        before: (n,) hashes of what else must be equal, such as the inputs beside the targets.
    """
    flat = np.asarray(x).reshape(len(x), -1)
    hashed = np.full(len(x), _ODD[0], "uint64") if before is None else before.copy()
    if flat.shape[1] > _NARROW:  # pixels one by one would take long
        zero = flat.dtype.type(0)  # −0 and 0 are alike
        parts = (np.ascontiguousarray(flat[start : start + _AT_ONCE]) + zero for start in range(0, len(flat), _AT_ONCE))
        rows = np.array([hash(row.tobytes()) for part in parts for row in part], "int64")
        return (hashed ^ rows.view("uint64")) * np.uint64(_ODD[0])
    with np.errstate(over="ignore"):
        for column in flat.T:
            values = column.astype("float64", copy=False) + 0.0  # −0 equals 0
            if np.isnan(values.min(initial=0.0)):
                values = np.where(np.isnan(values), np.nan, values)
            hashed ^= values.view("uint64") * np.uint64(_ODD[1])
            hashed *= np.uint64(_ODD[0])
            hashed ^= hashed >> np.uint64(29)
    return hashed


def any_copies(x: np.ndarray) -> bool:
    """Whether any of the examples (n, columns) stands more than once: the columns that tell most apart are looked at
    first, and then only examples that are alike in these."""
    import pandas as pd

    if x.shape[1] > _NARROW:
        return bool(repeated(hashes(x)).any())
    order = np.argsort([-len(np.unique(column[:_LOOKED_AT])) for column in x.T], kind="stable")
    rows, hashed = slice(None), None
    for start in range(0, len(order), _TOGETHER):
        few = np.stack([x[:, place][rows] for place in order[start : start + _TOGETHER]])
        hashed = hashes(few.T, hashed)
        alike = np.flatnonzero(pd.Series(hashed).duplicated(keep=False).to_numpy())
        if not len(alike):
            return False
        rows, hashed = alike if isinstance(rows, slice) else rows[alike], hashed[alike]
    return True


def factorized(hashed: np.ndarray) -> np.ndarray:
    """(n,) whole numbers from 0, equal where hashes are."""
    import pandas as pd

    return pd.factorize(hashed)[0]


def repeated(hashed: np.ndarray) -> np.ndarray:
    """(n,) bool: which rows are copies of an earlier one."""
    import pandas as pd

    return pd.Series(hashed).duplicated().to_numpy()
