"""The arithmetic of the lesson on metrics: a test among people of whom few are ill, and errors of numbers. Only NumPy.

Shares at a threshold are `nnviz.evaluation.sweep`, calibration is `nnviz.evaluation.calibration`.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Counts:
    """What becomes of people: true and false positives and negatives, numbers from 0 up (shares of people count too).

    >>> Counts(tp=8, fn=2, fp=4, tn=86).precision
    0.6666666666666666
    """

    tp: float
    fn: float
    fp: float
    tn: float

    @property
    def accuracy(self) -> float:
        return (self.tp + self.tn) / (self.tp + self.fn + self.fp + self.tn)

    @property
    def precision(self) -> float:
        """NaN where nobody is called."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """NaN where nobody is ill."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def cost(self, miss: float, alarm: float) -> float:
        return miss * self.fn + alarm * self.fp


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def in_population(count: float, prevalence: float, recall: float, false_alarms: float) -> Counts:
    """Among `count` people of whom a share `prevalence` is ill, what becomes of them by a test with that recall and
    that share of false alarms among the healthy (Bayes).

    >>> in_population(1000, 0.01, 0.9, 0.09).precision
    0.09174311926605504
    """
    ill = count * prevalence
    found, alarms = ill * recall, (count - ill) * false_alarms
    return Counts(tp=found, fn=ill - found, fp=alarms, tn=count - ill - alarms)


@dataclass(frozen=True)
class Errors:
    """Of predicted numbers: mean squared error, its root, mean absolute error, and R² = 1 − residual / total."""

    mse: float
    rmse: float
    mae: float
    r2: float


def errors_of(truth, said) -> Errors:
    """Of numbers (n,) and what was predicted (n,); as scikit-learn's metrics."""
    truth, said = np.asarray(truth, float), np.asarray(said, float)
    off = truth - said
    mse = float((off**2).mean())
    return Errors(mse, mse**0.5, float(np.abs(off).mean()), 1 - mse / float(truth.var()))
