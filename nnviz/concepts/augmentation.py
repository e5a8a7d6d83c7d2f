"""The changes of images that the lesson on augmentation has dials for: each is one affine map of the pixels' places.

A map (a0, a1, a2, b0, b1, b2) says that the pixel at (x, y) takes its value from (a0 x + a1 y + a2, b0 x + b1 y + b2),
as keras.ops.image.affine_transform has it. The numbers are those of Keras's RandomRotation, RandomTranslation,
RandomZoom and RandomShear, drawn once.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

Affine = tuple[float, float, float, float, float, float]


def turned(degrees: float, rows: int, cols: int) -> Affine:
    """Counter-clockwise around the middle."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = (cols - 1) / 2, (rows - 1) / 2
    return cos, -sin, x - x * cos + y * sin, sin, cos, y - x * sin - y * cos


def moved(across: float, down: float, rows: int, cols: int) -> Affine:
    """To the right and down, as shares of the sides."""
    return 1.0, 0.0, -across * cols, 0.0, 1.0, -down * rows


def zoomed(share: float, rows: int, cols: int) -> Affine:
    """1 / (1 + share) times as large: a positive share shows more, and all of it smaller."""
    size = 1 + share
    return size, 0.0, (cols - 1) / 2 * -share, 0.0, size, (rows - 1) / 2 * -share


def sheared(share: float, rows: int, cols: int) -> Affine:
    """Every row takes its pixels that share of its number farther to the right."""
    return 1.0, share, 0.0, 0.0, 1.0, 0.0


@dataclass(frozen=True)
class Dial:
    """A change with one number: what it is called, between which numbers it lies, and its map."""

    title: str
    low: float
    high: float
    affine: Callable[[float, int, int], Affine]


DIALS: dict[str, Dial] = {
    "angle": Dial("Turn", -180.0, 180.0, turned),
    "across": Dial("Move across", -0.5, 0.5, lambda share, rows, cols: moved(share, 0.0, rows, cols)),
    "down": Dial("Move down", -0.5, 0.5, lambda share, rows, cols: moved(0.0, share, rows, cols)),
    "zoom": Dial("Zoom", -0.5, 1.0, zoomed),
    "shear": Dial("Shear", -1.0, 1.0, sheared),
}
