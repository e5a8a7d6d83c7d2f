"""Examples as they are in the data, before any preparation: what is sent to a network that is in use."""

import datetime

import numpy as np

from nnviz.data.column import Column
from nnviz.data.load import load, read
from nnviz.specs import DataSpec

_EPOCH = datetime.datetime(1970, 1, 1)


def raw_rows(spec: DataSpec, part: str, indexes: np.ndarray | None = None) -> list[dict] | np.ndarray:
    """The examples of a part, in its order: of a table [{column: value}] with None where a value is missing, otherwise
    an array (n, …) in the data's own units.

    Args:
        indexes: positions in that part; all of it for None.
    """
    codes, columns = raw_codes(spec, part, indexes)
    if not columns:
        return codes
    readable = [_readable(column, codes[:, place]) for place, column in enumerate(columns)]
    return [dict(zip((column.name for column in columns), row, strict=True)) for row in zip(*readable, strict=True)]


def raw_codes(spec: DataSpec, part: str, indexes: np.ndarray | None = None) -> tuple[np.ndarray, tuple[Column, ...]]:
    """The same as numbers (n, columns), NaN where missing, with the input columns; or (n, …) and () for no table."""
    dataset, raw = load(spec), read(spec)
    rows = dataset.split(part).rows if indexes is None else dataset.split(part).rows[indexes]
    x = raw.x[np.searchsorted(raw.rows, rows)]
    if dataset.schema.kind != "vector":
        return x, ()
    return x, raw.columns or tuple(column for column in dataset.schema.columns if column.role == "input")


def _readable(column: Column, codes: np.ndarray) -> list:
    if column.kind != "date":
        return column.readable(codes)
    return [None if np.isnan(code) else _moment(float(code)) for code in codes]


def _moment(days: float) -> str:
    """A day, with its time where it has one, to the second."""
    moment = _EPOCH + datetime.timedelta(seconds=round(days * 86_400))
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()
