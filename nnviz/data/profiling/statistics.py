"""One column's numbers: its range and spread, what lies far outside, its bins by class. Imports pandas when used."""

from functools import partial

import numpy as np

from nnviz.data.column import Column
from nnviz.data.profiling.records import ColumnProfile, Spread
from nnviz.data.profiling.relations import named
from nnviz.data.profiling.samples import sample
from nnviz.data.profiling.whole_numbers import WholeNumbers, whole_numbers
from nnviz.data.ranks import quantiles

BINS, NAMES = 24, 12
"""Bins of a quantity, and names of a category, that a spread shows at most."""
_COUNTED, _SAMPLE, _MANY = 50_000, 20_000, 1_000
_SHARES = (0.25, 0.5, 0.75)
_QUARTILES = ("minimum", "first quartile", "median", "third quartile", "maximum")


def column_profile(codes: np.ndarray, column: Column, groups: np.ndarray | None, count: int) -> ColumnProfile:
    """What is known of one column.

    Args:
        codes: (n,) of its values, NaN where missing.
        groups: (n,) the class of each example, from 0; None for a single group.
        count: how many classes there are.
    """
    there = np.isfinite(codes)
    seen = codes if there.all() else codes[there]
    groups = np.zeros(len(seen), int) if groups is None else groups if len(seen) == len(codes) else groups[there]
    facts = {"examples": len(codes), "missing": len(codes) - len(seen)}
    if not len(seen):
        return ColumnProfile(column, **facts)
    if named(column) or column.kind == "boolean":
        spread, distinct = _names(seen, column, groups, count)
        return ColumnProfile(column, **facts, distinct=distinct, spread=spread)
    whole = whole_numbers(seen, groups, count)
    quartiles = np.r_[seen.min(), (whole.quantiles if whole else partial(quantiles, seen))(_SHARES), seen.max()]
    distinct = whole.distinct if whole else _distinct(codes, seen)
    statistics = _statistics(seen, quartiles, column)
    outliers, far, fences = _outside(seen, quartiles) if column.kind == "number" else (0, 0, (-np.inf, np.inf))
    spread = _whole_bins(whole, fences) if whole else _bins(seen, quartiles, fences, groups, count)
    return ColumnProfile(column, **facts, distinct=distinct, statistics=statistics, outliers=outliers, far=far,
                         spread=spread)  # fmt: skip


def _distinct(codes: np.ndarray, values: np.ndarray) -> int | None:
    """How many different values there are; None for more than a thousand of many that are not counts of rows.

    Args:
        codes: the same with gaps, whose rows are those of other columns.
    """
    import pandas as pd

    if len(values) > _COUNTED:
        some = codes[sample(len(codes), _SAMPLE)]
        some = some[np.isfinite(some)]
        different = len(pd.unique(some))
        if different > _MANY and (different < 0.9 * len(some) or (some % 1).any()):
            return None
    return len(pd.unique(values))


def _statistics(seen: np.ndarray, quartiles: np.ndarray, column: Column) -> dict[str, float]:
    if column.kind == "date":
        return {"minimum": float(quartiles[0]), "maximum": float(quartiles[-1])}
    scale = _power(max(-quartiles[0], quartiles[-1]))  # so that no square overflows
    moments = {"mean": float((seen / scale).mean() * scale), "deviation": float((seen / scale).std() * scale)}
    return moments | dict(zip(_QUARTILES, map(float, quartiles), strict=True))


def _power(size: float) -> float:
    """The power of two next to a number that is very large, 1 for others: dividing by it loses nothing."""
    return float(2.0 ** np.floor(np.log2(size))) if size > 1e100 else 1.0


def _outside(seen: np.ndarray, quartiles: np.ndarray) -> tuple[int, int, tuple[float, float]]:
    """How many values lie 1.5, and how many 3 quartile ranges outside the quartiles, and the far fences; none where the
    quartiles are one value, as of a column that is mostly 0."""
    low, high = quartiles[1], quartiles[3]
    span = high - low
    if span <= 0:
        return 0, 0, (-np.inf, np.inf)
    near, far = ((low - k * span, high + k * span) for k in (1.5, 3.0))
    return sum(_beyond(seen, near)), sum(_beyond(seen, far)), far


def _beyond(seen: np.ndarray, fences: tuple[float, float]) -> tuple[int, int]:
    return int(np.count_nonzero(seen < fences[0])), int(np.count_nonzero(seen > fences[1]))


def _bins(seen, quartiles, fences, groups, count: int) -> Spread:
    """A histogram between the far fences."""
    outside = _beyond(seen, fences)
    if any(outside):
        inside = (seen >= fences[0]) & (seen <= fences[1])
        seen, groups = seen[inside], groups[inside]
    low, high = (float(seen.min()), float(seen.max())) if any(outside) else (float(quartiles[0]), float(quartiles[-1]))
    edges = _edges(low, high)
    return Spread(_counted(_places(seen, edges), groups, len(edges) - 1, count), edges, outside=outside)


def _whole_bins(whole: WholeNumbers, fences: tuple[float, float]) -> Spread:
    """The same of whole numbers: a bin for each where these are few."""
    inside = whole.between(fences)
    low, high = float(inside.values[0]), float(inside.values[-1])
    edges = np.arange(low - 0.5, high + 1.0) if high - low < BINS else _edges(low, high)
    below, above = (int(whole.counts[:, beyond].sum()) for beyond in (whole.values < low, whole.values > high))
    return Spread(inside.binned(_places(inside.values, edges), len(edges) - 1), edges, outside=(below, above))


def _edges(low: float, high: float) -> np.ndarray:
    return np.linspace(low, high, BINS + 1) if high > low else np.array([low - 0.5, low + 0.5])


def _places(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """(n,) the bin of each value, all of one width; one on an edge is in the bin above, the largest in the last."""
    last = len(edges) - 2
    places = ((values - edges[0]) * ((last + 1) / (edges[-1] - edges[0]))).astype(np.int64)
    np.clip(places, 0, last, out=places)
    places -= values < edges[places]  # rounding
    places += (values >= edges[places + 1]) & (places < last)
    return places


def _names(seen, column: Column, groups, count: int) -> tuple[Spread, int]:
    codes = seen.astype(int)
    totals = np.bincount(codes, minlength=len(column.categories))
    order = np.argsort(-totals, kind="stable")
    order = order[totals[order] > 0]
    shown = order[:NAMES]
    place = np.full(len(totals), -1)
    place[shown] = np.arange(len(shown))
    places = place[codes]
    inside = places >= 0
    counts = _counted(places[inside], groups[inside], len(shown), count)
    return Spread(counts, names=tuple(column.categories[k] for k in shown), others=int((~inside).sum())), len(order)


def _counted(places: np.ndarray, groups: np.ndarray, bins: int, count: int) -> np.ndarray:
    return np.bincount(groups * bins + places, minlength=max(count, 1) * bins).reshape(-1, bins)
