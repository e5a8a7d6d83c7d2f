"""Less than a source has: only some classes, some columns, no copies, or only so many examples to train on. Imports no
framework."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from nnviz import words
from nnviz.data.copies import hashes, repeated
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
    if not schema.has_classes:
        raise DataError(
            f"{schema.source} has no classes to choose from{', but labels' if schema.has_labels else ''}.",
            fix="Keep all examples.",
            where="only_classes",
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


def titled(schema: Schema, titles: tuple[str, ...]) -> Schema:
    """The schema with its classes, or labels, called otherwise; as it is for ().

    Raises:
        DataError: for another number of names, or two that are alike.
    """
    if not titles:
        return schema
    if len(titles) != len(schema.class_names) or len(set(titles)) < len(titles):
        wrong = "two of them are alike" if len(set(titles)) < len(titles) else f"{len(titles):,} are given"
        raise DataError(
            f"Of the names of the classes {wrong}.",
            expected=f"{len(schema.class_names):,} different names, for {words.few(schema.class_names)}",
            where="class_titles",
        )
    return dataclasses.replace(schema, class_names=titles)


def only(raw: Raw, classes: tuple[str, ...]) -> Raw:
    """The examples of these classes alone, which are numbered anew; all of them for (). Raises as `only_schema`."""
    if not classes:
        return raw
    schema = only_schema(raw.schema, classes)
    number = {raw.schema.class_names.index(name): place for place, name in enumerate(schema.class_names)}
    rows = np.flatnonzero(np.isin(raw.y, list(number)))
    y = np.array([number[int(old)] for old in raw.y[rows]], "int64")
    return dataclasses.replace(raw.at(rows), y=y, schema=schema)


def schema_without(schema: Schema, choices: Mapping[str, Mapping[str, str]]) -> Schema:
    """The schema of a table without the columns that `choices` (name → {"role": "ignored"}) leave out; they stay among
    its `columns`, ignored.

    Raises:
        DataError: for a column that there is not, or where none is left.
    """
    if not choices:
        return schema
    ignored = {name for name, choice in choices.items() if choice.get("role") == "ignored"}
    for name in choices:
        if schema.kind != "vector" or name not in schema.feature_names:
            error = unknown_name("column", name, schema.feature_names, kind=DataError)
            error.where = "columns"
            raise error
    left = tuple(name for name in schema.feature_names if name not in ignored)
    if not left:
        raise DataError("All columns are ignored.", expected="at least one input", where="columns")
    columns = tuple(
        dataclasses.replace(column, role="ignored") if column.name in ignored else column for column in schema.columns
    )
    further = tuple(name for name in schema.plane_features if name in left)
    further = further if left[:2] == schema.feature_names[:2] else ()
    return dataclasses.replace(
        schema, feature_names=left, input_shape=(len(left),), columns=columns, plane_features=further
    )


def without_columns(raw: Raw, choices: Mapping[str, Mapping[str, str]]) -> Raw:
    """A table of numbers without the columns that are ignored. Raises as `schema_without`."""
    if not choices:
        return raw
    schema = schema_without(raw.schema, choices)
    places = [place for place, name in enumerate(raw.schema.feature_names) if name in schema.feature_names]
    missing = None if raw.missing is None else raw.missing[places]
    columns = tuple(column for column in raw.columns if column.name in schema.feature_names)
    return dataclasses.replace(raw, x=raw.x[:, places], schema=schema, missing=missing, columns=columns)


def without_rows(raw: Raw, left_out: tuple[int, ...]) -> Raw:
    """The examples but those at these positions of the source, and a note that says how many went.

    Raises:
        DataError: where none is left.
    """
    stays = ~np.isin(raw.rows, left_out)
    if stays.all():
        return raw
    if not stays.any():
        raise DataError("All examples are left out.", expected="at least one that stays", where="left_out")
    went = int((~stays).sum())
    note = f"{went:,} example{'s' * (went > 1)} chosen by hand {'are' if went > 1 else 'is'} left out."
    return dataclasses.replace(raw.at(np.flatnonzero(stays)), notes=(*raw.notes, note))


def without_copies(raw: Raw) -> Raw:
    """Only the first of examples that are alike in every input and the target, and a note that says how many went."""
    copies = repeated(hashes(raw.y, hashes(_side_by_side(raw))))
    if not copies.any():
        return raw
    rows = np.flatnonzero(~copies)
    went, count = int(copies.sum()), len(copies)
    note = f"{went:,} of {count:,} examples {'are copies' if went > 1 else 'is a copy'} of others and were left out."
    return dataclasses.replace(raw.at(rows), notes=(*raw.notes, note))


def _side_by_side(raw: Raw) -> np.ndarray:
    """(n, …) all inputs of every example; x itself where there is no other."""
    if not raw.further:
        return raw.x
    return np.concatenate(
        [raw.x.reshape(len(raw.x), -1), *(one.codes.reshape(len(raw.x), -1) for one in raw.further)], axis=1
    )


def first_of(rows: np.ndarray, count: int, classes: np.ndarray | None) -> np.ndarray:
    """`count` of the training examples, every class in its share and, where they are enough, each at least once.

    Fewer are always among more: a larger number adds examples and takes none away.

    Args:
        rows: (n,) positions, in a random order.
        count: how many; 0, or n and more, takes all.
        classes: (n,) the class of each, or its group (`nnviz.data.splitting.strata`); None for a regression.
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
