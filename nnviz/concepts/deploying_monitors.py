"""What watches a network in use, over many simulated months at once: the statistics of `nnviz.serving` by counts.

A month is how often each of n rows was drawn, so a distance between distributions is a product of matrices. That it is
the statistic of `nnviz.serving.drift` for the very rows is tested.
"""

from collections.abc import Sequence

import numpy as np

from nnviz.data.column import Column
from nnviz.serving.features import UNKNOWN
from nnviz.serving.stability import edges, population_stability


def distances(training: np.ndarray, values: np.ndarray, counts: np.ndarray, column: Column) -> np.ndarray:
    """(…) the distance of each month from training: of quantities the statistic of Kolmogorov and Smirnov, of names
    half the summed differences of their shares.

    Args:
        training: (m,) codes of the training rows. values: (n,) codes of the rows that are drawn from.
        counts: (…, n) how often each was drawn.
    """
    if column.categories:
        before, after = _named(training, values, counts, column)
        return np.abs(_share(after) - _share(before)).sum(axis=-1) / 2
    grid = np.unique(np.concatenate([training, values]))
    now = counts @ (values[:, None] <= grid).astype(float) / counts.sum(axis=-1, keepdims=True)
    then = np.searchsorted(np.sort(training), grid, side="right") / len(training)
    return np.abs(now - then).max(axis=-1)


def stabilities(training: np.ndarray, values: np.ndarray, counts: np.ndarray, column: Column) -> np.ndarray:
    """(…) the population stability index of each month; arguments as of `distances`."""
    if column.categories:
        return population_stability(*_named(training, values, counts, column))
    inner = edges(training)
    before = np.bincount(np.digitize(training, inner), minlength=len(inner) + 1)
    return population_stability(before, counts @ np.eye(len(inner) + 1)[np.digitize(values, inner)])


def largest(of, training: Sequence[np.ndarray], values: Sequence[np.ndarray], counts, columns) -> np.ndarray:
    """(…) the largest over columns of what `of` says."""
    each = [of(one, now, counts, column) for one, now, column in zip(training, values, columns, strict=True)]
    return np.max(each, axis=0)


def _named(training, values, counts, column: Column) -> tuple[np.ndarray, np.ndarray]:
    """Counts (k + 1,) of names in training, and (…, k + 1) now; the last one is names that training did not know, where
    there are any."""
    size = len(column.categories) + bool((values == UNKNOWN).any())
    places = np.where(values == UNKNOWN, size - 1, values).astype(int)
    return np.bincount(training.astype(int), minlength=size), counts @ np.eye(size)[places]


def _share(counts: np.ndarray) -> np.ndarray:
    return counts / counts.sum(axis=-1, keepdims=True)
