"""How the images of a data set are drawn, measured, and strokes of a hand drawn in the same way.

A network that learned from centred digits of one size and one thickness of line knows no others. What is drawn by hand
is therefore brought to the data's own size, place and thickness before the network sees it, as MNIST's digits were
(LeCun et al., 1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PENS = {
    "Black": "#000000",
    "White": "#ffffff",
    "Red": "#e2362f",
    "Yellow": "#f2c413",
    "Green": "#2f9e44",
    "Blue": "#2f6fde",
}
"""What coloured images are drawn with, besides the data's own ink: parts of pictures, which mean nothing."""
_BORDER_OFF, _BORDER_SHARE = 40, 0.6
"""A ground is plain where this share of the border pixels is within so many shades of it."""
_INKED = 0.25
"""From this share of an image's strongest difference from the ground on, a pixel is ink."""
_MOST_WIDTH = 0.25
_MOST_GROWTH = 4.0
_RUBBER = 1.5
"""How much wider than a line its rubber is."""
_SAMPLES = 8
"""Of a pixel's side, at most: strokes are drawn so much larger, and then averaged."""
_LARGEST = 512


@dataclass(frozen=True)
class Manner:
    """How images (height, width, channels) of a data set are drawn.

    Attributes:
        black, white: values that are shown as 0 and 255, in the data's own units.
        ground, ink: (channels,) shades from 0 to 255 of what lies behind, and of what is drawn on it.
        plain: whether the images are ink on an even ground; only then do the following say something.
        side: length of the ink's longer side, as a share of the image's shorter one; the median image's.
        centre: (row, column) of the ink's centre of mass, as shares of height and width; the mean image's.
        width: of a line, in pixels; the median image's.
    """

    black: float
    white: float
    ground: tuple[int, ...]
    ink: tuple[int, ...]
    plain: bool
    side: float
    centre: tuple[float, float]
    width: float

    def shades(self, images: np.ndarray) -> np.ndarray:
        """Values in the data's own units as shades from 0 to 255."""
        shares = (np.asarray(images, "float32") - self.black) / (self.white - self.black)
        return np.clip(np.nan_to_num(shares) * 255, 0, 255)

    def values(self, shades: np.ndarray) -> np.ndarray:
        """Shades from 0 to 255 in the data's own units, float32."""
        return (self.black + np.asarray(shades, "float32") / 255 * (self.white - self.black)).astype("float32")


def measure(images: np.ndarray) -> Manner:
    """The manner of some images (n, height, width, channels) in their own units.

    Black and white are 0 and 255 for what looks like bytes, 0 and 1 for shares, else the smallest and largest value.
    The width of a line is 2 · area / perimeter of the ink, which is exact for a long line.
    """
    images = np.asarray(images, "float32")
    black, white = ends(images)
    shades = np.clip((images - black) / (white - black) * 255, 0, 255)
    border = np.concatenate([shades[:, 0], shades[:, -1], shades[:, :, 0], shades[:, :, -1]], axis=1)
    border = border.reshape(-1, images.shape[-1])
    ground = np.median(border, axis=0)
    plain = bool((np.abs(border - ground).max(-1) < _BORDER_OFF).mean() > _BORDER_SHARE)
    strength = np.abs(shades - ground).max(-1) / 255
    inked = strength > _INKED * strength.max((1, 2), keepdims=True)
    some = inked.any((1, 2))
    if not some.any():
        plain, some, inked = False, np.ones(len(images), bool), np.ones_like(inked)
    return Manner(
        black,
        white,
        tuple(int(one) for one in ground.round()),
        _ink(shades, strength, ground),
        plain,
        float(np.median(_longer_side(inked[some])) / min(images.shape[1:3])),
        _centre(np.where(inked, strength, 0)[some]),
        _width(np.where(inked, strength, 0)[some]),
    )


def ends(images: np.ndarray) -> tuple[float, float]:
    """(black, white) of images in their own units."""
    low, high = float(np.nanmin(images)), float(np.nanmax(images))
    if low >= 0 and 32 < high <= 255:
        return 0.0, 255.0
    if low >= 0 and 0.5 < high <= 1:
        return 0.0, 1.0
    return (low, high) if high > low else (low, low + 1)


def _ink(shades: np.ndarray, strength: np.ndarray, ground: np.ndarray) -> tuple[int, ...]:
    """Grey data: the shade of their strongest pixels. Coloured ones: black or white, whichever the ground is not."""
    if len(ground) == 1:
        strong = strength >= 0.75 * np.quantile(strength, 0.95)
        return (int(np.median(shades[strong & (strength > 0)]).round()),) if strength.any() else (255,)
    return (0 if ground.mean() > 127 else 255,) * len(ground)


