"""Examples as they are in the data, before any preparation: what is sent to a network that is in use."""

import numpy as np

from nnviz.data.column import Column
from nnviz.data.load import load, read
from nnviz.data.texts import written
from nnviz.serving.rows import readable_rows
from nnviz.specs import DataSpec


def raw_rows(spec: DataSpec, part: str, indexes: np.ndarray | None = None) -> list[dict] | list[str] | np.ndarray:
    """The examples of a part, in its order: of a table [{column: value}] with None where a value is missing, texts as
    their words, otherwise an array (n, …) in the data's own units.

    Args:
        indexes: positions in that part; all of it for None.
    """
    codes, columns = raw_codes(spec, part, indexes)
    raw = read(spec)
    if raw.words:
        rows = load(spec).split(part).rows
        return list(written(raw)[np.searchsorted(raw.rows, rows if indexes is None else rows[indexes])])
    return readable_rows(codes, columns) if columns else codes


def raw_codes(spec: DataSpec, part: str, indexes: np.ndarray | None = None) -> tuple[np.ndarray, tuple[Column, ...]]:
    """The same as numbers (n, columns), NaN where missing, with the input columns; or (n, …) and () for no table."""
    dataset, raw = load(spec), read(spec)
    rows = dataset.split(part).rows if indexes is None else dataset.split(part).rows[indexes]
    x = raw.x[np.searchsorted(raw.rows, rows)]
    if dataset.schema.kind != "vector":
        return x, ()
    return x, raw.columns or tuple(column for column in dataset.schema.columns if column.role == "input")
