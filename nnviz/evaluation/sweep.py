"""Every threshold at once: what becomes of examples when those that reach it are called positive. Only NumPy."""

from dataclasses import dataclass

import numpy as np

from nnviz.errors import DataError


@dataclass(frozen=True)
class Sweep:
    """Counts at every threshold that makes a difference, the highest first.

    Attributes:
        thresholds: (m,) falling; the first is infinite, so that nothing is called positive.
        true_positive, false_positive: (m,) whole numbers of examples that reach it.
        positives, negatives: of all examples.

    >>> both = sweep([True, False, True], [0.9, 0.6, 0.2])
    >>> both.true_positive.tolist(), both.false_positive.tolist()
    ([0, 1, 1, 2], [0, 0, 1, 1])
    >>> both.cheapest(miss=10, alarm=1)
    0.2
    """

    thresholds: np.ndarray
    true_positive: np.ndarray
    false_positive: np.ndarray
    positives: int
    negatives: int

    @property
    def called(self) -> np.ndarray:
        """(m,) the share of all examples that is called positive."""
        return (self.true_positive + self.false_positive) / max(1, self.positives + self.negatives)

    @property
    def recall(self) -> np.ndarray:
        """(m,) of the positive ones, the share that is found; NaN where there are none."""
        return self.true_positive / self.positives if self.positives else np.full(len(self.thresholds), np.nan)

    @property
    def false_alarms(self) -> np.ndarray:
        """(m,) of the negative ones, the share that is called positive; NaN where there are none."""
        return self.false_positive / self.negatives if self.negatives else np.full(len(self.thresholds), np.nan)

    @property
    def lift(self) -> np.ndarray:
        """(m,) how many times as many positive ones are among those called as among all; NaN where none is called."""
        called = self.called
        return np.where(called > 0, self.recall / np.where(called > 0, called, 1.0), np.nan)

    def costs(self, miss: float, alarm: float) -> np.ndarray:
        """(m,) what all errors cost together, when a missed one costs `miss` and a false alarm `alarm`."""
        return miss * (self.positives - self.true_positive) + alarm * self.false_positive

    def cheapest(self, miss: float, alarm: float) -> float:
        """The threshold at which all errors cost least, the highest of several; raises DataError for a cost that is
        negative or no number."""
        if not (0 <= miss < np.inf and 0 <= alarm < np.inf):
            raise DataError(f"Received costs of {miss} and {alarm}.", expected="numbers from 0 up", where="costs")
        return float(self.thresholds[int(self.costs(miss, alarm).argmin())])


def sweep(is_so, numbers) -> Sweep:
    """The counts for examples that are positive or not (n,), and their numbers (n,). Raises DataError for numbers that
    are not finite."""
    is_so, numbers = np.asarray(is_so, bool).ravel(), np.asarray(numbers, float).ravel()
    if not np.isfinite(numbers).all():
        raise DataError("Some predictions are not numbers, so that no threshold sorts them.", where="numbers")
    order = np.argsort(-numbers, kind="stable")
    values, hits = numbers[order], np.cumsum(is_so[order])
    ends = np.append(np.flatnonzero(np.diff(values)), len(values) - 1) if len(values) else np.array([], int)
    found = np.append(0, hits[ends])
    called = np.append(0, ends + 1)
    positives = int(is_so.sum())
    return Sweep(np.append(np.inf, values[ends]), found, called - found, positives, len(values) - positives)
