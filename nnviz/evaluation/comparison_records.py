"""What a comparison of networks on the same examples finds. Plain arrays and numbers, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.schema import Schema
from nnviz.training.meaning import OutputMeaning

CERTAIN = 0.05
"""Below this p a difference is told as one that chance hardly explains."""


@dataclass(frozen=True)
class Difference:
    """How one network differs from the one that all are compared with.

    Attributes:
        score: the name of the score that is compared.
        difference, low, high: by how much its score exceeds the other's, and the 95 % interval (paired bootstrap).
        bootstrap_p: of that.
        only_theirs, only_ours: of classes and labels, examples that only the one compared with, or only this one, has
            right; 0 for numbers.
        p: McNemar's exact p for classes and labels, else the bootstrap's; corrected for how many are compared (Holm).
    """

    score: str
    difference: float
    low: float
    high: float
    bootstrap_p: float
    only_theirs: int
    only_ours: int
    p: float

    @property
    def certain(self) -> bool:
        """Whether chance hardly explains it."""
        return self.p < CERTAIN


@dataclass(frozen=True)
class Comparison:
    """Networks on the same examples.

    Attributes:
        runs: their ids; the first one is what the others are compared with.
        part: whose examples they are; each was held out from all of them.
        size: examples.
        rows: (n,) the examples' numbers in the source.
        positions: (runs, n) where they are in that part of each run's own data.
        schema: of the first run's data.                meanings: of each run's outputs.
        truth: (n,) classes, (n, labels) or (n, targets) in their own units.
        shown: for each run (m, units) predictions as people read them, of the first m examples.
        errors: (runs, n) how wrong each prediction is, 0 for a right one.
        scores, intervals: one dict a run.
        differences: one a run but the first.
    """

    runs: tuple[str, ...]
    part: str
    rows: np.ndarray
    positions: np.ndarray
    schema: Schema
    meanings: tuple[OutputMeaning, ...]
    truth: np.ndarray
    shown: tuple[np.ndarray, ...]
    errors: np.ndarray
    scores: tuple[dict[str, float], ...]
    intervals: tuple[dict[str, tuple[float, float]], ...]
    differences: tuple[Difference, ...]

    @property
    def size(self) -> int:
        return len(self.rows)

    def said(self, run: int, example: int) -> str:
        """What a network says of an example, in words."""
        return self.meanings[run].words(self.shown[run][example], self.schema.answers)

    @property
    def disputed(self) -> np.ndarray:
        """Places of the examples whose predictions can be told, the most disputed first: those that some have right and
        others wrong; of numbers those whose errors differ most."""
        own = self.errors[:, : len(self.shown[0])]
        if self.schema.task == "regression":
            return np.argsort(-(own.max(axis=0) - own.min(axis=0)), kind="stable")
        right = (own == 0).sum(axis=0)
        split = np.minimum(right, len(own) - right)
        return np.lexsort((-own.max(axis=0), -split))
