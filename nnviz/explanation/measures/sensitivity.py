"""Max-sensitivity: how much a map changes when its input changes a little."""

import numpy as np

from nnviz.explanation.measures.subject import Subject


def sensitivity(subject: Subject) -> np.ndarray:
    """(n,) max over inputs x + ε near x of ‖Φ(x + ε) − Φ(x)‖ / ‖Φ(x)‖, where |ε| ≤ 2 % of the example's range.

    Yeh et al., "On the (In)fidelity and Sensitivity of Explanations" (2019).

    Raises:
        ExplanationError: for tokens, which cannot be moved by degrees.
    """
    near = subject.bench.near  # raises for tokens
    return max_change(subject.flat, subject.at(near))


def max_change(original: np.ndarray, moved) -> np.ndarray:
    """(n,) the largest ‖moved − original‖ / ‖original‖ of several maps (n, parts) of each example; NaN where the
    original is 0 everywhere."""
    size = np.linalg.norm(original, axis=1)
    changes = np.max([np.linalg.norm(one - original, axis=1) for one in moved], axis=0)
    return np.divide(changes, size, out=np.full(len(size), np.nan), where=size > 0)
