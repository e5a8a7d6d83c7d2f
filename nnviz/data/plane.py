"""Further inputs made of the two coordinates of a plane, as TensorFlow Playground offers them. Imports no framework."""

from collections.abc import Callable

import numpy as np

SETTING = "further_inputs"
"""What the setting of a source of points is called."""

FURTHER: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "x1²": lambda a, b: a**2,
    "x2²": lambda a, b: b**2,
    "x1·x2": lambda a, b: a * b,
    "sin 2πx1": lambda a, b: np.sin(2 * np.pi * a),
    "sin 2πx2": lambda a, b: np.sin(2 * np.pi * b),
}
"""Name → function of x1 and x2. Playground's points lie within −6 and 6 and its sine is that of x itself: two waves
across; ours lie within −1 and 1, and the waves are as many."""


def names(setting: str) -> tuple[str, ...]:
    """The further inputs that a source's setting names: "x1², x2²" → ("x1²", "x2²")."""
    return tuple(name for name in setting.split(", ") if name)


def shares(setting: tuple[str, ...]) -> np.ndarray:
    """(2 + further, 2): how much of each input belongs to x1 and to x2; a product belongs to both by halves."""
    parts = np.array([["x1" in name, "x2" in name] for name in ("x1", "x2", *setting)], float)
    return parts / parts.sum(1, keepdims=True)


def inputs(points: np.ndarray, further: tuple[str, ...]) -> np.ndarray:
    """(n, 2) points → (n, 2 + further): both coordinates, then what is made of them.

    >>> inputs(np.array([[0.5, -1.0]]), ("x1²", "x1·x2"))
    array([[ 0.5 , -1.  ,  0.25, -0.5 ]])
    """
    points = np.asarray(points)
    return np.column_stack([points, *(FURTHER[name](points[:, 0], points[:, 1]) for name in further)])
