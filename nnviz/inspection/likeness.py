"""How alike two representations of the same examples are, whatever their size and however they are turned."""

import numpy as np

from nnviz.errors import ModelError


def cka(a, b) -> float:
    """The linear centred kernel alignment of two representations of the same examples, in [0, 1].

        ‖Aᵀ B‖² / (‖Aᵀ A‖ ‖Bᵀ B‖)   of the centred A and B, by the Frobenius norm

    1 where one is the other turned, reflected or scaled as a whole; blind to the order of units (Kornblith et al.,
    "Similarity of Neural Network Representations Revisited", 2019). With fewer examples than numbers even unrelated
    representations look alike.

    Args:
        a, b: (n, …) the same n examples as two layers, moments or networks represent them; flattened.

    Raises:
        ModelError: for different numbers of examples, or values that are not finite.

    >>> turned = np.array([[0.0, 1.0], [-1.0, 0.0]])
    >>> x = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0]])
    >>> round(cka(x, 5 * x @ turned), 6)
    1.0
    """
    if len(a) != len(b):
        raise ModelError(f"Received {len(a):,} and {len(b):,} examples.", expected="the same examples twice", where="b")
    return float(alignment([gram(a)], [gram(b)])[0, 0])


def gram(values) -> np.ndarray:
    """(n, n) float64: the centred products of n examples with one another, scaled to norm 1; zero where all examples
    are alike. Raises ModelError for values that are not finite."""
    flat = np.asarray(values, float).reshape(len(values), -1)
    if not np.isfinite(flat).all():
        raise ModelError("Received numbers that are not finite.", fix="Look at an earlier moment of the training.")
    centred = flat - flat.mean(0)
    products = centred @ centred.T
    norm = np.linalg.norm(products)
    return products / norm if norm > 1e-12 * max(1.0, float((flat**2).sum())) else np.zeros_like(products)


def alignment(rows: list[np.ndarray], columns: list[np.ndarray]) -> np.ndarray:
    """(rows, columns) the alignment of every `gram` with every other one."""
    return np.clip([[float((one * other).sum()) for other in columns] for one in rows], 0.0, 1.0)
