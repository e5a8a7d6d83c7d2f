"""Deletion and insertion as one number each: the area between the curve in the map's order and random ones."""

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.faithfulness import order_curves
from nnviz.explanation.measures.subject import Bench, Subject

_LEAST_CHANGE = 0.02
"""Of its largest size, by how much the number has to change along the curves for a share of that to mean anything."""
_FEW = 4


def deletion(subject: Subject) -> np.ndarray:
    """(n,) (mean area of random orders − area of the map's order) / the range of the number along all of these curves,
    in [−1, 1]; NaN where that hardly changes.

    Petsiuk, Das and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models" (2018).

    Raises:
        ExplanationError: for examples of fewer than 4 parts.
    """
    return _lead(subject, 0)


def insertion(subject: Subject) -> np.ndarray:
    """(n,) the same of insertion, where a large area is good: (area of the map's order − random) / the range.

    Raises:
        ExplanationError: as `deletion`.
    """
    return _lead(subject, 1)


def _lead(subject: Subject, which: int) -> np.ndarray:
    bench = subject.bench
    if bench.parts < _FEW:
        raise ExplanationError(f"An example has only {bench.parts} parts: there are hardly any orders to compare with.")
    own = _curves(subject)[which]
    random = np.stack([curves[which] for curves in bench.random_curves])
    return _share(own - random.mean(0), np.stack([own, *random]), bench, which)


def leads_of_random(bench: Bench, which: int) -> np.ndarray | None:
    """(orders, n) the same number for each random order, against the mean of the others; None for few parts."""
    if bench.parts < _FEW:
        return None
    random = np.stack([curves[which] for curves in bench.random_curves])
    others = (random.sum(0) - random) / (len(random) - 1)
    return np.stack([_share(own, random, bench, which) for own in random - others])


def _share(lead: np.ndarray, every: np.ndarray, bench: Bench, which: int) -> np.ndarray:
    """(n,) the area under a lead (n, steps + 1), as a share of the range of `every` curve (m, n, steps + 1)."""
    spread, largest = np.ptp(every, axis=(0, 2)), np.abs(every).max(axis=(0, 2))
    area = np.trapezoid(lead, bench.fractions, axis=1) * (-1 if which == 0 else 1)
    return np.divide(area, spread, out=np.full(len(area), np.nan), where=spread > _LEAST_CHANGE * largest)


def _curves(subject: Subject) -> tuple[np.ndarray, np.ndarray]:
    """Both curves (n, steps + 1), worked out once for both measures."""
    if subject.own_curves is None:
        bench = subject.bench
        ranked = np.argsort(-np.nan_to_num(subject.importance, nan=-np.inf), axis=1, kind="stable")
        subject.own_curves = order_curves(bench.problem, bench.covered, ranked, bench.steps)
    return subject.own_curves
