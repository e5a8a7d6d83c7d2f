"""Fewer examples than a source has: only some classes, or only so many to train on. Imports no framework."""

import dataclasses

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError, unknown_name


def only_schema(schema: Schema, classes: tuple[str, ...]) -> Schema:
    """The schema of the examples of some classes alone, in the order of the source; all of them for ().

    Raises:
        DataError: for data without classes, a class that there is not, or fewer than two.
    """
    if not classes:
        return schema
    if schema.task == "regression":
        raise DataError(
            f"{schema.source} has no classes to choose from.", fix="Keep all examples.", where="only_classes"
        )
    for name in classes:
        if name not in schema.class_names:
            error = unknown_name("class", name, schema.class_names, kind=DataError)
            error.where = "only_classes"
            raise error
    names = tuple(name for name in schema.class_names if name in classes)
    if len(names) < 2:
        raise DataError(f"Only the class {names[0]} is chosen.", expected="two classes or more", where="only_classes")
    task, outputs = ("binary", 1) if len(names) == 2 else ("multiclass", len(names))
    return dataclasses.replace(schema, class_names=names, task=task, outputs=outputs)


def only(raw: Raw, classes: tuple[str, ...]) -> Raw:
    """The examples of these classes alone, which are numbered anew; all of them for (). Raises as `only_schema`."""
    if not classes:
        return raw
    schema = only_schema(raw.schema, classes)
    number = {raw.schema.class_names.index(name): place for place, name in enumerate(schema.class_names)}
    rows = np.flatnonzero(np.isin(raw.y, list(number)))
    y = np.array([number[int(old)] for old in raw.y[rows]], "int64")
    return dataclasses.replace(raw, x=raw.x[rows], y=y, rows=raw.rows[rows], schema=schema)


def first_of(rows: np.ndarray, count: int, classes: np.ndarray | None) -> np.ndarray:
    """`count` of the training examples, every class in its share and, where they are enough, each at least once.

    Fewer are always among more: a larger number adds examples and takes none away.

    Args:
        rows: (n,) positions, in a random order.
        count: how many; 0, or n and more, takes all.
        classes: (n,) the class of each; None for a regression.
    """
    if not 0 < count < len(rows):
        return rows
    if classes is None:
        return rows[:count]
    groups = np.unique(classes, return_inverse=True)[1].reshape(-1)
    turn = np.empty(len(rows))
    for group, size in enumerate(np.bincount(groups)):
        members = np.flatnonzero(groups == group)
        turn[members] = (np.arange(size) + 0.5) / size
    # Every class once, and from there on each in its share: the k-th of a class of n comes at (k + ½) / n.
    first = np.unique(groups, return_index=True)[1]
    turn[first] -= 1
    return rows[np.sort(np.argsort(turn, kind="stable")[:count])]
