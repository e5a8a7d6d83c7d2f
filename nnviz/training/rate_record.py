"""What a learning-rate range test measured. Imports no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz import words


@dataclass(frozen=True)
class RateTest:
    """What a range test measured; one entry for each step that was taken.

    Attributes:
        rates: (steps,) float64, growing by the same factor from step to step.
        losses: (steps,) float64, after each step, on the same sample of training examples, in training mode; the last
            may be NaN or infinite.
        smoothed: (steps,) float64, exponentially weighted mean of the losses so far, corrected for its start.
        start: the loss on that sample before the first step.
        suggestion: the rate at which the smoothed loss falls fastest per factor of the rate, and at most a third of
            `lowest`.
        lowest: the rate at which the smoothed loss is lowest: too large to train with, since it is about to rise.
        breaks: the rate at which the test ended because the loss had grown too far; None when it never did.
        seconds: that it took.
    """

    rates: np.ndarray
    losses: np.ndarray
    smoothed: np.ndarray
    start: float
    suggestion: float
    lowest: float
    breaks: float | None
    seconds: float

    @property
    def fall(self) -> float:
        """Share of the first loss that was gone at the lowest place, 0 to 1: below a tenth the test says little."""
        return max(0.0, 1 - float(np.nanmin(self.smoothed)) / self.start) if self.start else 0.0

    def __str__(self) -> str:
        if self.fall < 0.1:
            return "The loss hardly fell at any rate, so this test says little. Scale the inputs, or take more layers."
        broke = f" At {words.plain(self.breaks, 2)} it broke." if self.breaks else ""
        return (
            f"The loss falls fastest at {words.plain(self.suggestion, 2)}, and is lowest at "
            f"{words.plain(self.lowest, 2)}, which is already too large to train with.{broke}"
        )

    @property
    def shown(self) -> np.ndarray:
        """(steps,) the smoothed loss as far as a picture has room for it: NaN well above the first loss."""
        return np.where(self.smoothed <= 1.25 * max(self.start, 1e-9), self.smoothed, np.nan)

    @property
    def suggested(self) -> float:
        """The suggestion in two digits, as people write it."""
        return float(f"{self.suggestion:.2g}")

    @property
    def exponents(self) -> np.ndarray:
        """(steps,) the rates as powers of ten."""
        return np.log10(self.rates)

    @property
    def exponent(self) -> float:
        """The suggestion as a power of ten."""
        return float(np.log10(self.suggestion))
