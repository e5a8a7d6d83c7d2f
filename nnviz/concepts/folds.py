"""What depth adds: every layer of two ReLU units folds the line once, and folds multiply.

    g(x) = h/c · relu(x) − (h/c + h/(1 − c)) · relu(x − c)       a tent over [0, 1], its tip (c, h)

g after g after g, L times, is a network of L hidden layers with 2 units each. With its tip at the top it has 2^L
straight pieces; one hidden layer takes a unit for every piece.

Source: M. Telgarsky, "Benefits of depth in neural networks", COLT 2016 (arXiv:1602.04485); G. Montúfar et al., "On the
number of linear regions of deep neural networks", NeurIPS 2014 (arXiv:1402.1869).
"""

import numpy as np


def folded(x, depth: int, crease: float = 0.5, peak: float = 1.0) -> np.ndarray:
    """(m,) the output after `depth` folds of inputs in [0, 1].

    Args:
        crease: where a fold has its tip, in (0, 1).       peak: how high the tip is, in (0, 1].
    """
    x = np.asarray(x, dtype=float)
    for _ in range(depth):
        x = np.where(x < crease, x * peak / crease, (1 - x) * peak / (1 - crease))
    return x


def corners(depth: int, crease: float = 0.5, peak: float = 1.0) -> np.ndarray:
    """(k, 2) the ends of all straight pieces over [0, 1], from left to right: exact, nothing is sampled."""
    points = [(0.0, 0.0), (1.0, 1.0)]
    for _ in range(depth):
        cut = [points[0]]
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            if (y0 - crease) * (y1 - crease) < -1e-24:
                cut.append((x0 + (crease - y0) / (y1 - y0) * (x1 - x0), crease))
            cut.append((x1, y1))
        heights = folded([y for _, y in cut], 1, crease, peak)
        points = [(x, float(height)) for (x, _), height in zip(cut, heights, strict=True)]
    return np.array(points)


def pieces(depth: int, crease: float = 0.5, peak: float = 1.0) -> int:
    """How many straight pieces the output has over [0, 1]. At every corner the slope changes its sign."""
    return len(corners(depth, crease, peak)) - 1


def parameters(depth: int) -> int:
    """6 L + 1: 4 in the first layer, 6 in each further one, 3 to add up."""
    return 6 * depth + 1


def wide_units(count: int) -> int:
    """How many ReLU units one hidden layer takes for `count` straight pieces: one for every kink, and one for the slope
    that the curve begins with. For full folds in half there is no way with fewer."""
    return count


def weights(depth: int, crease: float = 0.5, peak: float = 1.0) -> list[np.ndarray]:
    """The network as Keras keeps it: `depth` Dense layers of 2 ReLU units, and one unit that adds up."""
    add = np.array([peak / crease, -peak / crease - peak / (1 - crease)])
    bias = np.array([0.0, -crease])
    hidden = [np.column_stack([add, add]), bias]
    return [np.ones((1, 2)), bias, *hidden * (depth - 1), add[:, None], np.zeros(1)]
