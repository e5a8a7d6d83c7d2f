"""Values by their rank, such as a median, without putting all of them in order. Only NumPy."""

from collections.abc import Sequence

import numpy as np

_FEW, _BINS, _SAMPLE = 20_000, 1_024, 1_000
"""Values that are simply partitioned; bins that more are put into, and how many of them say how wide these are."""


def at_ranks(values: np.ndarray, ranks: Sequence[int]) -> np.ndarray:
    """(k,) the values (n,), none missing, at these ranks (k,), from 0 for the smallest: what sorting puts there.

    All are put into bins in their order, and only those of the bins that the ranks fall into are partitioned.
    """
    places = _binned(values) if len(values) >= _FEW else None
    if places is None:
        return np.partition(values, np.unique(ranks))[list(ranks)]
    up_to = np.cumsum(np.bincount(places, minlength=_BINS))
    bins = np.searchsorted(up_to, ranks, side="right")
    found = np.empty(len(ranks), values.dtype)
    for one in np.unique(bins):
        of_it = bins == one
        within = np.asarray(ranks)[of_it] - (up_to[one - 1] if one else 0)
        found[of_it] = np.partition(values[places == one], np.unique(within))[within]
    return found


def median(values: np.ndarray) -> float:
    """`np.median` of values (n,), none missing."""
    middle = len(values) // 2
    return float(np.mean(at_ranks(values, (middle,) if len(values) % 2 else (middle - 1, middle))))


def quantiles(values: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """The quantiles of values (n,), none missing, linear between neighbours, as NumPy's and pandas's default."""
    at = np.asarray(shares) * (len(values) - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, len(values) - 1)
    below, above = at_ranks(values, (*low.tolist(), *high.tolist())).reshape(2, -1)
    return below + np.where(at > low, (above - below) * (at - low), 0.0)


def _binned(values: np.ndarray) -> np.ndarray | None:
    """(n,) uint16 bins that rise with the values, most of them narrow; None where the values lie too close or too far
    apart for that."""
    some = np.sort(values[:: len(values) // _SAMPLE])
    low, high = some[5], some[-6]  # what lies beyond goes into the first and the last bin
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        width = (_BINS - 1) / (high - low)
        if not (np.isfinite(width) and width > 0):
            return None
        places = (values - low) * width
    np.clip(places, 0, _BINS - 1, out=places)
    return places.astype("uint16")
