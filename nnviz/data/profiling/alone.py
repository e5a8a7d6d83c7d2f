"""How well one column alone predicts the target: from the rows that are nearest in it, judged on others. Only NumPy."""

import numpy as np

from nnviz.data.profiling.samples import sample

ROWS, NEAREST = 4_000, 15
"""Rows that are looked at, at most, and how many of the nearest decide, beside all that are equal."""


def alone(codes: np.ndarray, y: np.ndarray, names: bool, classes: bool) -> float:
    """The share of the classes told right, or R² of a number, by the nearest of other rows: those of each half are told
    from the other half. Of many rows a sample.

    Args:
        codes: (n,) the column's, NaN where missing, which is nearest to itself.
        y: (n,) class numbers or numbers.
        names: whether the codes are names: then all rows of the same name decide.
    """
    chosen = sample(len(y), ROWS)
    codes, y = codes[chosen], y[chosen]
    if not classes:
        y = y / (float(np.abs(y).max(initial=0.0)) or 1.0)  # so that no square overflows
    columns = _by_class(y) if classes else y[:, None]
    order = np.argsort(codes, kind="stable")  # NaN comes last
    codes, columns, half = codes[order], columns[order], order % 2 == 0
    told = np.empty(columns.shape)
    for seen in (half, ~half):
        told[~seen] = _told(codes[seen], columns[seen], codes[~seen], 1 if names else NEAREST)
    if classes:
        return float((columns[np.arange(len(y)), told.argmax(axis=1)] == 1).mean())
    scatter = float(((columns - columns.mean()) ** 2).sum())
    return 1 - float(((columns - told) ** 2).sum()) / scatter if scatter else 0.0


def _by_class(y: np.ndarray) -> np.ndarray:
    """(n, classes) 1 for the class of each row, 0 for the others."""
    numbers = y.astype(int)
    if len(y) and (numbers == y).all() and numbers.min() >= 0 and numbers.max() < len(y):
        there = np.flatnonzero(np.bincount(numbers))
        return (numbers[:, None] == there).astype(float)
    return (y[:, None] == np.unique(y)).astype(float)


def guessing(y: np.ndarray, classes: bool) -> float:
    """What `alone` would say of a column that says nothing: the share of the most frequent class, or 0."""
    return float(np.unique(y, return_counts=True)[1].max() / len(y)) if classes and len(y) else 0.0


def skill(score: float, guess: float) -> float:
    """How much of what guessing gets wrong is told right: 0 for guessing, 1 for never wrong."""
    return (score - guess) / (1 - guess) if guess < 1 else 0.0


def _told(codes: np.ndarray, columns: np.ndarray, asked: np.ndarray, nearest: int) -> np.ndarray:
    """(asked, columns) means of the columns (n, columns) over the rows whose codes are equal and the nearest on either
    side; what all rows have together for a name that was not seen. Both are in the order of their codes."""
    sums = np.vstack([np.zeros(columns.shape[1]), np.cumsum(columns, axis=0)])
    first, last = (np.searchsorted(codes, asked, side) for side in ("left", "right"))
    side = (nearest - 1) // 2
    below, above = np.maximum(first - side, 0), np.minimum(last + side, len(codes))
    there = above > below
    means = (sums[above] - sums[below]) / np.maximum(above - below, 1)[:, None]
    return np.where(there[:, None], means, sums[-1] / max(len(codes), 1))
