"""How strongly columns hang together: one measure for each pair of kinds. Only NumPy.

Every function leaves out the rows in which either of its columns is missing (NaN).
"""

from typing import NamedTuple

import numpy as np

from nnviz.data.column import Column
from nnviz.data.profiling.records import Association, Relations

PEARSON, RATIO, CRAMER = "Pearson correlation", "correlation ratio", "Cramér's V"
_MOST_SHOWN, _LARGE = 40, 1e100
ROWS = 20_000
"""Rows that pairs of inputs are compared in, at most: of more, a sample, which tells the same in two digits."""


def named(column: Column) -> bool:
    """Whether a column's codes are names without an order; yes and no count as the numbers 1 and 0."""
    return column.kind not in ("number", "date", "boolean")


def pearson(values: np.ndarray) -> np.ndarray:
    """(k, k) correlation coefficients of the columns of values (n, k), each over the rows that both columns have.

    Pearson, Notes on regression and inheritance in the case of two parents (1895). NaN where a column never changes.
    """
    return _pearson(_centred(values))


def _pearson(own: "_Centred") -> np.ndarray:
    scale = np.sqrt((own.values**2).sum(axis=0))
    centred, there = own.values / np.where(scale > 0, scale, 1.0), own.there
    products, squared = centred.T @ centred, centred**2
    # What holds of all rows, less the rows that the other column lacks: mostly few columns lack any.
    lacking = np.flatnonzero(~there.all(axis=0))
    gone = (~there[:, lacking]).astype(float)
    sums, squares = (np.tile(own.sum(axis=0)[:, None], len(scale)) for own in (centred, squared))
    sums[:, lacking] -= centred.T @ gone
    squares[:, lacking] -= squared.T @ gone
    count = np.add.outer(*[there.sum(axis=0).astype(float)] * 2) - len(there)
    count[np.ix_(lacking, lacking)] += gone.T @ gone
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = products - sums * sums.T / count
        variance = squares - sums**2 / count
        variance = np.where(variance > 1e-12 * np.maximum(squares, 1e-300), variance, np.nan)
        result = covariance / np.sqrt(variance * variance.T)
    result = np.clip(result, -1.0, 1.0)
    result[np.diag_indices_from(result)] = np.where(np.isnan(np.diag(result)), np.nan, 1.0)
    return result


def correlation_ratio(names: np.ndarray, values: np.ndarray) -> float:
    """η of values (n,) by the codes (n,) of a category: the square root of the share of their variance that lies
    between the categories' means (Pearson, 1905). NaN where there is one name or the values never change."""
    return float(correlation_ratios(names, np.asarray(values)[:, None])[0])


