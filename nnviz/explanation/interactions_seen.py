"""Which other column a column acts together with, as far as its SHAP values show."""

import numpy as np

_WINDOWS = 10
_FEWEST = 8
"""Examples that a window needs before a correlation in it says anything."""


def partners(values: np.ndarray, data: np.ndarray, column: int) -> np.ndarray:
    """(columns,) how closely each other column follows what is left of a column's SHAP values at about the same value
    of its own; the column itself 0.

    Where a column acts alone, its SHAP value depends on its own value only. So examples are sorted by it and cut into
    windows, and in each the SHAP values are correlated with every other column: the mean |correlation|, weighted by how
    much there is to explain in the window. (The shap package's `approximate_interactions` does about that.)

    Args:
        values: (n,) the column's SHAP values.
        data: (n, columns) codes; what is missing counts as its column's mean.
        column: the place of the column.
    """
    data = np.asarray(data, float)
    finite = np.isfinite(data)
    means = np.where(finite, data, 0.0).sum(0) / np.maximum(finite.sum(0), 1)
    data = np.where(finite, data, means)
    strength, total = np.zeros(data.shape[1]), 0.0
    order = np.argsort(data[:, column], kind="stable")
    for rows in np.array_split(order, max(1, min(_WINDOWS, len(order) // _FEWEST))):
        own = values[rows] - values[rows].mean()
        size = float(np.sqrt((own**2).sum()))
        others = data[rows] - data[rows].mean(0)
        lengths = np.sqrt((others**2).sum(0))
        told = np.abs(own @ others) / np.maximum(size * lengths, 1e-12)
        strength, total = strength + size * np.where(lengths > 1e-12, told, 0.0), total + size
    strength[column] = 0.0
    return strength / total if total > 0 else strength
