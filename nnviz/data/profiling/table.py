"""Examples as a table of columns: what profiles are made from. Worker side."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.column import Column
from nnviz.data.load import load, read
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.specs import DataSpec

PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class Table:
    """Examples (n) before preparation.

    Attributes:
        schema: as the source gives it.
        x: (n, …) in the source's units; of a table (n, inputs) codes as in `Preparation`, NaN where missing.
        inputs: what the columns of x are; () for images, sequences and texts.
        target: what is predicted.
        y: (n,) class numbers or numbers; of several targets or labels the first.
        parts: (n,) the place in PARTS of each example; −1 for one that is in none.
        rows: (n,) positions in the source.
        spec: what was read.
        words: of texts, what the numbers of x stand for; the first is what follows a text's end.
    """

    schema: Schema
    x: np.ndarray
    inputs: tuple[Column, ...]
    target: Column
    y: np.ndarray
    parts: np.ndarray
    rows: np.ndarray
    spec: DataSpec
    words: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.y)

    @property
    def groups(self) -> np.ndarray | None:
        """(n,) the class of each example; None where the target is a number."""
        return self.y.astype(int) if self.schema.task in ("binary", "multiclass") else None


def table_of(spec: DataSpec) -> Table:
    """The examples of `spec`. Raises as `nnviz.data.load.load` does."""
    raw, data = read(spec), load(spec)
    parts = np.full(len(raw.x), -1, "int8")
    for place, name in enumerate(PARTS):
        parts[np.searchsorted(raw.rows, data.split(name).rows)] = place
    y = np.asarray(raw.y).reshape(len(raw.x), -1)[:, 0]
    return Table(
        data.schema,
        raw.x,
        _inputs(raw),
        _target(data.schema),
        y,
        parts,
        raw.rows,
        spec,
        raw.words or raw.schema.token_names,
    )


def _inputs(raw: Raw) -> tuple[Column, ...]:
    if raw.columns:
        return raw.columns
    if raw.schema.kind != "vector" or raw.x.ndim != 2:
        return ()
    inputs = tuple(column for column in raw.schema.columns if column.role == "input")
    return inputs if len(inputs) == raw.x.shape[1] else ()


def _target(schema: Schema) -> Column:
    chosen = [column for column in schema.columns if column.role == "target"]
    if chosen:
        return chosen[0]
    if schema.has_labels:
        return Column(schema.class_names[0], "boolean", "target", categories=("no", "yes"))
    if schema.task == "regression":
        return Column(schema.answers[0], "number", "target", schema.unit(0))
    return Column(schema.target_name, "category", "target", categories=schema.class_names)
