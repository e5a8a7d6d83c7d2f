"""What became of examples of which each is positive or not, and is called positive or not. Imports no framework."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Outcomes:
    """What became of every example when one class counts as positive: whole numbers that sum to all examples."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @classmethod
    def of(cls, is_so: np.ndarray, called: np.ndarray) -> "Outcomes":
        """The counts over arrays of truths and answers, bool and of one shape."""
        pairs = ((called & is_so), (called & ~is_so), (~called & is_so), (~called & ~is_so))
        return cls(*(int(np.count_nonzero(pair)) for pair in pairs))

    @property
    def precision(self) -> float:
        """Of those called positive, the share that is; NaN where none was."""
        return _share(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        """Of those that are positive, the share that was found; NaN where there are none."""
        return _share(self.true_positive, self.true_positive + self.false_negative)

    @property
    def false_alarms(self) -> float:
        """Of those that are negative, the share that was called positive; NaN where there are none."""
        return _share(self.false_positive, self.false_positive + self.true_negative)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; NaN where nothing is positive and nothing was called so."""
        return _share(2 * self.true_positive, 2 * self.true_positive + self.false_positive + self.false_negative)

    @property
    def accuracy(self) -> float:
        total = self.true_positive + self.false_positive + self.false_negative + self.true_negative
        return _share(self.true_positive + self.true_negative, total)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
