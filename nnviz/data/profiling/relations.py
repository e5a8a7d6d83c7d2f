"""How strongly columns hang together: one measure for each pair of kinds. Only NumPy.

Every function leaves out the rows in which either of its columns is missing (NaN).
"""

import numpy as np

from nnviz.data.at_once import each
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
    there = np.isfinite(values)
    values = values / _sizes(values, there)
    centred = np.where(there, values - _means(values, there), 0.0)
    scale = np.sqrt((centred**2).sum(axis=0))
    centred = centred / np.where(scale > 0, scale, 1.0)
    mask = there.astype(float)
    count, products = mask.T @ mask, centred.T @ centred
    sums, squares = centred.T @ mask, (centred**2).T @ mask
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
    known = np.isfinite(names)
    everywhere = bool(known.all())
    codes = _codes(names if everywhere else names[known])
    counts = np.bincount(codes)

    def ratio(column: np.ndarray) -> float:
        return _ratio(codes, column if everywhere else column[known], counts)

    return np.array(each(ratio, values.T, len(codes)))


def _ratio(codes: np.ndarray, values: np.ndarray, counts: np.ndarray) -> float:
    if not len(values):
        return np.nan
    low, high = float(values.min()), float(values.max())
    if not np.isfinite(low + high):
        there = np.isfinite(values)
        codes = codes[there]
        return _ratio(codes, values[there], np.bincount(codes))
    size = max(-low, high)
    values = values / size if size > _LARGE else values
    centred = values - values.mean()
    scatter = float(np.square(centred).sum())  # a product of vectors waits for the other cores where these are busy
    if np.count_nonzero(counts) < 2 or scatter <= 1e-24 * max(float(np.square(values).sum()), 1e-300):
        return np.nan
    sums = np.bincount(codes, centred)
    return float(np.sqrt(min(1.0, float((sums**2 / np.maximum(counts, 1)).sum()) / scatter)))


def cramers_v(first: np.ndarray, second: np.ndarray) -> float:
    """V of two categories' codes (n,): √(χ² / (n · (min(rows, columns) − 1))) of their table of counts.

    Cramér, Mathematical methods of statistics (1946). NaN where either has one name alone.
    """
    counts = contingency(first, second)
    if min(counts.shape) < 2:
        return np.nan
    total = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    return float(np.sqrt(min(1.0, chi_square / (total * (min(counts.shape) - 1)))))


def contingency(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How often each pair of codes stands together, without names that never do."""
    there = np.isfinite(first) & np.isfinite(second)
    if not there.any():
        return np.zeros((0, 0))
    rows, columns = (_codes(own if there.all() else own[there]) for own in (first, second))
    width = int(columns.max()) + 1
    return np.bincount(rows * width + columns, minlength=(int(rows.max()) + 1) * width).reshape(-1, width).astype(float)


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
    if len(quantities):
        values[np.ix_(quantities, quantities)] = pearson(codes[:, quantities])
    categories = np.flatnonzero(names)
    for k in categories:
        measures[k, quantities] = measures[quantities, k] = RATIO
        values[k, quantities] = values[quantities, k] = correlation_ratios(codes[:, k], codes.T[quantities].T)
        measures[k, categories] = CRAMER
        for j in categories[categories > k]:
            values[k, j] = values[j, k] = cramers_v(codes[:, k], codes[:, j])
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


def _sizes(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    """(k,) what columns are divided by so that no square overflows: 1 for all but very large ones."""
    sizes = np.abs(np.where(there, values, 0.0)).max(axis=0, initial=0.0)
    return np.where(sizes > _LARGE, sizes, 1.0)


def _means(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    return np.where(there, values, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
