"""Drawn shapes: small antialiased images whose every property is known.

All shapes cover the area πr² of a circle of radius r, so that brightness alone does not give the class away.
"""

import numpy as np

from nnviz.data.raw import Raw

SHAPE_NAMES = ("circle", "square", "triangle", "cross", "ring")
_REACH = 1.56
"""The farthest point of any shape from its centre, in units of r (a triangle's corner)."""


def shapes(points: int, size: int, classes: int, rotation: float, noise: float, colour: bool, seed: int) -> Raw:
    """Images (size, size, 1 or 3) from 0 to 1, each with one whole shape of random place and radius.

    Args:
        classes: the first so many of SHAPE_NAMES.
        rotation: shapes are turned by up to this many degrees either way.
        noise: deviation of a Gaussian added to every pixel before clipping to 0 … 1.
        colour: give shape and background random colours that say nothing about the class.
    """
    rng = np.random.default_rng(seed)
    y = np.arange(points) % classes
    radius = size * rng.uniform(0.16, 0.26, points)
    room = size / 2 - _REACH * radius - 0.5
    centre = size / 2 + rng.uniform(-1, 1, (points, 2)) * room[:, None]
    angle = np.radians(rotation) * rng.uniform(-1, 1, points)
    ink = draw(y, size, centre, radius, angle)[..., None]
    if colour:
        ink = _paint(rng, ink)
    return Raw(np.clip(ink + noise * rng.standard_normal(ink.shape), 0, 1).astype("float32"), y)


def draw(kinds: np.ndarray, size: int, centre: np.ndarray, radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Coverage of every pixel, (n, size, size) in [0, 1]: 1/2 − signed distance to the outline, clipped."""
    pixel = np.arange(size) + 0.5
    dx = pixel[None, None, :] - centre[:, 0, None, None]
    dy = pixel[None, :, None] - centre[:, 1, None, None]
    cos, sin = np.cos(angle)[:, None, None], np.sin(angle)[:, None, None]
    u, v = cos * dx + sin * dy, cos * dy - sin * dx
    distance = np.empty(u.shape)
    for kind in np.unique(kinds):
        chosen = kinds == kind
        distance[chosen] = _DISTANCES[SHAPE_NAMES[kind]](u[chosen], v[chosen], radius[chosen][:, None, None])
    return np.clip(0.5 - distance, 0, 1)


def _circle(u, v, r):
    return np.hypot(u, v) - r


def _square(u, v, r):
    return np.maximum(abs(u), abs(v)) - r * np.sqrt(np.pi) / 2


def _triangle(u, v, r):
    corner = r * np.sqrt(4 * np.pi / (3 * np.sqrt(3)))
    side = np.sqrt(3) / 2
    return np.maximum(v, np.maximum(side * u - v / 2, -side * u - v / 2)) - corner / 2


def _cross(u, v, r):
    half = r * np.sqrt(9 * np.pi / 20)
    upright = np.maximum(abs(u) - half / 3, abs(v) - half)
    return np.minimum(upright, np.maximum(abs(v) - half / 3, abs(u) - half))


def _ring(u, v, r):
    middle = r * np.sqrt(3) / 2
    return abs(np.hypot(u, v) - middle) - middle / 3


_DISTANCES = {"circle": _circle, "square": _square, "triangle": _triangle, "cross": _cross, "ring": _ring}


def _paint(rng: np.random.Generator, ink: np.ndarray) -> np.ndarray:
    """(n, s, s, 1) coverage → (n, s, s, 3): light shape on a dark ground, both of random hue."""
    light = rng.uniform(0.45, 1.0, (len(ink), 1, 1, 3))
    dark = rng.uniform(0.0, 0.3, (len(ink), 1, 1, 3))
    return dark + ink * (light - dark)
