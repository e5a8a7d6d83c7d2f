"""Examples as a table of columns: what profiles are made from. Worker side."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nnviz.data.column import Column
from nnviz.data.further import RawFurther
from nnviz.data.load import shared_out
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import unknown_name
from nnviz.specs import DataSpec

PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class Table:
    """Examples (n) before preparation.

    Attributes:
        schema: as the source gives it.
        x: (n, …) the first input in the source's units.
        codes: (n, columns) all columns that there are, of x where it is a table and of what stands beside it: numbers,
            days since 1970 or places of names, NaN where missing.
        inputs: what they are; () for images, sequences and texts alone.
        target: what is predicted; of several targets or labels the one that is told of.
        y: (n,) its class numbers or numbers.
        truth: (n, …) all that is predicted.
        classes: names of its classes; ("no", "yes") of a label, () of a number.
        parts: (n,) the place in PARTS of each example; −1 for one that is in none.
        rows: (n,) positions in the source.
        spec: what was read.
        words: of texts, what the numbers of x stand for; the first is what follows a text's end.
        grouped: whether examples of one group are kept together already.
        drawn: whether chance alone decided which examples are held out.
        timed: whether these are the later ones.
        further: the images and sequences beside the first input.
    """

    schema: Schema
    x: np.ndarray
    codes: np.ndarray
    inputs: tuple[Column, ...]
    target: Column
    y: np.ndarray
    truth: np.ndarray
    classes: tuple[str, ...]
    parts: np.ndarray
    rows: np.ndarray
    spec: DataSpec
    words: tuple[str, ...] = ()
    grouped: bool = False
    drawn: bool = True
    timed: bool = False
    further: tuple[RawFurther, ...] = ()

    def looking_at(self, one: RawFurther) -> "Table":
        """The same examples, as if `one` of the further inputs were all that there is."""
        form = one.form
        told = {"kind": form.kind, "input_shape": form.shape, "feature_names": (), "columns": (), "further": ()}
        return replace(self, x=one.codes, schema=replace(self.schema, **told), further=())

    def __len__(self) -> int:
        return len(self.y)

    @cached_property
    def groups(self) -> np.ndarray | None:
        """(n,) the class of each example, or whether it has the label; None where the target is a number."""
        return self.y.astype(int) if self.classes else None

    @cached_property
    def class_counts(self) -> np.ndarray:
        """How often each class stands, where there are classes."""
        return np.bincount(self.groups, minlength=len(self.classes))


def table_of(spec: DataSpec, answer: str | None = None) -> Table:
    """The examples of `spec`.

    Args:
        answer: of several targets or labels the name of the one that is told of; the first when None.

    Raises:
        SpecError: for a target that there is not.
        NnvizError: as `nnviz.data.load.load` does.
    """
    raw, shared, _ = shared_out(spec)
    schema, parts = raw.schema, np.full(len(raw.x), -1, "int8")
    for place, positions in enumerate(shared):
        parts[positions] = place
    which = _place(schema, answer)
    inputs, codes = _columns(raw)
    truth = np.asarray(raw.y).reshape(len(raw.x), -1)
    return Table(
        schema=schema,
        x=raw.x,
        codes=codes,
        inputs=inputs,
        target=_target(schema, which),
        y=truth[:, which if truth.shape[1] > 1 else 0],
        truth=truth,
        classes=schema.class_names if schema.has_classes else ("no", "yes") if schema.has_labels else (),
        parts=parts,
        rows=raw.rows,
        spec=spec,
        words=raw.words or schema.token_names,
        grouped=raw.groups is not None,
        drawn=raw.parts is None and raw.times is None,
        timed=raw.parts is None and raw.groups is None and raw.times is not None,
        further=tuple(one for one in raw.further if not one.columns),
    )


def answers(schema: Schema) -> tuple[str, ...]:
    """The names of the targets or labels of which one can be told of at a time; () where there is one alone."""
    return () if schema.has_classes or schema.reconstructs or schema.outputs < 2 else schema.answers


def _place(schema: Schema, answer: str | None) -> int:
    if answer is None:
        return 0
    names = answers(schema) or (schema.target_name,)
    if answer not in names:
        raise unknown_name("target", answer, names)
    return names.index(answer)


def _columns(raw: Raw) -> tuple[tuple[Column, ...], np.ndarray]:
    """All columns, and their codes one column after the other in memory, as they are read."""
    own = _inputs(raw)
    tables = [beside for beside in raw.further if beside.columns]
    parts = [raw.x[:, : len(own)], *(beside.codes for beside in tables)] if own else []
    parts = parts or [beside.codes for beside in tables] or [np.empty((len(raw.x), 0))]
    columns = (*own, *(column for beside in tables for column in beside.columns))
    return columns, np.asfortranarray(parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1))


def _inputs(raw: Raw) -> tuple[Column, ...]:
    if raw.columns:
        return raw.columns
    if raw.schema.kind != "vector" or raw.x.ndim != 2:
        return ()
    inputs = tuple(column for column in raw.schema.columns if column.role == "input")
    return inputs if len(inputs) == raw.x.shape[1] else ()


def _target(schema: Schema, which: int) -> Column:
    chosen = [column for column in schema.columns if column.role == "target"]
    if which < len(chosen):
        return chosen[which]
    if schema.has_labels:
        return Column(schema.class_names[which], "boolean", "target", categories=("no", "yes"))
    if schema.task == "regression":
        return Column(schema.answers[which], "number", "target", schema.unit(which))
    return Column(schema.target_name, "category", "target", categories=schema.class_names)
