"""Sparsity: whether a few parts make up a map, or all of them alike."""

import numpy as np

from nnviz.explanation.measures.subject import Subject


def sparsity(subject: Subject) -> np.ndarray:
    """(n,) the Gini index of the sizes of the values.

    Chalasani et al., "Concise Explanations of Neural Networks using Adversarial Training" (2020).
    """
    return np.array([gini(row) for row in np.abs(subject.flat)])


def gini(sizes) -> float:
    """The Gini index of sizes ≥ 0: 1 − 2 Σₖ (sₖ / Σs) · (p − k + ½) / p for s₁ ≤ … ≤ sₚ; NaN where all are 0.

    >>> gini([1, 1, 1, 1])
    0.0
    >>> gini([0, 0, 0, 1])
    0.75
    """
    ordered = np.sort(np.asarray(sizes, "float64"))
    total, count = ordered.sum(), len(ordered)
    if not total > 0:
        return float("nan")
    weights = (count - np.arange(1, count + 1) + 0.5) / count
    return float(1 - 2 * np.sum(ordered / total * weights))
