"""Where the truth lies: the parts of an example that decide, marked."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz.plots import theme
from nnviz.plots.images import image_grid

_WIDTH = 144
"""Pixels that a marked image is wide, at least."""


def marked_images(
    images: np.ndarray, parts: np.ndarray, captions: Sequence[str] = (), dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Images with a line around the pixels that decide.

    Args:
        images: (n, height, width, 1 or 3) uint8.
        parts: (n, height, width) bool.
    """
    return image_grid([outlined(*both) for both in zip(images, parts, strict=True)], captions, dark, narrow=narrow)


def outlined(image: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """(height, width, 1 or 3) uint8 and (height, width) bool → the image enlarged, with a line of the accent's colour
    around the parts, (…, …, 3) uint8."""
    times = max(4, -(-_WIDTH // image.shape[1]))
    pixels = np.broadcast_to(image, (*image.shape[:2], 3)).repeat(times, 0).repeat(times, 1).copy()
    inside = np.pad(parts, 1).repeat(times, 0).repeat(times, 1)
    grown = inside.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            grown |= np.roll(inside, step, axis)
            grown |= np.roll(inside, 2 * step, axis)
    edge = (grown & ~inside)[times:-times, times:-times]
    accent = theme.tokens(True)["accent"]
    pixels[edge] = [int(accent[k : k + 2], 16) for k in (1, 3, 5)]
    return pixels
