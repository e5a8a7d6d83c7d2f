"""`profile`: what data are like before anything is trained on them."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.data.at_once import each
from nnviz.data.profiling import rows, unread
from nnviz.data.profiling.alone import alone
from nnviz.data.profiling.findings import findings
from nnviz.data.profiling.images import image_profile
from nnviz.data.profiling.records import Association, ColumnProfile, Profile, Relations
from nnviz.data.profiling.relations import RATIO, ROWS, association, correlation_ratios, named, relations
from nnviz.data.profiling.samples import sample
from nnviz.data.profiling.sequences import sequence_profile
from nnviz.data.profiling.statistics import column_profile
from nnviz.data.profiling.table import PARTS, Table, answers, table_of
from nnviz.data.profiling.texts import text_profile
from nnviz.specs import DataSpec

_MOST_ALONE = 200
"""Columns that are tried alone, those with the strongest relation to the target."""


def profile(data: DataSpec | Any, target: str | None = None) -> Profile:
    """Columns, relations and findings of data.

    Args:
        data: a specification, or a pandas DataFrame, which is kept as one's own data.
        target: of a DataFrame the column to be predicted, guessed when None; of a specification with several targets or
            labels the one that is told of, the first when None.

    Raises:
        DataError: for data that cannot be read.

    >>> from nnviz import DataSpec, profile
    >>> profile(DataSpec(source="loans")).findings[0].sentence
    'reminders sent alone gives the target, outcome, away.'
    """
    if not isinstance(data, DataSpec):
        from nnviz.data.own.specify import own_data

        data, target = own_data(data, target=target), None
    return _kept(data.replace(augmentations=()).to_json(), target)


@lru_cache(maxsize=4)
def _kept(text: str, target: str | None) -> Profile:
    return profile_of(table_of(DataSpec.from_json(text), target))


def profile_of(table: Table) -> Profile:
    """The profile of examples at hand."""
    both = (lambda: _columns_and_relations(table), lambda: rows.findings(table))
    (columns, pairs), alike = each(lambda make: make(), both, len(table))
    found, checked = findings(table, columns, pairs, alike)
    sizes = {name: int((table.parts == k).sum()) for k, name in enumerate(PARTS)}
    kinds, notes = _kinds(table)
    beside = [(one.form.name, *_kinds(table.looking_at(one))) for one in table.further]
    notes += tuple(f"{name}: {note}" for name, _, told in beside for note in told)
    if pairs is not None and len(table) > ROWS:
        notes = (*notes, f"How two columns hang together is measured in {ROWS:,} of the {len(table):,} examples.")
    return Profile(
        schema=table.schema,
        size=len(table),
        sizes=sizes,
        target=table.target.name,
        classes=table.classes,
        answers=answers(table.schema),
        columns=columns,
        relations=pairs,
        findings=found,
        checked=checked,
        notes=notes,
        beside=tuple((name, own) for name, told, _ in beside for own in told.values()),
        **kinds,
    )


def _columns_and_relations(table: Table) -> tuple[tuple[ColumnProfile, ...], Relations | None]:
    if not table.inputs:
        return (), None
    compared = _compared(table)
    columns = _columns(table, len(table.classes), compared)
    read = [own for own in columns if own.column.role in ("input", "target")]
    target = 0 if read[0].column == table.target else None
    strength = np.array([abs(own.relation.value) if own.relation else 0.0 for own in read])
    codes = compared[:, (1 if target is None else 0) :]
    return columns, relations(codes, tuple(own.column for own in read), target, strength)


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


def _compared(table: Table) -> np.ndarray:
    """(rows, 1 + columns) the target and all inputs, of as many examples as columns are compared in."""
    some = sample(len(table), ROWS) if len(table) > ROWS else slice(None)
    return np.stack([table.y[some].astype(float), *(column[some] for column in table.codes.T)]).T


def _columns(table: Table, count: int, compared: np.ndarray) -> tuple[ColumnProfile, ...]:
    """The target's profile, and then those of all inputs with their relation to it."""
    groups, target = table.groups, table.y.astype(float)
    places = range(len(table.inputs))
    own = each(lambda k: column_profile(table.codes[:, k], table.inputs[k], groups, count), places, len(table))
    if table.schema.reconstructs:
        return (*own, *unread.profiles(table))
    related = _related_to(table, compared)
    strength = np.nan_to_num([abs(relation.value) for relation in related])
    tried = set(np.argsort(-strength, kind="stable")[:_MOST_ALONE].tolist())
    scores = each(lambda k: _alone(table, k) if k in tried else None, places, len(table))
    inputs = [
        replace(column, relation=relation, alone=score)
        for column, relation, score in zip(own, related, scores, strict=True)
    ]
    return (column_profile(target, table.target, groups, count), *inputs, *unread.profiles(table))


def _related_to(table: Table, compared: np.ndarray) -> list[Association]:
    """What each input has to do with the target: numbers by classes all at once, others one by one."""
    target, codes = compared[:, 0], compared[:, 1:].T
    by_class = np.array([named(table.target) and not named(column) for column in table.inputs])
    ratios = iter(correlation_ratios(target, codes[by_class].T) if by_class.any() else ())
    others = np.flatnonzero(~by_class)

    def associated(k: int) -> Association:
        return association(codes[k], target, (named(table.inputs[k]), named(table.target)))

    by_place = dict(zip(others, each(associated, others, len(target)), strict=True))
    return [by_place.get(k) or Association(RATIO, float(next(ratios))) for k in range(len(table.inputs))]


def _alone(table: Table, place: int) -> float | None:
    if len(table) < 10:
        return None
    return alone(table.codes[:, place], table.y, named(table.inputs[place]), table.groups is not None)
