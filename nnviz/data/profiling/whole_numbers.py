"""A column of whole numbers by how often each stands in each class: one pass tells all of it. Only NumPy."""

from dataclasses import dataclass

import numpy as np

_WIDEST, _TRIED = 10_000, 200
"""From the smallest to the largest number, at most; values that are tried before all are."""


@dataclass(frozen=True)
class WholeNumbers:
    """How often whole numbers stand.

    Attributes:
        low: the smallest.
        counts: (classes, width) how often low, low + 1, … stand in each class; (1, width) without classes.
    """

    low: float
    counts: np.ndarray

    @property
    def values(self) -> np.ndarray:
        """(width,) the numbers that are counted."""
        return self.low + np.arange(self.counts.shape[1])

    @property
    def distinct(self) -> int:
        """How many different ones there are."""
        return int(np.count_nonzero(self.counts.any(axis=0)))

    def quantiles(self, shares: tuple[float, ...]) -> np.ndarray:
        """As `nnviz.data.ranks.quantiles`."""
        up_to = np.cumsum(self.counts.sum(axis=0))
        at = np.asarray(shares) * (up_to[-1] - 1)
        below, above = (
            self.values[np.searchsorted(up_to, ranks, side="right")] for ranks in (np.floor(at), np.ceil(at))
        )
        return below + (above - below) * (at - np.floor(at))

    def below(self, marks: np.ndarray) -> np.ndarray:
        """As `nnviz.data.profiling.in_order.InOrder.below`."""
        up_to = np.cumsum(np.pad(self.counts, ((0, 0), (1, 0))), axis=1)
        return up_to[:, np.searchsorted(self.values, marks)]

    def between(self, fences: tuple[float, float]) -> "WholeNumbers":
        """Those between two numbers, which hold some."""
        there = np.flatnonzero((self.values >= fences[0]) & (self.values <= fences[1]) & self.counts.any(axis=0))
        return WholeNumbers(float(self.values[there[0]]), self.counts[:, there[0] : there[-1] + 1])

    def binned(self, places: np.ndarray, bins: int) -> np.ndarray:
        """(classes, bins) how many stand in each bin, where `places` (width,) are those of the numbers."""
        return np.stack([np.bincount(places, own, bins) for own in self.counts]).astype(int)


def whole_numbers(values: np.ndarray, groups: np.ndarray, count: int) -> WholeNumbers | None:
    """Values (n,), none missing, of classes (n,) as counts; None where they are no whole numbers, or too wide apart."""
    some, low = values[:_TRIED], float(values.min())
    width, classes = float(values.max()) - low + 1, max(count, 1)
    if width > min(_WIDEST, len(values) / classes) or abs(low) > 2**53 or (some != np.floor(some)).any():
        return None
    places = (values - low).astype(np.int64)
    if (places + low != values).any():
        return None
    width = int(width)
    return WholeNumbers(low, np.bincount(groups * width + places, minlength=classes * width).reshape(classes, width))
