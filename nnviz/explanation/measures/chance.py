"""What maps that know nothing reach by each measure, on the same network and the same examples: the ground of verdicts.

For deletion and insertion they are random orders of the parts. For all else they are the map itself, moved to a random
place: rolled along the axes of an image or a sequence, so that it stays as smooth as it is, or shuffled over the
columns of a table and the words of a text.
"""

import numpy as np

from nnviz.explanation.faithfulness import positions_of
from nnviz.explanation.measures.curves import leads_of_random
from nnviz.explanation.measures.infidelity import unexplained
from nnviz.explanation.measures.randomization import likeness
from nnviz.explanation.measures.subject import Subject

_MOST, _LEAST, _NUMBERS = 200, 20, 1_000_000
"""Copies of a map that are moved; as many fewer as its numbers are many."""
_TRUE = ("pointing", "mass", "rank")
_ALIKE = ("randomization", "random_labels")


def by_chance(subject: Subject, measure: str) -> np.ndarray | None:
    """(copies, n) what maps that know nothing reach; None for measures that have no such map, or that have no number
    here."""
    if measure in ("deletion", "insertion"):
        return leads_of_random(subject.bench, 0 if measure == "deletion" else 1)
    if measure not in (*_TRUE, *_ALIKE, "infidelity"):
        return None
    random, count = np.random.default_rng(subject.bench.seed + 3), _copies(subject)
    return np.stack([_of_copy(subject, measure, random) for _ in range(count)])


def _copies(subject: Subject) -> int:
    return int(np.clip(_NUMBERS // max(1, subject.flat.size), _LEAST, _MOST))


def _of_copy(subject: Subject, measure: str, random: np.random.Generator) -> np.ndarray:
    """(n,) what one moved copy reaches."""
    bench = subject.bench
    shapes = [positions_of(bench.problem, k) for k in range(len(bench.problem.flat))]
    if measure == "infidelity":
        sets, drops = bench.covers
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
        pieces = np.split(subject.shares, ends, axis=1)
        moved = [
            moved_map(own.reshape(len(own), *shape), shape, random) for own, shape in zip(pieces, shapes, strict=True)
        ]
        shares = np.concatenate([own.reshape(len(own), -1) for own in moved], axis=1)
        return unexplained((sets * shares).sum(2), drops)
    values = [moved_map(own, shape, random) for own, shape in zip(subject.values, shapes, strict=True)]
    if measure in _ALIKE:
        return likeness(subject.flat, np.concatenate([own.reshape(len(own), -1) for own in values], axis=1))
    agreement = bench.truth.of(bench.target.index).agreement(tuple(values) if len(values) > 1 else values[0])
    if measure == "rank":
        some = agreement.deciding > 0
        return np.divide(agreement.hits, agreement.deciding, out=np.full(len(some), np.nan), where=some)
    return agreement.pointing if measure == "pointing" else agreement.share


def moved_map(values: np.ndarray, shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """(n, …) every example's values somewhere else: rolled where parts lie in two dimensions, shuffled in one; channels
    stay together.

    Args:
        shape: of the parts.
    """
    moved = np.empty_like(values)
    for own, other in zip(values, moved, strict=True):
        if len(shape) > 1:
            steps = [int(random.integers(size)) for size in shape]
            steps[0] += not any(steps)
            other[...] = np.roll(own, steps, tuple(range(len(shape))))
        else:
            other[...] = own[random.permutation(shape[0])]
    return moved
