"""Values by their rank, such as a median, without putting all of them in order. Only NumPy."""

from collections.abc import Sequence

import numpy as np

_FEW, _SAMPLE, _SURE = 20_000, 2_000, 100
"""Values that are simply partitioned; places that tell between which numbers a rank lies, and by how many of them that
may be wrong: over four deviations of a sample's rank."""


def at_ranks(values: np.ndarray, ranks: Sequence[int]) -> np.ndarray:
    """(k,) the values (n,), none missing, at these ranks (k,), from 0 for the smallest: what sorting puts there.

    A few of the values say between which numbers each lies, and only those are partitioned (Floyd and Rivest, 1975).
    """
    if len(values) < _FEW:
        return np.partition(values, np.unique(ranks))[list(ranks)]
    some = np.sort(values[:: len(values) // _SAMPLE])
    found: dict[int, np.floating] = {}
    for rank in sorted(ranks):
        if rank not in found:
            found |= _around(values, some, rank)
    return np.array([found[rank] for rank in ranks])


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


def _around(values: np.ndarray, some: np.ndarray, rank: int) -> dict[int, np.floating]:
    """The values at this rank and the next."""
    place = rank * len(some) // len(values)
    low, high = some[max(0, place - _SURE)], some[min(len(some) - 1, place + _SURE)]
    below = int(np.count_nonzero(values < low))
    if low == high:
        equal = int(np.count_nonzero(values == low))
        between = np.full(equal, low)
    else:
        between = values[(values >= low) & (values <= high)]
    if not below <= rank < below + len(between):
        below, between = 0, values
    ranks = [own for own in (rank, rank + 1) if own < below + len(between)]
    ordered = np.partition(between, [own - below for own in ranks])
    return {own: ordered[own - below] for own in ranks}
