"""`profile`: what data are like before anything is trained on them."""

from dataclasses import replace
from typing import Any

import numpy as np

from nnviz import words
from nnviz.data.profiling.alone import alone
from nnviz.data.profiling.findings import findings
from nnviz.data.profiling.images import image_profile
from nnviz.data.profiling.records import Association, ColumnProfile, Profile
from nnviz.data.profiling.relations import association, named, relations
from nnviz.data.profiling.sequences import sequence_profile
from nnviz.data.profiling.statistics import column_profile
from nnviz.data.profiling.table import PARTS, Table, table_of
from nnviz.data.profiling.texts import text_profile
from nnviz.specs import DataSpec

_MOST_ALONE = 200
"""Columns that are tried alone, those with the strongest relation to the target."""


def profile(data: DataSpec | Any, target: str | None = None) -> Profile:
    """Columns, relations and findings of data.

    Args:
        data: a specification, or a pandas DataFrame, which is kept as one's own data.
        target: of a DataFrame the column to be predicted; guessed when None.

    Raises:
        DataError: for data that cannot be read.

    >>> from nnviz import DataSpec, profile
    >>> profile(DataSpec(source="loans")).findings[0].sentence
    'reminders alone gives the target, repaid, away.'
    """
    if not isinstance(data, DataSpec):
        from nnviz.data.own_data import own_data

        data = own_data(data, target=target)
    return profile_of(table_of(data.replace(augmentations=())))


def profile_of(table: Table) -> Profile:
    """The profile of examples at hand."""
    classes = () if table.groups is None else table.schema.class_names
    columns = _columns(table, len(classes)) if table.inputs else ()
    pairs = None
    if columns:
        read = [own for own in columns if own.column.role != "ignored"]
        target = 0 if read[0].column == table.target else None
        codes = table.x if target is None else np.column_stack([table.y.astype(float), table.x])
        strength = np.array([abs(own.relation.value) if own.relation else 0.0 for own in read])
        pairs = relations(codes, tuple(own.column for own in read), target, strength)
    found, checked = findings(table, columns, pairs)
    sizes = {name: int((table.parts == k).sum()) for k, name in enumerate(PARTS)}
    kinds, notes = _kinds(table)
    if columns and table.schema.outputs > 1 and not table.schema.has_classes and not table.schema.reconstructs:
        others = words.few(table.schema.answers[1:], 4)
        notes = (*notes, f"Of what is predicted, this tells of {table.target.name}, and not of {others}.")
    return Profile(table.schema, len(table), sizes, columns, pairs, found, checked=checked, notes=notes, **kinds)


def _kinds(table: Table) -> tuple[dict, tuple[str, ...]]:
    """What is particular to images, sequences and texts."""
    kind, shape = table.schema.kind, table.x.shape
    if kind == "image" and len(shape) == 4 and shape[-1] in (1, 3):
        images, notes = image_profile(table)
        return {"images": images}, notes
    if kind == "sequence" and len(shape) == 3:
        return {"sequences": sequence_profile(table)}, ()
    if kind == "tokens":
        return {"texts": text_profile(table)}, ()
    return {}, ()


def _columns(table: Table, count: int) -> tuple[ColumnProfile, ...]:
    """The target's profile, and then those of all inputs with their relation to it."""
    groups, target = table.groups, table.y.astype(float)
    own = [column_profile(table.x[:, k], column, groups, count) for k, column in enumerate(table.inputs)]
    if table.schema.reconstructs:
        return (*own, *_ignored(table))
    related = [
        association(table.x[:, k], target, (named(column), named(table.target)))
        for k, column in enumerate(table.inputs)
    ]
    strength = np.nan_to_num([abs(each.value) for each in related])
    tried = set(np.argsort(-strength, kind="stable")[:_MOST_ALONE].tolist())
    inputs = [
        _related(each, relation, _alone(table, k) if k in tried else None)
        for k, (each, relation) in enumerate(zip(own, related, strict=True))
    ]
    return (column_profile(target, table.target, groups, count), *inputs, *_ignored(table))


def _ignored(table: Table) -> list[ColumnProfile]:
    """What is known of the columns that are not read."""
    count = len(table)
    return [
        ColumnProfile(column, count, round(column.missing * count))
        for column in table.schema.columns
        if column.role == "ignored"
    ]


def _related(own: ColumnProfile, relation: Association, score: float | None) -> ColumnProfile:
    return replace(own, relation=relation, alone=score)


def _alone(table: Table, place: int) -> float | None:
    if len(table) < 10:
        return None
    return alone(table.x[:, place], table.y, named(table.inputs[place]), table.groups is not None)
