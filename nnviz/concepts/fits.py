"""Fits of noisy examples of a known curve, and what their error is made of.

    E over samples and new examples of (y − f_d(x))² = bias² + variance + σ²
    bias² = mean over x of (m(x) − f(x))²,   variance = mean over x and d of (f_d(x) − m(x))²,   m = mean over d of f_d

f is the true curve, f_d the fit to sample d, σ the spread of the noise. For the samples at hand this is an identity,
not an estimate. A fit is linear in its coefficients: least squares with a ridge, solved in closed form; without a ridge
and with more coefficients than examples, that is the interpolation with the smallest weights.

Source: S. Geman, E. Bienenstock and R. Doursat, "Neural networks and the bias/variance dilemma", Neural Computation 4
(1992); M. Belkin et al., "Reconciling modern machine-learning practice and the classical bias–variance trade-off", PNAS
116 (2019), for what happens beyond the interpolation threshold.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.concepts.draws import normals, uniforms
from nnviz.params import lookup

GRID = np.linspace(-1.0, 1.0, 101)
"""Where a fit is judged: new examples come from everywhere alike."""
SAMPLES = 30
LEAST_RIDGE = 1e-9
"""The ridge that stands for none: what the arithmetic of float64 needs to stay exact."""
_GOLDEN = 0.6180339887498949

TRUTHS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "wave": lambda x: np.sin(1.5 * np.pi * x),
    "bend": lambda x: 1.4 * x**2 - 0.6,
    "jump": lambda x: np.tanh(6.0 * x),
}


def polynomial(x, count: int) -> np.ndarray:
    """(n, count) Legendre polynomials of degree 0 to count − 1, each with a mean square of 1 over [−1, 1]."""
    return np.polynomial.legendre.legvander(np.asarray(x, dtype=float), count - 1) * np.sqrt(2 * np.arange(count) + 1)


def relu_units(x, count: int) -> np.ndarray:
    """(n, count) a constant, and count − 1 ReLU units that look to the right and to the left in turn.

    Their kinks are fixed beforehand and fill [−1, 1] evenly, however many they are: multiples of the golden ratio.
    """
    x = np.asarray(x, dtype=float)
    j = np.arange(count - 1)
    kinks, sides = -1 + 2 * ((j * _GOLDEN) % 1), np.where(j % 2 == 0, 1.0, -1.0)
    return np.column_stack([np.ones(len(x)), np.sqrt(3) * np.maximum(sides * (x[:, None] - kinks), 0)])


FAMILIES: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {"polynomial": polynomial, "relu": relu_units}


def sample(n: int, sigma: float, seed: int, truth: str) -> tuple[np.ndarray, np.ndarray]:
    """(x, y) of n examples: one at a random place in each n-th of [−1, 1], its value with noise of spread sigma."""
    x = -1 + 2 * (np.arange(n) + uniforms(1000 * seed + 1, n)) / n
    return x, lookup(TRUTHS, truth, "curve")(x) + sigma * normals(1000 * seed + 2, n)


def coefficients(design: np.ndarray, y: np.ndarray, ridge: float = 0.0) -> np.ndarray:
    """(p,) what minimises the mean squared error on the examples plus ridge times the sum of the squares.

    Args:
        design: (n, p) what each example's features are.       y: (n,).
        ridge: 0 or more; below LEAST_RIDGE it is taken as that.
    """
    (n, p), held = design.shape, max(ridge, LEAST_RIDGE) * len(y)
    if p <= n:
        return np.linalg.solve(design.T @ design + held * np.eye(p), design.T @ y)
    return design.T @ np.linalg.solve(design @ design.T + held * np.eye(n), y)


@dataclass(frozen=True)
class Decomposition:
    """What the fits of one capacity to many samples do. All errors are mean squares.

    Attributes:
        fits: (samples, 101) each fit on GRID.       train: mean error on the samples' own examples.
        bias2, variance, noise: the three parts.     test: mean error on new examples, computed by itself.
    """

    fits: np.ndarray
    train: float
    bias2: float
    variance: float
    noise: float
    test: float


def decompose(
    family: str, count: int, n: int, sigma: float, truth: str, ridge: float = 0.0, samples: int = SAMPLES
) -> Decomposition:
    """Fits `count` coefficients to samples number 2, 3, … of n examples each; sample 1 is the reader's own."""
    features = lookup(FAMILIES, family, "family")
    judged, fits, train = features(GRID, count), [], []
    for seed in range(2, samples + 2):
        x, y = sample(n, sigma, seed, truth)
        design = features(x, count)
        solution = coefficients(design, y, ridge)
        fits.append(judged @ solution)
        train.append(np.mean((design @ solution - y) ** 2))
    fits, right = np.array(fits), TRUTHS[truth](GRID)
    average = fits.mean(0)
    return Decomposition(
        fits=fits,
        train=float(np.mean(train)),
        bias2=float(np.mean((average - right) ** 2)),
        variance=float(np.mean((fits - average) ** 2)),
        noise=sigma**2,
        test=float(np.mean((fits - right) ** 2)) + sigma**2,
    )
