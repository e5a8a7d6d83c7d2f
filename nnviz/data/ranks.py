"""Values by their rank, such as a median, without putting all of them in order. Only NumPy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

FEW, BINS = 20_000, 1_024
"""Values up to which they are simply put in order; bins that more are put into."""
_SAMPLE = 1_000
"""Of the values, how many say how wide the bins are."""
_AROUND = 60
"""Of this sample, how many on either side of a rank are looked at."""


@dataclass(frozen=True)
class Bins:
    """Values in bins that rise with them.

    Attributes:
        values: (n,), none missing.
        places: (n,) uint16, the bin of each.
        low, width: the bin of a value is (value − low) · width, rounded down, between the first and the last.
    """

    values: np.ndarray
    places: np.ndarray
    low: float
    width: float

    def of(self, values: np.ndarray) -> np.ndarray:
        """(k,) whole numbers: the bins of values (k,)."""
        return _placed(np.asarray(values, float), self.low, self.width).astype(int)

    def at_ranks(self, ranks: Sequence[int], up_to: np.ndarray) -> np.ndarray:
        """(k,) as the function `at_ranks`.

        Args:
            up_to: (BINS,) how many values there are up to the end of each bin.
        """
        bins = np.searchsorted(up_to, ranks, side="right")
        found = np.empty(len(ranks), self.values.dtype)
        for one in np.unique(bins):
            of_it = bins == one
            within = np.asarray(ranks)[of_it] - (up_to[one - 1] if one else 0)
            found[of_it] = np.partition(self.values[np.flatnonzero(self.places == one)], np.unique(within))[within]
        return found


def bins_of(values: np.ndarray) -> Bins | None:
    """Values (n,), none missing, in bins, most of them narrow; None where they lie too close or too far apart."""
    some = np.sort(values[:: len(values) // _SAMPLE])
    low, high = some[5], some[-6]  # what lies beyond goes into the first and the last bin
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        width = (BINS - 1) / (high - low)
        if not (np.isfinite(width) and width > 0):
            return None
        return Bins(values, _placed(values, low, width), low, width)


def at_ranks(values: np.ndarray, ranks: Sequence[int]) -> np.ndarray:
    """(k,) the values (n,), none missing, at these ranks (k,), from 0 for the smallest: what sorting puts there.

    All are put into bins in their order, and only those of the bins that the ranks fall into are partitioned.
    """
    if len(values) >= FEW and len(set(ranks)) <= 2 and (found := _near(values, list(ranks))) is not None:
        return found
    bins = bins_of(values) if len(values) >= FEW else None
    if bins is None:
        return np.partition(values, np.unique(ranks))[list(ranks)]
    return bins.at_ranks(ranks, np.cumsum(np.bincount(bins.places, minlength=BINS)))


def _near(values: np.ndarray, ranks: list[int]) -> np.ndarray | None:
    """The same of one rank or two beside each other, by the values near where a sample says that they are; None where
    it is wrong."""
    some = np.sort(values[:: len(values) // _SAMPLE])
    first, last = (rank * len(some) // len(values) for rank in (min(ranks), max(ranks)))
    low, high = some[max(0, first - _AROUND)], some[min(len(some) - 1, last + _AROUND)]
    below = np.count_nonzero(values < low)
    inside = values[np.flatnonzero((values >= low) & (values <= high))]
    within = np.asarray(ranks) - below
    if within.min() < 0 or within.max() >= len(inside):
        return None
    return np.partition(inside, np.unique(within))[within]


def median(values: np.ndarray) -> float:
    """`np.median` of values (n,), none missing."""
    middle = len(values) // 2
    return float(np.mean(at_ranks(values, (middle,) if len(values) % 2 else (middle - 1, middle))))


def quantiles(values: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """The quantiles of values (n,), none missing, linear between neighbours, as NumPy's and pandas's default."""
    return between_ranks(lambda ranks: at_ranks(values, ranks), len(values), shares)


def between_ranks(at: Callable[[Sequence[int]], np.ndarray], count: int, shares: Sequence[float]) -> np.ndarray:
    """The quantiles of `count` values, where `at` gives those at ranks (k,)."""
    places = np.asarray(shares) * (count - 1)
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, count - 1)
    below, above = at((*low.tolist(), *high.tolist())).reshape(2, -1)
    return below + np.where(places > low, (above - below) * (places - low), 0.0)


def _placed(values: np.ndarray, low: float, width: float) -> np.ndarray:
    with np.errstate(over="ignore"):
        places = values - low
        places *= width
    np.clip(places, 0, BINS - 1, out=places)
    return places.astype("uint16")
