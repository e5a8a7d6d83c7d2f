"""Points of a plane: the small problems on which a network's behaviour can be seen whole.

Every generator takes `points` (how many), `noise` and `seed`, and returns a `Raw` with x (points, 2)
and y (points,). Without noise the points lie exactly on the curve that the docstring gives; noise is
the standard deviation of a Gaussian added to both coordinates after the class was decided.
"""

from collections.abc import Callable

import numpy as np

from nnviz.data.raw import Raw


def _shares(points: int, classes: int) -> list[int]:
    """`points` divided among `classes` as evenly as whole numbers allow."""
    return [points // classes + (k < points % classes) for k in range(classes)]


def _labels(points: int, classes: int) -> np.ndarray:
    return np.repeat(np.arange(classes), _shares(points, classes))


def _jitter(rng: np.random.Generator, x: np.ndarray, noise: float) -> np.ndarray:
    return x + noise * rng.standard_normal(x.shape)


def blobs(points: int, noise: float, classes: int, seed: int) -> Raw:
    """Round clouds of deviation `noise` whose centres stand evenly on the unit circle from (1, 0)."""
    rng = np.random.default_rng(seed)
    y = _labels(points, classes)
    angle = 2 * np.pi * y / classes
    return Raw(_jitter(rng, np.column_stack([np.cos(angle), np.sin(angle)]), noise), y)


def circles(points: int, noise: float, factor: float, seed: int) -> Raw:
    """Class 0 on the circle of radius 1, class 1 on the circle of radius `factor`, at even angles."""
    rng = np.random.default_rng(seed)
    y = _labels(points, 2)
    angle = np.concatenate([2 * np.pi * np.arange(n) / n for n in _shares(points, 2)])
    radius = np.where(y == 0, 1.0, factor)[:, None]
    return Raw(_jitter(rng, radius * np.column_stack([np.cos(angle), np.sin(angle)]), noise), y)


def moons(points: int, noise: float, seed: int) -> Raw:
    """Two half circles: (cos t, sin t) above and (1 − cos t, 1/2 − sin t) below, t from 0 to π."""
    rng = np.random.default_rng(seed)
    y = _labels(points, 2)
    t = np.concatenate([np.linspace(0, np.pi, n) for n in _shares(points, 2)])
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    return Raw(_jitter(rng, np.where((y == 0)[:, None], upper, lower), noise), y)


def xor(points: int, noise: float, seed: int) -> Raw:
    """Uniform on [−1, 1]²; class 1 where both coordinates have the same sign (x₁·x₂ > 0)."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (points, 2))
    return Raw(_jitter(rng, x, noise), (x[:, 0] * x[:, 1] > 0).astype(int))


def spirals(points: int, noise: float, arms: int, turns: float, seed: int) -> Raw:
    """Archimedean arms: radius r from 0 to 1, angle 2π·(turns·r + arm/arms).

    The two-spirals problem: Lang and Witbrock, "Learning to tell two spirals apart", 1988.
    """
    rng = np.random.default_rng(seed)
    y = _labels(points, arms)
    r = np.concatenate([(np.arange(n) + 1) / n for n in _shares(points, arms)])
    angle = 2 * np.pi * (turns * r + y / arms)
    return Raw(_jitter(rng, r[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), noise), y)


def checkerboard(points: int, noise: float, cells: int, seed: int) -> Raw:
    """Uniform on [−1, 1]², cut into `cells` × `cells` squares; the class is (column + row) mod 2."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (points, 2))
    square = np.floor((x + 1) * cells / 2).astype(int)
    return Raw(_jitter(rng, x, noise), square.sum(axis=1) % 2)


def rings(points: int, noise: float, classes: int, seed: int) -> Raw:
    """Concentric bands of equal width in the unit disc, filled evenly by area: class = ⌊classes · r⌋.

    r² is uniform between the squares of the band's edges, k/classes and (k + 1)/classes.
    """
    rng = np.random.default_rng(seed)
    y = _labels(points, classes)
    u = rng.uniform(0, 1, points)
    r = np.sqrt(y**2 + u * (2 * y + 1)) / classes
    angle = rng.uniform(0, 2 * np.pi, points)
    return Raw(_jitter(rng, r[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), noise), y)


SURFACES: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "plane": lambda a, b: (a + b) / 2,
    "saddle": lambda a, b: a * b,
    "bowl": lambda a, b: (a**2 + b**2) / 2,
    "hill": lambda a, b: np.exp(-4 * (a**2 + b**2)),
    "ripple": lambda a, b: np.cos(3 * np.pi * np.hypot(a, b)) / (1 + np.hypot(a, b)),
    "waves": lambda a, b: np.sin(np.pi * a) * np.cos(np.pi * b),
}
"""Heights z(x₁, x₂) over [−1, 1]²."""


def surface(points: int, noise: float, shape: str, seed: int) -> Raw:
    """Regression: (x₁, x₂) uniform on [−1, 1]², y = SURFACES[shape](x₁, x₂) with noise."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (points, 2))
    return Raw(x, SURFACES[shape](x[:, 0], x[:, 1]) + noise * rng.standard_normal(points))


CURVES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "line": lambda a: 0.8 * a,
    "wave": lambda a: np.sin(np.pi * a),
    "waves": lambda a: np.sin(3 * np.pi * a),
    "bump": lambda a: np.exp(-12 * a**2),
    "step": lambda a: np.where(a < 0, -0.6, 0.6),
    "stairs": lambda a: np.floor(2.5 * (a + 1)) / 2 - 1,
}
"""Values y(x) over [−1, 1]."""


def curve(points: int, noise: float, shape: str, outliers: float, seed: int) -> Raw:
    """Regression: x uniform on [−1, 1], y = CURVES[shape](x) with noise; a share of `outliers` lies 2 to 3 higher."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, points)
    y = CURVES[shape](x) + noise * rng.standard_normal(points)
    far = rng.permutation(points)[: int(round(outliers * points))]
    y[far] += rng.uniform(2, 3, len(far))
    return Raw(x[:, None], y)
