"""One column's numbers: its range and spread, what lies far outside, its bins by class. Imports pandas when used."""

import numpy as np

from nnviz.data.column import Column
from nnviz.data.profiling.in_order import InOrder
from nnviz.data.profiling.records import ColumnProfile, Spread
from nnviz.data.profiling.relations import named
from nnviz.data.profiling.samples import sample
from nnviz.data.profiling.whole_numbers import WholeNumbers, whole_numbers

BINS, NAMES = 24, 12
"""Bins of a quantity, and names of a category, that a spread shows at most."""
_COUNTED, _SAMPLE, _FEWER, _MANY = 50_000, 20_000, 2_000, 1_000
_NONE = (-np.inf, np.inf)
"""Fences that nothing lies beyond."""
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
    ordered = whole_numbers(seen, groups, count) or InOrder(seen, groups, max(count, 1))
    whole = ordered if isinstance(ordered, WholeNumbers) else None
    quartiles = np.r_[seen.min(), ordered.quantiles(_SHARES), seen.max()]
    distinct = whole.distinct if whole else _distinct(codes, seen)
    statistics = _statistics(seen, quartiles, column)
    near, far = _fences(quartiles) if column.kind == "number" else (_NONE, _NONE)
    outliers, outside = _beyond(ordered, (near, far), len(seen))
    spread = _whole_bins(whole, far) if whole else _bins(ordered, quartiles, far, outside)
    return ColumnProfile(column, **facts, distinct=distinct, statistics=statistics, outliers=sum(outliers),
                         far=sum(outside), spread=spread)  # fmt: skip


def _distinct(codes: np.ndarray, values: np.ndarray) -> int | None:
    """How many different values there are; None for more than a thousand of many that are not counts of rows.

    Args:
        codes: the same with gaps, whose rows are those of other columns.
    """
    import pandas as pd

    if len(values) > _COUNTED:
        for most in (_FEWER, _SAMPLE):  # the first hundreds tell it of most columns
            some = codes[sample(len(codes), most)]
            some = some[np.isfinite(some)]
            different = len(pd.unique(some))
            if different > _MANY and ((some % 1).any() or (most == _SAMPLE and different < 0.9 * len(some))):
                return None
    return len(pd.unique(values))


def _statistics(seen: np.ndarray, quartiles: np.ndarray, column: Column) -> dict[str, float]:
    if column.kind == "date":
        return {"minimum": float(quartiles[0]), "maximum": float(quartiles[-1])}
    scale = _power(max(-quartiles[0], quartiles[-1]))  # so that no square overflows
    values = seen if scale == 1 else seen / scale
    mean = values.mean()
    centred = values - mean
    deviation = np.sqrt(np.square(centred, out=centred).mean())
    moments = {"mean": float(mean * scale), "deviation": float(deviation * scale)}
    return moments | dict(zip(_QUARTILES, map(float, quartiles), strict=True))


def _power(size: float) -> float:
    """The power of two next to a number that is very large, 1 for others: dividing by it loses nothing."""
    return float(2.0 ** np.floor(np.log2(size))) if size > 1e100 else 1.0


def _fences(quartiles: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """What lies 1.5, and what lies 3 quartile ranges outside the quartiles; nothing where the quartiles are one value,
    as of a column that is mostly 0."""
    low, high = float(quartiles[1]), float(quartiles[3])
    span = high - low
    return ((low - 1.5 * span, high + 1.5 * span), (low - 3 * span, high + 3 * span)) if span > 0 else (_NONE, _NONE)


def _beyond(ordered: InOrder | WholeNumbers, fences: tuple, count: int) -> list[tuple[int, int]]:
    """For each pair of fences, how many values lie below, and how many above them."""
    if set(fences) == {_NONE}:
        return [(0, 0)] * len(fences)
    marks = np.array([(low, np.nextafter(high, np.inf)) for low, high in fences])
    smaller = ordered.below(marks.ravel()).sum(axis=0).reshape(-1, 2)
    return [(int(below), count - int(within)) for below, within in smaller]


def _bins(ordered: InOrder, quartiles, fences, outside: tuple[int, int]) -> Spread:
    """A histogram between the far fences."""
    low, high = float(quartiles[0]), float(quartiles[-1])
    if any(outside):
        inside = ordered.values[(ordered.values >= fences[0]) & (ordered.values <= fences[1])]
        low, high = float(inside.min()), float(inside.max())
    edges = _edges(low, high)
    smaller = ordered.below(np.r_[low, edges[1:-1], np.nextafter(high, np.inf)])
    return Spread(np.diff(smaller, axis=1), edges, outside=outside)


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
    counts = _counted(seen.astype(int), groups, len(column.categories), count)
    totals = counts.sum(axis=0)
    order = np.argsort(-totals, kind="stable")
    order = order[totals[order] > 0]
    shown = order[:NAMES]
    names, others = tuple(column.categories[k] for k in shown), int(totals[order[NAMES:]].sum())
    return Spread(counts[:, shown], names=names, others=others), len(order)


def _counted(places: np.ndarray, groups: np.ndarray, bins: int, count: int) -> np.ndarray:
    return np.bincount(groups * bins + places, minlength=max(count, 1) * bins).reshape(-1, bins)
