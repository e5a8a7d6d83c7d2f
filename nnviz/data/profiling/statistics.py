"""One column's numbers: its range and spread, what lies far outside, and its bins by class. Only NumPy."""

import numpy as np

from nnviz.data.column import Column
from nnviz.data.profiling.records import ColumnProfile, Spread
from nnviz.data.profiling.relations import named

BINS, NAMES = 24, 12
"""Bins of a quantity, and names of a category, that a spread shows at most."""
_QUARTILES = {"minimum": 0.0, "first quartile": 0.25, "median": 0.5, "third quartile": 0.75, "maximum": 1.0}


def column_profile(codes: np.ndarray, column: Column, groups: np.ndarray | None, count: int) -> ColumnProfile:
    """What is known of one column.

    Args:
        codes: (n,) of its values, NaN where missing.
        groups: (n,) the class of each example, from 0; None for a single group.
        count: how many classes there are.
    """
    there = np.isfinite(codes)
    seen = codes[there]
    groups = np.zeros(len(seen), int) if groups is None else groups[there]
    facts = {"examples": len(codes), "missing": len(codes) - len(seen)}
    if not len(seen):
        return ColumnProfile(column, **facts)
    if named(column) or column.kind == "boolean":
        spread, distinct = _names(seen, column, groups, count)
        return ColumnProfile(column, **facts, distinct=distinct, spread=spread)
    ordered = np.sort(seen)
    distinct = 1 + int(np.count_nonzero(np.diff(ordered)))
    statistics = _statistics(ordered, column)
    outliers, far, fences = _outside(ordered) if column.kind == "number" else (0, 0, (-np.inf, np.inf))
    spread = _bins(seen, ordered, distinct, fences, groups, count)
    return ColumnProfile(column, **facts, distinct=distinct, statistics=statistics, outliers=outliers, far=far,
                         spread=spread)  # fmt: skip


def quantile(ordered: np.ndarray, share: float) -> float:
    """The quantile of sorted values (n,), linear between neighbours, as NumPy's and pandas's default."""
    place = share * (len(ordered) - 1)
    low = int(np.floor(place))
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def _statistics(ordered: np.ndarray, column: Column) -> dict[str, float]:
    if column.kind == "date":
        return {"minimum": float(ordered[0]), "maximum": float(ordered[-1])}
    moments = {"mean": float(ordered.mean()), "deviation": float(ordered.std())}
    return moments | {name: quantile(ordered, share) for name, share in _QUARTILES.items()}


def _outside(ordered: np.ndarray) -> tuple[int, int, tuple[float, float]]:
    """How many values lie 1.5, and how many 3 quartile ranges outside the quartiles, and the far fences; none where the
    quartiles are one value, as of a column that is mostly 0."""
    low, high = quantile(ordered, 0.25), quantile(ordered, 0.75)
    span = high - low
    if span <= 0:
        return 0, 0, (-np.inf, np.inf)
    near, far = ((low - k * span, high + k * span) for k in (1.5, 3.0))
    return _beyond(ordered, near), _beyond(ordered, far), far


def _beyond(ordered: np.ndarray, fences: tuple[float, float]) -> int:
    below = int(np.searchsorted(ordered, fences[0], "left"))
    above = len(ordered) - int(np.searchsorted(ordered, fences[1], "right"))
    return below + above


def _bins(seen, ordered, distinct: int, fences, groups, count: int) -> Spread:
    """A histogram between the far fences: a bin for each whole number where these are few."""
    first, last = np.searchsorted(ordered, fences[0], "left"), np.searchsorted(ordered, fences[1], "right")
    low, high = float(ordered[first]), float(ordered[last - 1])
    whole = distinct <= 10_000 and high - low < BINS and bool((ordered[first:last] % 1 == 0).all())
    if whole:
        edges = np.arange(low - 0.5, high + 1.0)
    else:
        edges = np.linspace(low, high, BINS + 1) if high > low else np.array([low - 0.5, low + 0.5])
    places = np.clip(np.searchsorted(edges, seen, "right") - 1, 0, len(edges) - 2)
    inside = (seen >= low) & (seen <= high)
    counts = _counted(places[inside], groups[inside], len(edges) - 1, count)
    return Spread(counts, edges, outside=(int(first), len(ordered) - int(last)))


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
