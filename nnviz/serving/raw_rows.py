"""Examples as they are in the data, before any preparation: what is sent to a network that is in use."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.data.column import Column
from nnviz.data.load import load, read
from nnviz.data.texts import written
from nnviz.serving.recipe import first_name
from nnviz.serving.rows import readable_rows
from nnviz.specs import DataSpec


def raw_rows(spec: DataSpec, part: str, indexes: np.ndarray | None = None, taken: Sequence[str] = ()) -> Any:
    """The examples of a part, in its order: of a table [{column: value}] with None where a value is missing, texts as
    their words, otherwise an array (n, …) in the data's own units.

    Args:
        indexes: positions in that part; all of it for None.
        taken: further inputs; where there are some, the examples are {name of the input: its own}, the first one too.
    """
    if not taken:
        return _first_rows(spec, part, indexes)
    return {first_name(load(spec).schema): _first_rows(spec, part, indexes), **_beside(spec, part, indexes, taken)}


def _beside(spec: DataSpec, part: str, indexes: np.ndarray | None, taken: Sequence[str]) -> dict[str, Any]:
    """The examples of further inputs, by their names."""
    dataset, raw = load(spec), read(spec)
    rows = dataset.split(part).rows if indexes is None else dataset.split(part).rows[indexes]
    places, beside = np.searchsorted(raw.rows, rows), {}
    for prepared, own in zip(dataset.further, raw.further, strict=True):
        codes = own.codes[places]
        beside[prepared.form.name] = readable_rows(codes, own.columns) if own.columns else codes
    return {name: beside[name] for name in taken}


def _first_rows(spec: DataSpec, part: str, indexes: np.ndarray | None) -> list[dict] | list[str] | np.ndarray:
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
