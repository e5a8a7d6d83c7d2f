"""What it costs to evaluate a loss, measured once, and the same in words. No framework."""

import math
from dataclasses import dataclass

import numpy as np

PART_SECONDS = 1.0
"""About how long one question to a worker takes; between two of them a reader is heard."""
_A_PRODUCT = 6
"""Evaluations that one such product costs about: twice backward through the network."""
_UNASKED = 2.0
"""Seconds that a picture may take without being asked for."""


def lasting(seconds: float) -> str:
    """ "about 40 seconds", "about 3 minutes"."""
    if seconds >= 90:
        return f"about {seconds / 60:.0f} minutes"
    return f"about {max(1, math.ceil(seconds))} second{'s' * (seconds > 1)}"


def start_words(layers: int, a_layer: float) -> str:
    """How long it takes to compile something for a network of so many layers; "" for no more than two seconds."""
    seconds = layers * a_layer
    return "" if seconds <= _UNASKED else lasting(seconds)


@dataclass(frozen=True)
class Price:
    """What one evaluation of the loss costs here, measured.

    Attributes:
        seconds: for one network, with all examples.
        start: that were spent once, before the first one.
        examples, parameters: of the evaluation.
        batch_statistics: how many layers use running statistics (BatchNormalization).
    """

    seconds: float
    start: float
    examples: int
    parameters: int
    batch_statistics: int = 0

    def of(self, evaluations: int) -> float:
        """Seconds that so many evaluations take, once the first one was made."""
        return self.seconds * evaluations

    def products(self, count: int) -> int:
        """Evaluations that so many products of the Hessian with a vector cost, with what it takes to prepare them."""
        return int(_A_PRODUCT * count + 2 * self.start / max(self.seconds, 1e-9))

    @property
    def told(self) -> str:
        """How the loss was taken."""
        told = f"The mean loss of {self.examples:,} training examples with what regularizers add, in inference mode."
        if self.batch_statistics:
            told += " Batch normalization keeps the statistics that the trained network has."
        return told

    def is_small(self, evaluations: int) -> bool:
        """Whether they may start by themselves."""
        return self.of(evaluations) <= _UNASKED

    def words(self, evaluations: int) -> str:
        """ "about 40 seconds on 512 examples"."""
        return f"{lasting(self.of(evaluations))} on {self.examples:,} examples"

    def parts(self, evaluations: int) -> list[tuple[int, int]]:
        """(start, stop) of questions that take about a second each."""
        size = int(np.clip(PART_SECONDS / max(self.seconds, 1e-9), 1, 2000))
        return [(start, min(start + size, evaluations)) for start in range(0, evaluations, size)]
