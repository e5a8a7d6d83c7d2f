"""Whether two networks, asked about the same examples, differ by more than chance. Only the standard library and NumPy.

McNemar, Note on the sampling error of the difference between correlated proportions (1947); Holm, A simple sequentially
rejective multiple test procedure (1979); Efron and Tibshirani, An Introduction to the Bootstrap (1993).
"""

import math
from collections.abc import Sequence

import numpy as np

from nnviz.errors import DataError
from nnviz.evaluation.intervals import drawn_weights, scorer
from nnviz.evaluation.records import Evaluation


def mcnemar(only_first: int, only_second: int) -> float:
    """How likely a difference at least as large is by chance alone, where `only_first` examples are right with the
    first network alone, and `only_second` with the second alone: the exact test, two-sided.

    >>> round(mcnemar(1, 9), 12) == round(22 / 1024, 12)
    True
    >>> mcnemar(0, 0)
    1.0
    """
    total, fewer = only_first + only_second, min(only_first, only_second)
    log_half = total * math.log(0.5)
    terms = [
        math.exp(math.lgamma(total + 1) - math.lgamma(k + 1) - math.lgamma(total - k + 1) + log_half)
        for k in range(fewer + 1)
    ]
    return min(1.0, 2 * math.fsum(terms))


def paired_bootstrap(
    first: Evaluation, second: Evaluation, level: float = 0.95, resamples: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float, float]]:
    """By how much each score of the second exceeds that of the first: {score: (low, high, p)}; both are scored on the
    same resamples of the examples.

    Returns:
        The interval that holds the middle `level` of the differences; and p, twice the share of resamples on the other
        side of no difference, each counted with one more.

    Raises:
        DataError: for evaluations of other examples.
    """
    if first.size != second.size or not np.array_equal(first.truth, second.truth, equal_nan=True):
        raise DataError(
            "The two networks were asked about other examples.", expected="the same in the same order", where="second"
        )
    ours, theirs = scorer(first), scorer(second)
    drawn = [_differences(ours(weights), theirs(weights)) for weights in drawn_weights(first.size, resamples, seed)]
    names = [name for name in drawn[0] if name in first.scores and name in second.scores]
    return {name: _told(np.concatenate([one[name] for one in drawn]), level) for name in names}


def _differences(ours: dict, theirs: dict) -> dict[str, np.ndarray]:
    return {name: theirs[name] - ours[name] for name in ours if name in theirs}


def _told(differences: np.ndarray, level: float) -> tuple[float, float, float]:
    own = differences[np.isfinite(differences)]
    if not len(own):
        return (float("nan"),) * 3
    low, high = np.percentile(own, (100 * (1 - level) / 2, 100 * (1 + level) / 2))
    side = min(np.count_nonzero(own <= 0), np.count_nonzero(own >= 0)) + 1
    return float(low), float(high), float(min(1.0, 2 * side / (len(own) + 1)))


def holm(values: Sequence[float]) -> list[float]:
    """P-values of several tests, each made as much larger as it takes so that one among them that is small by chance
    alone is as rare as for a single one.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(values, kind="stable")
    adjusted, largest = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, (len(values) - rank) * float(values[place])))
        adjusted[place] = largest
    return adjusted
