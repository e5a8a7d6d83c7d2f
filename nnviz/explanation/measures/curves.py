"""Deletion and insertion as one number each: the area between the curve in the map's order and random ones."""

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.faithfulness import order_curves
from nnviz.explanation.measures.subject import Subject

_LEAST_CHANGE = 0.02
"""Of its larger size, by how much the number has to change between covered and uncovered for a share of it to mean
anything."""
_FEW = 4


def deletion(subject: Subject) -> np.ndarray:
    """(n,) (mean area of random orders − area of the map's order) / |f(x) − f(covered)|; NaN where that is about 0.

    Petsiuk, Das and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models" (2018).

    Raises:
        ExplanationError: for examples of fewer than 4 parts.
    """
    return _lead(subject, 0)


def insertion(subject: Subject) -> np.ndarray:
    """(n,) the same of insertion, where a large area is good: (area of the map's order − random) / |f(x) − f(covered)|.

    Raises:
        ExplanationError: as `deletion`.
    """
    return _lead(subject, 1)


def _lead(subject: Subject, which: int) -> np.ndarray:
    bench = subject.bench
    if bench.parts < _FEW:
        raise ExplanationError(f"An example has only {bench.parts} parts: there are hardly any orders to compare with.")
    own = _curves(subject)[which]
    random = np.mean([curves[which] for curves in bench.random_curves], axis=0)
    ends = np.abs(own[:, 0] - own[:, -1])
    enough = ends > _LEAST_CHANGE * np.maximum(np.abs(own[:, 0]), np.abs(own[:, -1]))
    area = np.trapezoid(own - random, bench.fractions, axis=1) * (-1 if which == 0 else 1)
    return np.divide(area, ends, out=np.full(len(area), np.nan), where=enough)


def _curves(subject: Subject) -> tuple[np.ndarray, np.ndarray]:
    """Both curves (n, steps + 1), worked out once for both measures."""
    if subject.own_curves is None:
        bench = subject.bench
        ranked = np.argsort(-np.nan_to_num(subject.importance, nan=-np.inf), axis=1, kind="stable")
        subject.own_curves = order_curves(bench.problem, bench.covered, ranked, bench.steps)
    return subject.own_curves
