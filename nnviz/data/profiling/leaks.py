"""What makes scores untrue: columns that hold the answer, names of rows, examples that are both trained and tested."""

import numpy as np

from nnviz import words
from nnviz.data.copies import factorized, hashes, repeated
from nnviz.data.profiling import duplicates, mends
from nnviz.data.profiling.alone import guessing, skill
from nnviz.data.profiling.records import ColumnProfile, Finding
from nnviz.data.profiling.relations import contingency, named
from nnviz.data.profiling.table import Table

_NEARLY = 0.97
"""Share of what guessing gets wrong from which a column alone is a suspect."""
_EXPLAINED = 0.99
"""R² from which it is one for a number."""
_FEW, _TOO_LARGE = 8, 1e30
_NUMBERED = ("id", "index", "nr", "no", "number", "row", "key", "uuid")
_THINGS = ("id", "patient", "customer", "user", "subject", "person", "client", "account", "device", "family", "group",
           "household", "student", "school", "session", "speaker", "author", "owner")  # fmt: skip


def columns(table: Table, profiles: tuple[ColumnProfile, ...]) -> list[Finding]:
    """Columns that say what the target says, or nearly, and columns that name the row."""
    plain = len(table.inputs) < 2 or table.schema.reconstructs or table.schema.is_plane
    answers = [] if plain else _answers(table, profiles)
    found = answers + [_identifier(own, table) for own in profiles if _names_rows(own)]
    return found if table.grouped else found + _groups(table, profiles)


def rows(table: Table) -> list[Finding]:
    """Examples that stand more than once, in one part or across them, alike or nearly."""
    inputs = hashes(table.codes) if table.schema.kind == "vector" and table.inputs else hashes(table.x)
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
    if table.schema.kind == "tokens" or any(named(column) for column in table.inputs):
        return []
    if not max(float(table.x.max()), -float(table.x.min())) < _TOO_LARGE:
        return []  # gaps are not alike, and what is larger is no small float
    if table.x[0].size < 3:
        return []  # points of a plane lie close to each other without being copies
    held, twins, looked_at = duplicates.near(table.x, table.parts)
    if not len(held):
        return []
    sentence = f"{_count(held)} {'is' if len(held) == 1 else 'are'} nearly the same as a training example."
    evidence = (
        f"Of {looked_at:,} that were looked at, {len(held):,} differ from one of the training part by less than "
        f"{words.percent(duplicates.NEAR)} of a deviation on average. Are they two records of one thing? Then they "
        "belong into one part."
    )
    return [Finding("near", "warning", sentence, evidence, (), mends.left_out(held, table), _pairs(table, held, twins))]


def _pairs(table: Table, held: np.ndarray, twins: np.ndarray) -> tuple[int, ...]:
    """Held-out examples, each followed by the training example that it is like."""
    return _shown(table, np.column_stack([held[: _FEW // 2], twins[: _FEW // 2]]).reshape(-1))


def _shown(table: Table, positions: np.ndarray) -> tuple[int, ...]:
    return tuple(int(row) for row in table.rows[positions[:_FEW]])
