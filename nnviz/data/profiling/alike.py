"""Columns that say nearly the same."""

import numpy as np

from nnviz import words
from nnviz.data.profiling import mends
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.records import ColumnProfile, Relations
from nnviz.data.profiling.table import Table

_SAME = 0.95
"""Association from which two columns say nearly the same."""


def findings(relations: Relations | None, profiles: tuple[ColumnProfile, ...], table: Table) -> list[Finding]:
    """Groups of inputs that say nearly the same, each with the one that tells most about the target."""
    if relations is None:
        return []
    strong = np.abs(np.nan_to_num(relations.values)) >= _SAME
    places = [k for k in range(len(relations.names)) if k != relations.target]
    strength = {own.column.name: abs(own.relation.value) if own.relation else 0.0 for own in profiles}
    found, seen = [], set()
    for k in places:
        group = sorted(_reached(k, strong, set(places)))
        if k in seen or len(group) < 2:
            continue
        seen |= set(group)
        found.append(_same(group, relations, strength, table))
    return found


def _reached(start: int, strong: np.ndarray, allowed: set[int]) -> set[int]:
    """All places that lead to each other by strong pairs."""
    reached, waiting = {start}, [start]
    while waiting:
        for k in np.flatnonzero(strong[waiting.pop()]):
            if int(k) in allowed and int(k) not in reached:
                reached.add(int(k))
                waiting.append(int(k))
    return reached


def _same(group: list[int], relations: Relations, strength: dict[str, float], table: Table) -> Finding:
    there = {relations.names[k] for k in group}
    names = [column.name for column in table.inputs if column.name in there]
    best = max(names, key=lambda name: np.nan_to_num(strength.get(name, 0.0)))
    pairs = [(abs(relations.values[k, j]), k, j) for k in group for j in group if k < j]
    value, k, j = max(pairs)
    others = [name for name in names if name != best]
    sentence = f"{listed(names)} say nearly the same."
    evidence = (
        f"{relations.names[k]} and {relations.names[j]} have a {relations.measures[k, j]} of "
        f"{words.number(float(relations.values[k, j]))}. One of them is enough, and explanations are clearer for it: "
        f"{best} tells most about the target." if value == value else ""
    )  # fmt: skip
    return Finding("alike", "hint", sentence, evidence, tuple(names), mends.ignore(others, table))


def listed(names: list[str]) -> str:
    """ "a and b", "a, b and c", "a, b, c and 4 more"."""
    return words.listed(names) if len(names) < 5 else words.few(names, 3)
