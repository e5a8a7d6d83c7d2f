"""What is told of the columns of a table, over many examples. Plain arrays, no framework."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

SCORES = {
    "accuracy": ("Accuracy", True),
    "log_loss": ("Log loss", False),
    "r2": ("R²", True),
    "mean_absolute_error": ("Mean absolute error", False),
}
"""Every score: what it is called, and whether more is better."""


@dataclass(frozen=True)
class Importance:
    """How much worse a network answers when a column is shuffled among the examples.

    Attributes:
        names: of the columns.
        falls: (columns, repeats) by how much the score gets worse each time; below zero it got better.
        score: a name in `SCORES`.
        before: the score with every column as it is.
        examples: how many were asked.
        seed: of the shuffling.
    """

    names: tuple[str, ...]
    falls: np.ndarray
    score: str
    before: float
    examples: int
    seed: int

    @property
    def means(self) -> np.ndarray:
        """(columns,) the mean fall."""
        return self.falls.mean(1)

    @property
    def deviations(self) -> np.ndarray:
        """(columns,) how far the falls of the repeats spread."""
        return self.falls.std(1)

    @staticmethod
    def joined(parts: Sequence["Importance"]) -> "Importance":
        """Some columns and others as one record."""
        names = tuple(name for part in parts for name in part.names)
        return replace(parts[0], names=names, falls=np.concatenate([part.falls for part in parts]))


@dataclass(frozen=True)
class Dependence:
    """How an answer follows one column while every other column of each example stays as it is.

    Attributes:
        name: of the column.
        grid: (k,) the values that it is given.
        curves: (n, k) the answer for each example (individual conditional expectation); their mean is the partial
            dependence.
        values: (n,) what each example has in that column; not finite where it is missing.
        target: what the answer is, in words.
        effects: (edges (b + 1,), accumulated effect (b + 1,), examples in each piece (b,)) of a column of numbers; None
            for categories, which have no order.
        level: the mean answer to the examples as they are, which accumulated effects are told from.
    """

    name: str
    grid: np.ndarray
    curves: np.ndarray
    values: np.ndarray
    target: str
    effects: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
    level: float = 0.0

    @property
    def mean(self) -> np.ndarray:
        """(k,) the partial dependence."""
        return self.curves.mean(0)

    @property
    def disagreement(self) -> float:
        """How differently the examples follow the column, from 0 (all alike) to 1: the share of the curves' spread,
        each taken from its own mean, that their mean does not explain. 0 where nothing changes."""
        moved = self.curves - self.curves.mean(1, keepdims=True)
        spread = float((moved**2).sum())
        return float(((moved - moved.mean(0)) ** 2).sum()) / spread if spread > 1e-20 else 0.0


@dataclass(frozen=True)
class Interactions:
    """How pairs of columns act together on an answer, against other examples.

    Attributes:
        names: of the columns.
        values: (examples, columns, columns) of a pair what both together bring beyond what each brings alone, the same
            on both sides of the diagonal; on the diagonal what a column brings alone. The diagonal and one side add up
            to the answer less the mean answer to the others (interaction index k-SII of order 2).
        output, base: (examples,) the answer, and the mean answer to the others.
        target: what the answer is, in words.
        exact: whether every set of columns was tried.
        budget: how many sets were tried for each example.
    """

    names: tuple[str, ...]
    values: np.ndarray
    output: np.ndarray
    base: np.ndarray
    target: str
    exact: bool
    budget: int

    @property
    def strength(self) -> np.ndarray:
        """(columns, columns) the mean size over the examples."""
        return np.abs(self.values).mean(0)

    @property
    def residual(self) -> np.ndarray:
        """(examples,) |Σ − (output − base)|."""
        alone = np.trace(self.values, axis1=1, axis2=2)
        total = alone + (self.values.sum((1, 2)) - alone) / 2
        return np.abs(total - (self.output - self.base))

    @property
    def strongest(self) -> list[tuple[int, int]]:
        """The pairs, the strongest first."""
        first, second = np.triu_indices(len(self.names), 1)
        order = np.argsort(-self.strength[first, second], kind="stable")
        return [(int(first[k]), int(second[k])) for k in order]

    @staticmethod
    def joined(parts: Sequence["Interactions"]) -> "Interactions":
        """Some examples and others as one record."""
        arrays = {
            name: np.concatenate([getattr(part, name) for part in parts]) for name in ("values", "output", "base")
        }
        return replace(parts[0], **arrays)
