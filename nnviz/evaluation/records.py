"""What an evaluation finds. Plain arrays and numbers, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.schema import Schema
from nnviz.training.meaning import OutputMeaning


@dataclass(frozen=True)
class ClassScores:
    """One class against the others: precision, recall and F1 in [0, 1], and how many examples are of it."""

    name: str
    precision: float
    recall: float
    f1: float
    examples: int


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
class Outcomes:
    """What became of every example when one class counts as positive: whole numbers that sum to all examples."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

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
    def accuracy(self) -> float:
        total = self.true_positive + self.false_positive + self.false_negative + self.true_negative
        return _share(self.true_positive + self.true_negative, total)


@dataclass(frozen=True)
class Evaluation:
    """How a network does on one part of the data.

    Attributes:
        schema: of the data.                   meaning: of the network's outputs.
        part: "train", "validation" or "test".  total: how many examples that part has; the first n were evaluated.
        truth: (n,) classes, or (n, targets) in their own units.
        shown: (n, units) predictions as people read them.
        scores: name → number; scikit-learn's.
        classes, roc: for classes, one each; `roc` only where both sides of a class are there.
        rows: (n,) the examples' numbers in the source; None where it is not known.
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

    @property
    def size(self) -> int:
        return len(self.truth)

    @property
    def decided(self) -> np.ndarray:
        """(n,) the class that each prediction decides for."""
        return self.meaning.decided(self.shown)

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
        """(k,) positions of the examples that are wrong, the surest first."""
        wrong = np.flatnonzero(self.decided != np.asarray(self.truth))
        return wrong[np.argsort(-self.meaning.sureness(self.shown[wrong]), kind="stable")]

    def at(self, positive: int, threshold: float) -> Outcomes:
        """What becomes of the examples when those whose number for a class reaches a threshold count as that class."""
        called = self.meaning.by_class(self.shown)[:, positive] >= threshold
        is_so = np.asarray(self.truth) == positive
        pairs = ((called & is_so), (called & ~is_so), (~called & is_so), (~called & ~is_so))
        return Outcomes(*(int(np.count_nonzero(pair)) for pair in pairs))

    def residuals(self, target: int = 0) -> np.ndarray:
        """(n,) prediction − truth of one target, in its own units."""
        return self.shown[:, target] - np.reshape(self.truth, np.shape(self.shown))[:, target]

    @property
    def largest_errors(self) -> np.ndarray:
        """(n,) positions, the largest |residual| of any target first."""
        differences = np.abs(self.shown - np.reshape(self.truth, np.shape(self.shown))).max(axis=1)
        return np.argsort(-np.nan_to_num(differences, nan=np.inf), kind="stable")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
