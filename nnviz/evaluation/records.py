"""What an evaluation finds. Plain arrays and numbers, no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from nnviz import words
from nnviz.data.schema import Schema
from nnviz.evaluation.labels import LabelScores, best_threshold, label_scores
from nnviz.evaluation.outcomes import Outcomes
from nnviz.training import judging
from nnviz.training.meaning import OutputMeaning

_NAMES = {
    "accuracy": "Accuracy",
    "exact_match": "All labels right",
    "hamming": "Wrong answers (Hamming)",
    "micro_f1": "F1 of all answers",
    "macro_f1": "F1, mean of the labels",
    "balanced_accuracy": "Balanced accuracy",
    "f1": "F1, mean of the classes",
    "auc": "Area under the ROC",
    "mcc": "Matthews correlation",
    "kappa": "Cohen's kappa",
    "top_3": "Class among the three likeliest",
    "log_loss": "Log loss",
    "brier": "Brier score",
    "mae": "Mean absolute error",
    "rmse": "Root mean squared error",
    "r2": "R²",
    "r2_mean": "R², mean of the targets",
    "rmse_scaled": "Root mean squared error, in deviations",
}
_ERRORS = ("hamming", "log_loss", "brier", "mae", "rmse", "rmse_scaled")
_SHARES = ("accuracy", "balanced_accuracy", "top_3", "exact_match", "hamming", "micro_f1", "macro_f1")


@dataclass(frozen=True)
class ClassScores:
    """One class against the others: precision, recall and F1 in [0, 1], and how many examples are of it."""

    name: str
    precision: float
    recall: float
    f1: float
    examples: int


@dataclass(frozen=True)
class TargetScores:
    """One of several targets: its mean absolute error and root mean squared error in its own unit, and R²."""

    name: str
    unit: str
    mae: float
    rmse: float
    r2: float


@dataclass(frozen=True)
class Roc:
    """The receiver operating characteristic of one class against the others (Fawcett, 2006).

    Attributes:
        name: the class that counts as positive.
        false_positive, true_positive: (m,) rates in [0, 1], from (0, 0) to (1, 1).
        thresholds: (m,) shown numbers at and above which an example counts as positive.
        auc: the area below, in [0, 1]; 0.5 is guessing.
    """

    name: str
    false_positive: np.ndarray
    true_positive: np.ndarray
    thresholds: np.ndarray
    auc: float


@dataclass(frozen=True)
class Evaluation:
    """How a network does on one part of the data.

    Attributes:
        schema: of the data.                   meaning: of the network's outputs.
        part: "train", "validation" or "test".  total: how many examples that part has; the first n were evaluated.
        truth: (n,) classes, (n, labels) of 0 and 1, or (n, targets) in their own units.
        shown: (n, units) predictions as people read them.
        scores: name → number; scikit-learn's.
        classes, roc: for classes and labels, one each; `roc` only where both sides of a class are there.
        rows: (n,) the examples' numbers in the source; None where it is not known.
        targets: of several targets with names of their own, one each.
        intervals: name → the two numbers between which the score lies with 95 % certainty, by bootstrap; only for those
            that were asked for with them.
    """

    schema: Schema
    meaning: OutputMeaning
    part: str
    total: int
    truth: np.ndarray
    shown: np.ndarray
    scores: dict[str, float]
    classes: tuple[ClassScores, ...] = ()
    roc: tuple[Roc, ...] = ()
    rows: np.ndarray | None = None
    targets: tuple[TargetScores, ...] = ()
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.truth)

    @property
    def decided(self) -> np.ndarray:
        """(n,) the class that each prediction decides for; of labels (n, labels), 1 for each that is there."""
        return self.meaning.decided(self.shown)

    @property
    def losses(self) -> np.ndarray | None:
        """(n,) −log of the probability of each example's class; None where the outputs are no shares, or not finite."""
        shares = self._shares()
        if shares is None:
            return None
        own = shares[np.arange(self.size), np.asarray(self.truth, int)]
        return -np.log(np.clip(own, np.finfo("float64").eps, 1.0))

    @property
    def squares(self) -> np.ndarray | None:
        """(n,) squared distance of its probabilities from 1 for its class and 0 for the others, halved where there
        are two classes (Brier, 1950); None as with `losses`."""
        shares = self._shares()
        if shares is None:
            return None
        sure = np.eye(shares.shape[1])[np.asarray(self.truth, int)]
        return ((shares - sure) ** 2).sum(axis=1) / (2 if shares.shape[1] == 2 else 1)

    def among(self, count: int) -> np.ndarray:
        """(n,) whether each example's class is among the `count` likeliest."""
        order = np.argsort(self.meaning.by_class(self.shown), axis=1, kind="stable")[:, ::-1]
        return (order[:, :count] == np.asarray(self.truth, int)[:, None]).any(axis=1)

    def _shares(self) -> np.ndarray | None:
        numbers = self.meaning.by_class(self.shown).astype("float64") if self.meaning.shares else None
        if numbers is None or not np.isfinite(numbers).all():
            return None
        return numbers / numbers.sum(axis=1, keepdims=True)

    @property
    def confusion(self) -> np.ndarray:
        """(classes, classes) how many examples of the row's class were called the column's."""
        count = len(self.schema.class_names)
        pairs = np.asarray(self.truth, int) * count + self.decided
        return np.bincount(pairs, minlength=count * count).reshape(count, count)

    def cell(self, true_class: int, called: int) -> np.ndarray:
        """(k,) positions of the examples of one class that were called another, or the same, the surest first."""
        here = np.flatnonzero((np.asarray(self.truth) == true_class) & (self.decided == called))
        return here[np.argsort(-self.meaning.sureness(self.shown[here]), kind="stable")]

    @property
    def mistakes(self) -> np.ndarray:
        """(k,) positions of the examples that are wrong, the surest first; with labels, by their worst answer."""
        if self.schema.has_labels:
            wrongness = judging.errors(self.schema, self.meaning, self.shown, self.truth)
            return np.argsort(-wrongness, kind="stable")[: np.count_nonzero(wrongness)]
        wrong = np.flatnonzero(self.decided != np.asarray(self.truth))
        return wrong[np.argsort(-self.meaning.sureness(self.shown[wrong]), kind="stable")]

    @property
    def hardest(self) -> np.ndarray:
        """(n,) positions, those first whose truth was thought least likely; with labels, by their worst answer."""
        if self.schema.has_labels:
            leads = np.where(np.asarray(self.truth) == 1, 1, -1) * self.meaning.leads(self.shown)
            return np.argsort(np.nan_to_num(leads, nan=-np.inf).min(axis=1), kind="stable")
        numbers, own = self.meaning.by_class(self.shown), np.asarray(self.truth, int)
        others = np.where(np.arange(numbers.shape[1]) == own[:, None], -np.inf, numbers).max(axis=1)
        lead = numbers[np.arange(self.size), own] - others
        return np.argsort(np.nan_to_num(lead, nan=-np.inf), kind="stable")

    @property
    def ambiguous(self) -> np.ndarray:
        """(n,) positions, those first whose answer leads the next one least."""
        return np.argsort(np.nan_to_num(self.meaning.sureness(self.shown), nan=-1.0), kind="stable")

    def at(self, positive: int, threshold: float) -> Outcomes:
        """What becomes of the examples when those whose number for a class reaches a threshold count as that class;
        for a label, those whose number is above it."""
        is_so, numbers = self.against(positive)
        return Outcomes.of(is_so, numbers > threshold if self.schema.has_labels else numbers >= threshold)

    def against(self, positive: int) -> tuple[np.ndarray, np.ndarray]:
        """(n,) which examples are of a class or have a label, and (n,) their shown numbers for it."""
        truth = np.asarray(self.truth)
        if self.schema.has_labels:
            return truth[:, positive] == 1, self.shown[:, positive]
        return truth == positive, self.meaning.by_class(self.shown)[:, positive]

    def with_thresholds(self, thresholds: Sequence[float]) -> LabelScores:
        """The scores of labels when each has a threshold of its own, in shown numbers."""
        return label_scores(self.truth, self.shown > np.asarray(thresholds))

    def best_threshold(self, label: int) -> float:
        """The threshold that gives a label the greatest F1 on these examples; NaN where none has the label."""
        return best_threshold(np.asarray(self.truth)[:, label], self.shown[:, label], self.meaning.threshold)

    def outcome(self, label: int, is_so: bool, called: bool, threshold: float) -> np.ndarray:
        """(k,) positions of the examples that have a label (or are of a class) or not, and are said so or not at a
        threshold; the surest first."""
        own, numbers = self.against(label)
        reached = numbers > threshold if self.schema.has_labels else numbers >= threshold
        here = np.flatnonzero((own == is_so) & (reached == called))
        return here[np.argsort(-np.abs(numbers[here] - threshold), kind="stable")]

    @property
    def errors(self) -> np.ndarray:
        """(n,) how wrong each prediction is; see `nnviz.training.judging.errors`."""
        return judging.errors(self.schema, self.meaning, self.shown, self.truth)

    @property
    def error_map(self) -> np.ndarray:
        """(rows, columns) of a network that redraws its input: the mean |difference| of each of its numbers; of an
        image the mean of its channels, of a row one line."""
        shape = self.schema.input_shape
        mean = np.abs(self.shown - np.reshape(self.truth, np.shape(self.shown))).mean(axis=0).reshape(shape)
        return mean.mean(axis=-1) if len(shape) == 3 else np.atleast_2d(mean)

    def residuals(self, target: int = 0) -> np.ndarray:
        """(n,) prediction − truth of one target, in its own units."""
        return self.shown[:, target] - np.reshape(self.truth, np.shape(self.shown))[:, target]

    @property
    def largest_errors(self) -> np.ndarray:
        """(n,) positions, the largest |residual| of any target first; of named targets in their deviations."""
        return np.argsort(-np.nan_to_num(self.errors, nan=np.inf), kind="stable")


def scores_in_words(scores: dict[str, float]) -> dict[str, str]:
    """What each score is called, and its value."""
    return {_NAMES[name]: told(name, value) for name, value in scores.items()}


def told(name: str, value: float) -> str:
    """The value of a score, in words."""
    return (words.percent if name in _SHARES else words.number)(value)


def difference_words(name: str, value: float) -> str:
    """A difference of two values of a score, in words: "2.8 points", "0.031"."""
    return f"{words.plain(100 * value, 3)} points" if name in _SHARES else words.number(value)


def p_words(p: float) -> str:
    """ "p = 0.021", "p < 0.001"."""
    return "p < 0.001" if p < 0.001 else f"p = {words.plain(p, 2)}"


def title_of(name: str) -> str:
    """What a score is called."""
    return _NAMES[name]


def is_better_high(name: str) -> bool:
    """Whether more of a score is better."""
    return name not in _ERRORS
