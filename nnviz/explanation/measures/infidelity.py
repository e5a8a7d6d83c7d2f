"""Infidelity: how badly a map foretells what covering some of the parts does to the explained number."""

import numpy as np

from nnviz.explanation.measures.subject import Subject


def infidelity(subject: Subject) -> np.ndarray:
    """(n,) E[(β · Σ values of the covered parts − (f(x) − f(x covered)))²] / E[(f(x) − f(x covered))²], in [0, 1].

    The expectation is over random sets of parts that become the baseline: squares of an image, stretches of a sequence
    or a text, columns of a table. β ≥ 0 is the best scale for each example, so that maps in any unit compare.
    Yeh et al., "On the (In)fidelity and Sensitivity of Explanations" (2019), section 2 and appendix.
    """
    sets, drops = subject.bench.covers  # (k, n, parts), (k, n)
    told = np.stack([(own * subject.shares).sum(1) for own in sets])
    return unexplained(told, drops)


def infidelity_of(told: np.ndarray, drops: np.ndarray) -> np.ndarray:
    """The paper's own number, in the squared unit of what is explained: (n,) the mean of (told − drops)² over k
    perturbations.

    Args:
        told: (k, n) Iᵀ·Φ(x), what the map says that each perturbation I takes away.
        drops: (k, n) f(x) − f(x − I).

    >>> import numpy as np
    >>> infidelity_of(np.array([[1.0], [3.0]]), np.array([[1.0], [1.0]]))
    array([2.])
    """
    return np.mean((np.asarray(told, "float64") - np.asarray(drops, "float64")) ** 2, axis=0)


def unexplained(told: np.ndarray, drops: np.ndarray) -> np.ndarray:
    """(n,) what is left of the drops (k, n) once the best multiple β ≥ 0 of what is told is taken away, as a share;
    NaN where nothing drops."""
    size, power = np.sum(told * told, axis=0), np.sum(drops * drops, axis=0)
    beta = np.divide(np.sum(told * drops, axis=0), size, out=np.zeros_like(size), where=size > 0)
    left = np.sum((np.maximum(beta, 0.0) * told - drops) ** 2, axis=0)
    return np.divide(left, power, out=np.full_like(left, np.nan), where=power > 0)
