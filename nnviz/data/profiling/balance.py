"""Classes that are rare, or absent from a part."""

import numpy as np

from nnviz import words
from nnviz.data.profiling import mends
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.table import PARTS, Table

_UNEVEN = 4
"""How many times as frequent the largest class may be as the smallest."""
_FEW = 10
"""Training examples below which a class can hardly be learnt."""


def classes(table: Table) -> list[Finding]:
    """What is uneven about the classes; nothing for numbers."""
    if not table.classes:
        return []
    count = len(table.classes)
    groups = table.groups
    by_part = {name: np.bincount(groups[table.parts == k], minlength=count) for k, name in enumerate(PARTS)}
    return (
        _few(by_part["train"], table) + _absent(by_part, table) + _uneven(np.bincount(groups, minlength=count), table)
    )


def _few(training: np.ndarray, table: Table) -> list[Finding]:
    names = [table.classes[k] for k in np.flatnonzero(training < _FEW)]
    if not names:
        return []
    counts = words.few([f"{table.classes[k]} {training[k]:,}" for k in np.flatnonzero(training < _FEW)], 5)
    one = len(names) == 1
    sentence = f"{words.few(names, 3)} {'has' if one else 'have'} fewer than {_FEW} training examples."
    evidence = f"Examples to learn from: {counts}. A network needs more to see what a class has in common."
    return [Finding("few", "warning", sentence, evidence, (), mends.without_classes(names, table))]


def _absent(by_part: dict[str, np.ndarray], table: Table) -> list[Finding]:
    found = []
    for part in ("validation", "test"):
        counts = by_part[part]
        names = [table.classes[k] for k in np.flatnonzero((counts == 0) & (by_part["train"] > 0))]
        if not counts.sum() or not names:
            continue
        sentence = f"The {part} part has no example of {words.few(names, 3)}."
        evidence = (
            f"Scores on the {part} part say nothing about {'this class' if len(names) == 1 else 'these classes'}."
        )
        found.append(Finding("absent", "warning", sentence, evidence))
    return found


def _uneven(counts: np.ndarray, table: Table) -> list[Finding]:
    largest, present = int(counts.argmax()), np.flatnonzero(counts)
    smallest = int(present[counts[present].argmin()])
    if counts[largest] < _UNEVEN * counts[smallest] or table.spec.balance != "none":
        return []
    names, total = table.classes, int(counts.sum())
    share, most = words.percent(counts[smallest] / total), words.percent(counts[largest] / total)
    sentence = f"The classes are uneven: {share} are {names[smallest]}, {most} are {names[largest]}."
    evidence = (
        f"{counts[smallest]:,} against {counts[largest]:,} examples. Always answering {names[largest]} would be right "
        f"for {most}, so look at the balanced accuracy and at each class, not at the accuracy alone."
    )
    return [Finding("uneven", "warning", sentence, evidence, (table.target.name,), mends.weighed(table))]
