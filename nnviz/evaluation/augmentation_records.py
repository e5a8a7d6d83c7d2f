"""What augmentations do to the answers of a trained network. Plain numbers, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz import words

WORTH_SAYING, WORTH_A_WARNING = 0.01, 0.05
"""The shares of answers from which a change is told class by class, and warned of."""


@dataclass(frozen=True)
class Effect:
    """What one augmentation does to answers that were right.

    Attributes:
        title: of the augmentation.
        changed: the share of answers that become another one; of a regression, the mean |difference| of its answers
            divided by the deviation of the truth.
        taken, become: the class that suffers most, and what it is taken for; "" where there is none.
        share: of the answers for that class.
        images, answers: of images, a few that are answered otherwise now, uint8 (k, height, width, 1 or 3), and their
            k answers before and after; None where there are none.
    """

    title: str
    changed: float
    taken: str = ""
    become: str = ""
    share: float = 0.0
    images: np.ndarray | None = None
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def warns(self) -> bool:
        """Whether it changes enough to be thought about."""
        return max(self.changed, self.share) >= WORTH_A_WARNING

    def said(self, regression: bool) -> str:
        """The effect as a sentence."""
        if regression:
            return f"{self.title} moves this network's answers by {words.percent(self.changed)} of their deviation."
        if max(self.changed, self.share) < WORTH_SAYING:
            return f"{self.title} changes {words.percent(self.changed)} of this network's right answers."
        pair = f"turns {words.percent(self.share)} of “{self.taken}” into “{self.become}” for this network"
        return f"{self.title} {pair}, and {words.percent(self.changed)} of all right answers into others."


@dataclass(frozen=True)
class Effects:
    """What augmentations do to a network's answers on held-out examples, each alone and where it happens.

    Attributes:
        part: of the data.
        examples: how many were answered rightly, and so were changed.
        draws: how often each was.
        effects: one an augmentation; empty where it was not measured.
        seconds: how long it takes, measured or, where it is not, estimated.
        regression: whether answers are numbers.
    """

    part: str
    examples: int
    draws: int
    effects: tuple[Effect, ...]
    seconds: float
    regression: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """One an augmentation, the largest effect first."""
        order = sorted(self.effects, key=lambda effect: -max(effect.share, effect.changed))
        return tuple(effect.said(self.regression) for effect in order)
