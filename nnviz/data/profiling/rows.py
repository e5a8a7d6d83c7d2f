"""Examples that stand more than once, or nearly: in one part or across them, or with another answer."""

import numpy as np

from nnviz import words
from nnviz.data.copies import any_copies, factorized, hashes, repeated
from nnviz.data.profiling import duplicates, mends
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.relations import named
from nnviz.data.profiling.table import Table

_FEW, _TOO_LARGE = 8, 1e30


def findings(table: Table) -> list[Finding]:
    """Examples that stand more than once, in one part or across them, alike or nearly."""
    of_table = table.schema.kind == "vector" and bool(table.inputs)
    if of_table and not any_copies(table.codes):
        return _near(table)
    inputs = hashes(table.codes if of_table else table.x)
    if table.schema.kind != "vector" and table.inputs:
        inputs = hashes(table.codes, inputs)
    if not repeated(inputs).any():
        return _near(table)
    copies = np.flatnonzero(repeated(inputs if table.schema.reconstructs else hashes(table.truth, inputs)))
    across = duplicates.across(inputs, table.parts)
    found = _contradicting(table, inputs)
    if len(across):
        return [_across(table, across, len(copies), inputs), *found]
    return [*([_copies(table, copies)] if len(copies) else []), *found, *_near(table)]


def _across(table: Table, across: np.ndarray, copies: int, inputs: np.ndarray) -> Finding:
    held = int((table.parts > 0).sum())
    one = len(across) == 1
    sentence = f"{_count(across)} {'stands' if one else 'stand'} in the training part as well."
    evidence = (
        f"{len(across):,} of {held:,} held-out examples ({words.percent(len(across) / held)}) equal a training example "
        "in every input. What the network knows by heart it gets right, so the scores come out too good."
    )
    fix = mends.without_copies(table) if copies else ()
    trained = np.flatnonzero(table.parts == 0)
    twins = np.array([trained[np.argmax(inputs[trained] == inputs[k])] for k in across[:_FEW]])
    return Finding("across", "leak", sentence, evidence, (), fix, _pairs(table, across, twins))


def _count(rows: np.ndarray) -> str:
    return f"{len(rows):,} held-out example{'s' * (len(rows) != 1)}"


def _copies(table: Table, copies: np.ndarray) -> Finding:
    one = len(copies) == 1
    sentence = (
        f"{len(copies):,} example{'s are copies' if not one else ' is a copy'} of {'another' if one else 'others'}."
    )
    evidence = (
        f"{words.percent(len(copies) / len(table))} of the examples are alike another one in every input and the "
        "target. They count more than the others, and may land in two parts when the split changes."
    )
    return Finding("copies", "hint", sentence, evidence, (), mends.without_copies(table), _shown(table, copies))


def _contradicting(table: Table, inputs: np.ndarray) -> list[Finding]:
    """Examples with the same inputs and another class: no network can tell them apart."""
    if table.groups is None:
        return []
    places = factorized(inputs)
    classes = int(table.y.max()) + 1
    pairs, counts = np.unique(places.astype(np.int64) * classes + table.y.astype(int), return_counts=True)
    best = np.zeros(int(places.max()) + 1, int)
    np.maximum.at(best, pairs // classes, counts)
    wrong = len(table) - int(best.sum())
    if wrong < max(1, 0.002 * len(table)):
        return []
    several = np.flatnonzero(np.bincount(pairs // classes) > 1)
    rows = np.flatnonzero(np.isin(places, several))
    sentence = f"{len(rows):,} examples have the same inputs as one of another class."
    evidence = (
        f"So nothing that sees only these inputs can be right for more than {words.percent(1 - wrong / len(table))} of "
        "all examples. Some labels may be wrong, or something that matters is not among the inputs."
    )
    return [Finding("contradicting", "hint", sentence, evidence, (), mends.left_out(rows, table), _shown(table, rows))]


def _near(table: Table) -> list[Finding]:
    held, trained = duplicates.looked_at(table.parts)
    if table.schema.kind == "tokens" or not len(held) or not len(trained):
        return []
    (x, keys), looked_at = _numbers(table, np.r_[held, trained]), len(held)
    if x[0].size < 3 or not max(float(x.max()), -float(x.min())) < _TOO_LARGE:
        return []  # points of a plane lie close to each other without being copies
    parts = None if keys is None else (keys[:looked_at], keys[looked_at:])
    alike, twins = duplicates.near(x[:looked_at], x[looked_at:], parts)
    held, twins = held[alike], trained[twins]
    if not len(held):
        return []
    sentence = f"{_count(held)} {'is' if len(held) == 1 else 'are'} nearly the same as a training example."
    evidence = (
        f"Of {looked_at:,} that were looked at, {len(held):,} differ from one of the training part by less than "
        f"{words.percent(duplicates.NEAR)} of a deviation on average. Are they two records of one thing? Then they "
        "belong into one part."
    )
    return [Finding("near", "warning", sentence, evidence, (), mends.left_out(held, table), _pairs(table, held, twins))]


def _numbers(table: Table, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """The quantities of some examples without gaps, and a hash of what must be equal besides: names, and where the gaps
    are. Images and sequences as they are."""
    if table.schema.kind != "vector" or not table.inputs:
        return duplicates.some_numbers(table.x, rows), None
    quantities = np.array([not named(column) and column.kind != "boolean" for column in table.inputs])
    codes = np.stack([column[rows] for column in table.codes.T], axis=1)
    values, gaps = codes[:, quantities], np.isnan(codes[:, quantities])
    lacking = np.flatnonzero(gaps.any(axis=0))
    for place in lacking:
        there = values[~gaps[:, place], place]
        values[gaps[:, place], place] = np.median(there) if len(there) else 0.0
    if quantities.all() and not len(lacking):
        return values, None
    return values, hashes(np.column_stack([codes[:, ~quantities], gaps[:, lacking]]))


def _pairs(table: Table, held: np.ndarray, twins: np.ndarray) -> tuple[int, ...]:
    """Held-out examples, each followed by the training example that it is like."""
    return _shown(table, np.column_stack([held[: _FEW // 2], twins[: _FEW // 2]]).reshape(-1))


def _shown(table: Table, positions: np.ndarray) -> tuple[int, ...]:
    return tuple(int(row) for row in table.rows[positions[:_FEW]])
