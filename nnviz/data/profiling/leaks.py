"""Columns that make scores untrue: those that hold the answer, name the row, or name what several rows are of."""

import numpy as np

from nnviz import words
from nnviz.data.profiling import mends
from nnviz.data.profiling.alone import guessing, skill
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.records import ColumnProfile
from nnviz.data.profiling.relations import contingency, named
from nnviz.data.profiling.table import Table

_NEARLY = 0.97
"""Share of what guessing gets wrong from which a column alone is a suspect."""
_EXPLAINED = 0.99
"""R² from which it is one for a number."""
_NUMBERED = ("id", "index", "nr", "no", "number", "row", "key", "uuid")
_THINGS = ("id", "patient", "customer", "user", "subject", "person", "client", "account", "device", "family", "group",
           "household", "student", "school", "session", "speaker", "author", "owner")  # fmt: skip


def columns(table: Table, profiles: tuple[ColumnProfile, ...]) -> list[Finding]:
    """Columns that say what the target says, or nearly, that name the row, or a person or thing that has several."""
    plain = len(table.inputs) < 2 or table.schema.reconstructs or table.schema.is_plane
    answers = [] if plain else _answers(table, profiles)
    found = answers + [_identifier(own, table) for own in profiles if _names_rows(own)]
    return found if table.grouped else found + _groups(table, profiles)


def _answers(table: Table, profiles) -> list[Finding]:
    classes = table.groups is not None
    guess = guessing(table.y, classes)
    target = table.target.name
    found = []
    for own in profiles:
        if own.alone is None or (skill(own.alone, guess) < _NEARLY if classes else own.alone < _EXPLAINED):
            continue
        name, codes = own.column.name, table.codes[:, [c.name for c in table.inputs].index(own.column.name)]
        if _same(codes, table.y, own, classes):
            sentence = f"{name} says the target, {target}, in other words."
            evidence = f"Each value of {name} stands with one value of {target} alone."
        elif classes:
            sentence = f"{name} alone gives the target, {target}, away."
            evidence = (
                f"Judged by other examples that are nearest in {name} alone, {words.percent(own.alone)} are "
                "told right; "
                f"always guessing the most frequent class is right for {words.percent(guess)}."
            )
        else:
            sentence = f"{name} alone gives the target, {target}, away."
            evidence = (
                f"It explains {words.percent(own.alone)} of how {target} varies, judged by other examples "
                "that are nearest in it."
            )
        evidence += " Is it known before the answer is? If not, the network will do well here and fail in use."
        found.append(Finding("leak", "leak", sentence, evidence, (name,), mends.ignore([name], table)))
    return found


def _same(codes: np.ndarray, y: np.ndarray, own: ColumnProfile, classes: bool) -> bool:
    """Whether values and target stand one for one."""
    if not classes:
        return own.relation is not None and abs(own.relation.value) > 1 - 1e-9
    if own.distinct is None or own.distinct > 1_000:
        return False
    counts = contingency(codes, y.astype(float)) > 0
    return bool((counts.sum(axis=0) == 1).all() and (counts.sum(axis=1) == 1).all())


def _names_rows(own: ColumnProfile) -> bool:
    """Whether it is an input with another value in nearly every row: names, or whole numbers in a row."""
    there = own.examples - own.missing
    if own.column.role != "input" or there < 20 or own.distinct is None:
        return False
    if named(own.column):
        return own.distinct > 0.9 * there
    if own.column.kind != "number" or own.distinct < 0.9 * there or not own.statistics:
        return False
    low, high = own.statistics["minimum"], own.statistics["maximum"]
    if low % 1 or high % 1:
        return False
    return _called(own.column.name, _NUMBERED) or high - low == own.distinct - 1


def _identifier(own: ColumnProfile, table: Table) -> Finding:
    name = own.column.name
    evidence = (
        f"It has {own.distinct:,} different values in {own.examples - own.missing:,} examples. Such a number or name "
        "says nothing about examples to come, but a network can learn these ones by heart with it."
    )
    return Finding("identifier", "warning", f"{name} names the row.", evidence, (name,), mends.ignore([name], table))


def _groups(table: Table, profiles: tuple[ColumnProfile, ...]) -> list[Finding]:
    """Columns that name something of which there are several examples, such as a patient, some of them held out."""
    held = table.parts > 0
    found = []
    for place, column in enumerate(table.inputs):
        own = next(profile for profile in profiles if profile.column.name == column.name)
        there = own.examples - own.missing
        if not _called(column.name, _THINGS) or own.distinct is None:
            continue
        if not 10 <= own.distinct <= there / 2 or not held.any():
            continue
        codes = table.codes[:, place]
        shared = float(np.isin(codes[held], codes[table.parts == 0]).mean())
        if shared < 0.5 or (codes[np.isfinite(codes)] % 1).any():
            continue
        name = column.name
        evidence = (
            f"{there:,} examples have {own.distinct:,} different values, and {words.percent(shared)} of the held-out "
            "examples share theirs with a training example. If it is a person or a thing, the network may know "
            "it again, "
            "and the scores come out too good."
        )
        sentence = f"Several examples share one {name}, across the parts."
        found.append(Finding("groups", "warning", sentence, evidence, (name,), mends.kept_together(name, table)))
    return found


def _called(name: str, called: tuple[str, ...]) -> bool:
    """Whether one of these words stands in a column's name."""
    return any(word in called for word in name.lower().replace("_", " ").replace("-", " ").split())