def _longer_side(inked: np.ndarray) -> np.ndarray:
    """(n,) pixels of the longer side of the box around the ink."""

    def extent(lines):  # (n, places): whether there is ink
        return lines.shape[1] - lines.argmax(1) - lines[:, ::-1].argmax(1)

    return np.maximum(extent(inked.any(2)), extent(inked.any(1)))


def _centre(ink: np.ndarray) -> tuple[float, float]:
    height, width = ink.shape[1:]
    rows, columns = (np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width
    total = ink.sum((1, 2))
    return float((ink.sum(2) @ rows / total).mean()), float((ink.sum(1) @ columns / total).mean())


def _width(ink: np.ndarray) -> float:
    solid = np.pad(np.minimum(ink / ink.max((1, 2), keepdims=True), 1), ((0, 0), (1, 1), (1, 1)))
    down, across = np.diff(solid, axis=1)[:, :, :-1], np.diff(solid, axis=2)[:, :-1]
    perimeter = np.sqrt(down**2 + across**2).sum((1, 2))
    widths = 2 * solid.sum((1, 2)) / np.maximum(perimeter, 1e-9)
    return float(np.clip(np.median(widths), 1, _MOST_WIDTH * min(ink.shape[1:])))


Stroke = tuple[tuple[int, ...], np.ndarray]
"""A shade for each channel, and (k, 2) places of the pen, across and down, as shares of the width and the height."""


def draw(strokes: Sequence[Stroke], manner: Manner, shape: tuple[int, int, int], fit: bool) -> np.ndarray:
    """Strokes as an image of a data set's form, uint8 (height, width, channels).

    Args:
        fit: whether the drawing is brought to the size and the place that the data's own have.
    """
    height, width, channels = shape
    size = np.array([width, height])
    lines = [(shade, np.asarray(points, float).reshape(-1, 2) * size) for shade, points in strokes]
    if fit:
        lines = _fitted(lines, manner, shape)
    picture = np.broadcast_to(np.asarray(manner.ground, float), shape)
    for shade, points in lines:
        covered = _covered(points, _pen(shade, manner), shape)[..., None]
        picture = picture + covered * (np.asarray(shade, float) - picture)
    return np.clip(picture.round(), 0, 255).astype("uint8").reshape(height, width, channels)


def _pen(shade: tuple[int, ...], manner: Manner) -> float:
    return manner.width * (_RUBBER if tuple(shade) == manner.ground else 1)


def _fitted(lines: list[Stroke], manner: Manner, shape) -> list[Stroke]:
    """The lines, scaled so that the ink's longer side is the data's, and moved so that its centre of mass is."""
    inked = [points for shade, points in lines if tuple(shade) != manner.ground and len(points)]
    if not inked:
        return lines
    height, width, _ = shape
    together = np.concatenate(inked)
    low, high = together.min(0), together.max(0)
    room = max(manner.side * min(height, width) - manner.width, 1.0)
    growth = min(room / max((high - low).max(), 1e-9), _MOST_GROWTH)
    middle = np.array([width, height]) / 2
    lines = [(shade, (points - (low + high) / 2) * growth + middle) for shade, points in lines]
    # Rubbed-out places are left out of the centre of mass only where they were drawn over last.
    ink = np.zeros((height, width))
    for shade, points in lines:
        covered = _covered(points, _pen(shade, manner), shape)
        ink = ink * (1 - covered) if tuple(shade) == manner.ground else np.maximum(ink, covered)
    if not ink.any():
        return lines
    row, column = _centre(ink[None])
    moved = np.array([manner.centre[1] - column, manner.centre[0] - row]) * [width, height]
    half = (high - low) / 2 * growth + manner.width / 2
    spare = np.maximum(middle - half, 0)
    moved = np.clip(moved, -spare, spare)
    return [(shade, points + moved) for shade, points in lines]


def _covered(points: np.ndarray, width: float, shape) -> np.ndarray:
    """(height, width) what share of each pixel a round pen of `width` pixels covers on its way over `points`."""
    from PIL import Image, ImageDraw

    rows, columns, _ = shape
    times = max(1, min(_SAMPLES, _LARGEST // max(rows, columns)))
    canvas = Image.new("L", (columns * times, rows * times))
    pen, half = ImageDraw.Draw(canvas), width * times / 2
    places = [(float(x) * times - 0.5, float(y) * times - 0.5) for x, y in points]
    if len(places) > 1:
        pen.line(places, 255, max(1, round(2 * half)))
    for x, y in places:
        pen.ellipse((x - half, y - half, x + half, y + half), 255)
    return np.asarray(canvas.reduce(times), float) / 255
