"""Scores of yes-or-no answers to several labels at chosen thresholds, from counts alone. Imports no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.evaluation.outcomes import Outcomes


@dataclass(frozen=True)
class LabelScores:
    """How the answers to all labels do together (Zhang and Zhou, 2014).

    Attributes:
        outcomes: one a label, what became of every example.
        exact_match: the share of the examples whose answers are all right.
        hamming: the share of all answers that are wrong (the Hamming loss).
        micro_f1: F1 of all answers taken together; a frequent label counts more.
        macro_f1: the mean of the labels' own F1; each counts the same. A label without an F1 counts as 0.
    """

    outcomes: tuple[Outcomes, ...]
    exact_match: float
    hamming: float
    micro_f1: float
    macro_f1: float

    @property
    def scores(self) -> dict[str, float]:
        """The four numbers by name."""
        return {name: getattr(self, name) for name in ("exact_match", "hamming", "micro_f1", "macro_f1")}


def label_scores(truth: np.ndarray, decided: np.ndarray) -> LabelScores:
    """The scores of answers, both (n, labels) of 0 and 1."""
    is_so, called = np.asarray(truth, bool), np.asarray(decided, bool)
    outcomes = tuple(Outcomes.of(a, b) for a, b in zip(is_so.T, called.T, strict=True))
    own = np.nan_to_num([outcome.f1 for outcome in outcomes])
    return LabelScores(
        outcomes,
        float((is_so == called).all(axis=1).mean()),
        float((is_so != called).mean()),
        float(np.nan_to_num(Outcomes.of(is_so, called).f1)),
        float(own.mean()),
    )


def best_threshold(is_so: np.ndarray, numbers: np.ndarray, middle: float) -> float:
    """The threshold above which a label's numbers (n,) give the greatest F1 on these examples, the one nearest to
    `middle` where several do; NaN where no example has the label, or a number is not finite."""
    is_so = np.asarray(is_so, bool)
    if not is_so.any() or not np.isfinite(numbers).all():
        return float("nan")
    order = np.argsort(-numbers, kind="stable")
    values, hits = numbers[order].astype(float), np.cumsum(is_so[order])
    ends = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    f1 = 2 * hits[ends] / (ends + 1 + is_so.sum())
    below = np.append(values[1:], values[-1] - 2e-6)[ends]
    candidates = (values[ends] + below) / 2
    best = np.flatnonzero(f1 >= f1.max() - 1e-12)
    return float(candidates[best[np.abs(candidates[best] - middle).argmin()]])