def correlation_ratios(names: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(k,) η of each column of values (n, k) by the codes (n,) of a category, as `correlation_ratio`."""
    return _ratios(_coded(names), _centred(np.asarray(values, float)))


class _Centred(NamedTuple):
    """Numbers (n, k) less the mean of their column, 0 where there is none; these means, and which are there."""

    values: np.ndarray
    means: np.ndarray
    there: np.ndarray


def _centred(values: np.ndarray) -> _Centred:
    there = np.isfinite(values)
    values = np.where(there, values, 0.0)
    sizes = np.abs(values).max(axis=0, initial=0.0)
    if (sizes > _LARGE).any():  # so that no square overflows
        values /= np.where(sizes > _LARGE, sizes, 1.0)
    means = values.sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    values -= means
    values *= there
    return _Centred(np.ascontiguousarray(values), means, there)


class _Coded(NamedTuple):
    """A category's codes as places 0, 1, … in its names that are there, −1 where missing, and how many these are."""

    places: np.ndarray
    count: int


def _coded(names: np.ndarray) -> _Coded:
    there = np.isfinite(names)
    if there.all():
        codes = _codes(names)
        return _Coded(codes, int(codes.max(initial=-1)) + 1)
    codes, places = _codes(names[there]), np.full(len(names), -1)
    places[there] = codes
    return _Coded(places, int(codes.max(initial=-1)) + 1)


def _ratios(names: _Coded, own: _Centred) -> np.ndarray:
    """η of each column: sums over the rows of each name are products with a matrix of ones and zeros."""
    from scipy.sparse import csr_array

    rows = np.flatnonzero(names.places >= 0)
    n, everywhere = len(names.places), len(rows) == len(names.places)
    ones = csr_array((np.ones(len(rows)), (names.places[rows], rows)), shape=(names.count, n))
    squares = np.square(own.values)
    squares = squares.sum(axis=0) if everywhere else (ones @ squares).sum(axis=0)
    sums = ones @ own.values
    whole = everywhere and own.there.all()
    counts = np.bincount(names.places, minlength=names.count)[:, None] if whole else ones @ own.there.astype(float)
    total, total_sum = counts.sum(axis=0), sums.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = total_sum**2 / total
        scatter = squares - middle
        between = (sums**2 / np.maximum(counts, 1)).sum(axis=0) - middle
        uncentred = squares + 2 * own.means * total_sum + total * own.means**2
        varies = ((counts > 0).sum(axis=0) > 1) & (scatter > 1e-24 * np.maximum(uncentred, 1e-300))
        return np.where(varies, np.sqrt(np.clip(between / scatter, 0.0, 1.0)), np.nan)


def cramers_v(first: np.ndarray, second: np.ndarray) -> float:
    """V of two categories' codes (n,): √(χ² / (n · (min(rows, columns) − 1))) of their table of counts.

    Cramér, Mathematical methods of statistics (1946). NaN where either has one name alone.
    """
    return _cramers_v(contingency(first, second))


def _cramers_v(counts: np.ndarray) -> float:
    """V of a table of counts."""
    if min(counts.shape) < 2:
        return np.nan
    total = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    return float(np.sqrt(min(1.0, chi_square / (total * (min(counts.shape) - 1)))))


def contingency(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How often each pair of codes stands together, without names that never do."""
    return _counted(_coded(first), _coded(second))


def _counted(first: _Coded, second: _Coded) -> np.ndarray:
    rows, columns = first.places, second.places
    if rows.min(initial=0) < 0 or columns.min(initial=0) < 0:
        there = (rows >= 0) & (columns >= 0)
        rows, columns = rows[there], columns[there]
    shape = (first.count, second.count)
    counts = np.bincount(rows * second.count + columns, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
    return counts[counts.any(axis=1)][:, counts.any(axis=0)]


def gaps_association(missing: np.ndarray, groups: np.ndarray, totals: np.ndarray) -> Association:
    """`association` of whether a value is missing (n,) with a class (n,), by counting.

    Args:
        totals: how often each class stands.
    """
    lacking = np.bincount(groups[missing], minlength=len(totals))
    counts = np.stack([totals - lacking, lacking]).astype(float)
    return Association(CRAMER, _cramers_v(counts[counts.any(axis=1)][:, counts.any(axis=0)]))


def association(first: np.ndarray, second: np.ndarray, names: tuple[bool, bool]) -> Association:
    """The measure that suits two columns (n,).

    Args:
        names: for each, whether its codes are names.
    """
    if all(names):
        return Association(CRAMER, cramers_v(first, second))
    if any(names):
        pair = (first, second) if names[0] else (second, first)
        return Association(RATIO, correlation_ratio(*pair))
    return Association(PEARSON, float(pearson(np.stack([first, second], axis=1))[0, 1]))


def relations(
    codes: np.ndarray, columns: tuple[Column, ...], target: int | None, strength: np.ndarray | None = None
) -> Relations | None:
    """Every pair of columns of codes (n, k), those that hang together beside each other; None for fewer than two.

    Args:
        target: the place of the target among them.
        strength: (k,) which columns to show where there are more than forty, the strongest first; as given when None.
    """
    order = np.arange(len(columns)) if strength is None else np.argsort(-np.nan_to_num(strength), kind="stable")
    if target is not None:
        order = np.r_[target, order[order != target]]
    shown = order[:_MOST_SHOWN]
    if len(shown) < 2:
        return None
    values, measures = _pairs(codes[:, shown], [named(columns[k]) for k in shown])
    places = _together(values)
    names = tuple(columns[shown[k]].name for k in places)
    place = None if target is None else int(np.flatnonzero(places == 0)[0])
    return Relations(names, values[np.ix_(places, places)], measures[np.ix_(places, places)], place,
                     len(columns) - len(shown))  # fmt: skip


def _pairs(codes: np.ndarray, names: list[bool]) -> tuple[np.ndarray, np.ndarray]:
    values, measures = np.eye(len(names)), np.full((len(names), len(names)), PEARSON, dtype=object)
    quantities = np.flatnonzero(~np.asarray(names))
    categories = np.flatnonzero(names)
    numbers, coded = _centred(codes[:, quantities]), {k: _coded(codes[:, k]) for k in categories}
    if len(quantities):
        values[np.ix_(quantities, quantities)] = _pearson(numbers)
    for k in categories:
        measures[k, quantities] = measures[quantities, k] = RATIO
        values[k, quantities] = values[quantities, k] = _ratios(coded[k], numbers)
        measures[k, categories] = CRAMER
        for j in categories[categories > k]:
            values[k, j] = values[j, k] = _cramers_v(_counted(coded[k], coded[j]))
    return values, measures


def _together(values: np.ndarray) -> np.ndarray:
    """An order of the columns in which neighbours hang together: the leaves of average linkage, place by place."""
    from scipy.cluster import hierarchy
    from scipy.spatial.distance import squareform

    if len(values) < 3:
        return np.arange(len(values))
    distance = 1 - np.abs(np.nan_to_num(values))
    distance = (distance + distance.T) / 2
    np.fill_diagonal(distance, 0)
    condensed = squareform(np.clip(distance, 0, 1), checks=False)
    tree = hierarchy.linkage(condensed, "average")
    return hierarchy.leaves_list(hierarchy.optimal_leaf_ordering(tree, condensed))


def _codes(names: np.ndarray) -> np.ndarray:
    """Numbers (n,) as places 0, 1, … in their different values."""
    whole = names.astype(int)
    if len(whole) and (whole == names).all() and whole.min() >= 0 and whole.max() < 100_000:
        present = np.flatnonzero(np.bincount(whole))
        lookup = np.zeros(int(present[-1]) + 1, int)
        lookup[present] = np.arange(len(present))
        return lookup[whole]
    return np.unique(names, return_inverse=True)[1].reshape(-1)
