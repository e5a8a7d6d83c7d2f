"""Losses of one weight to roll on, with steps that are noisy and clipped. Imports no framework.

The browser's twin is nnviz/web/lessons/stability/valleys.js. A step is w ← w − η · clip(f′(w) + noise), where clipping
by norm leaves a gradient's direction and caps its size (Pascanu, Mikolov and Bengio, "On the difficulty of training
recurrent neural networks", 2013). Near a minimum steps settle only while η < 2 / f″ (Goodfellow, Bengio and Courville,
Deep Learning, 4.3).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

REACH = 3.0
_SHARP, _FLAT = (0.9, -1.3, 0.18), (0.8, 1.1, 0.8)
"""(depth, place, width) of a dent: the loss around it is depth · (1 − exp(−(w − place)² / 2 width²))."""
_WALL = 24.0


@dataclass(frozen=True)
class Valley:
    """A loss of one weight: its value, slope and curvature anywhere, and a good learning rate."""

    title: str
    value: Callable[[float], float]
    slope: Callable[[float], float]
    curvature: Callable[[float], float]


def _dents(w, order: int):
    total = {0: 0.9 + 0.03 * w**2, 1: 0.06 * w, 2: 0.06}[order]
    for depth, place, width in (_SHARP, _FLAT):
        u = (w - place) / width
        bell = depth * np.exp(-(u**2) / 2)
        total -= {0: bell, 1: -u / width * bell, 2: (u**2 - 1) / width**2 * bell}[order]
    return total


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _cliff(w, order: int):
    s = _sigmoid(_WALL * (w - 0.8))
    rise = {0: s, 1: _WALL * s * (1 - s), 2: _WALL**2 * s * (1 - s) * (1 - 2 * s)}[order]
    return {0: 0.1 * (w + 0.6) ** 2, 1: 0.2 * (w + 0.6), 2: 0.2}[order] + 1.6 * rise


def _shelf(w, order: int):
    """Level at 0 without being a minimum, which is at −2."""
    return {0: 0.08 * (w**4 / 4 + 2 * w**3 / 3 + 4 / 3), 1: 0.08 * w**2 * (w + 2), 2: 0.08 * w * (3 * w + 4)}[order]


def _ripples(w, order: int):
    return {
        0: 0.12 * (w - 0.4) ** 2 + 0.35 * (1 - np.cos(5 * w)),
        1: 0.24 * (w - 0.4) + 1.75 * np.sin(5 * w),
        2: 0.24 + 8.75 * np.cos(5 * w),
    }[order]


def _valley(title: str, of: Callable) -> Valley:
    return Valley(title, lambda w: of(w, 0), lambda w: of(w, 1), lambda w: of(w, 2))


VALLEYS: dict[str, Valley] = {
    "dents": _valley("Sharp and flat", _dents),
    "ripples": _valley("Many minima", _ripples),
    "cliff": _valley("A cliff", _cliff),
    "shelf": _valley("A shelf", _shelf),
}


def clipped(gradient: float, limit: float) -> float:
    """The gradient, or one of the same direction and size `limit` where it is larger; 0 is no limit."""
    size = abs(gradient)
    return gradient if not limit or size <= limit else gradient * limit / size


def roll(valley: Valley, start: float, rate: float, steps: int, limit: float = 0.0, noise=()) -> np.ndarray:
    """(steps + 1,) the weight before the first step and after each; `noise` (steps,) is added to the slopes."""
    way = [start]
    for k in range(steps):
        gradient = valley.slope(way[-1]) + (noise[k] if len(noise) else 0.0)
        way.append(way[-1] - rate * clipped(gradient, limit))
    return np.array(way)
