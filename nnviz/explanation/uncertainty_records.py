"""How sure a network is, as its answers with dropout left on tell. Plain arrays, no framework."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Uncertainty:
    """The answers to some examples while dropout still drops units at random.

    Attributes:
        answers: (passes, n, numbers) as people read them: one a class, a label or a target.
        plain: (n, numbers) the answer without dropout, the one that is used.
        shares: whether the numbers are probabilities of classes that exclude one another.
        layers: the paths of the layers whose dropout was on.
        seed: of what was dropped.
    """

    answers: np.ndarray
    plain: np.ndarray
    shares: bool
    layers: tuple[str, ...]
    seed: int

    @property
    def mean(self) -> np.ndarray:
        """(n, numbers) the mean answer."""
        return self.answers.mean(0)

    @property
    def deviation(self) -> np.ndarray:
        """(n, numbers) how far the answers spread: their standard deviation."""
        return self.answers.std(0)

    @property
    def entropy(self) -> np.ndarray | None:
        """(n,) bits: how undecided the mean answer is, H(mean p); None where the numbers are no shares."""
        return _bits(self.mean) if self.shares else None

    @property
    def own_entropy(self) -> np.ndarray | None:
        """(n,) bits: how undecided each single answer is on average, mean H(p); what more training data of the same
        kind would not change."""
        return _bits(self.answers).mean(0) if self.shares else None

    @property
    def mutual_information(self) -> np.ndarray | None:
        """(n,) bits: H(mean p) − mean H(p), how much the answers contradict one another: what the network does not know
        for lack of data."""
        return np.maximum(self.entropy - self.own_entropy, 0.0) if self.shares else None

    @property
    def agreeing(self) -> np.ndarray | None:
        """(n,) the share of answers whose likeliest class is that of the plain answer; None where there are none."""
        if not self.shares:
            return None
        return (self.answers.argmax(-1) == self.plain.argmax(-1)).mean(0)


def _bits(shares: np.ndarray) -> np.ndarray:
    """−Σ p log₂ p over the last axis."""
    logs = np.log2(np.where(shares > 0, shares, 1.0))
    return -(shares * logs).sum(-1)
