"""Images that hold several shapes at once, or none: what is there is known, and so is where."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.shapes import SHAPE_NAMES, draw
from nnviz.data.truth import Truth

_CELLS = ((0.27, 0.27), (0.27, 0.73), (0.73, 0.27), (0.73, 0.73))
"""Middles of the quarters of an image, as shares of its side."""
MOST = len(_CELLS)
"""Kinds of shapes at most: each has a quarter of its own."""


def shape_sets(points: int, size: int, kinds: int, share: float, noise: float, seed: int) -> Raw:
    """Images (size, size, 1) from 0 to 1 of which each holds every kind of shape with the same chance.

    Args:
        kinds: the first so many of `SHAPE_NAMES`, at most `MOST`.
        share: the chance that a kind is there, for each on its own.
        noise: deviation of a Gaussian added to every pixel before clipping to 0 … 1.

    Returns:
        Raw: y (points, kinds) 1 where the kind is there; its truth marks the pixels of each.
    """
    ink, there = drawn(points, size, kinds, share, seed)
    rng = np.random.default_rng([seed, 1])
    x = ink.max(axis=1)[..., None]
    each = ink >= 0.5
    truth = Truth("Each label is decided by its own shape, wherever it stands.", each.any(1), "", "its shape", each)
    return Raw(np.clip(x + noise * rng.standard_normal(x.shape), 0, 1).astype("float32"), there, truth=truth)


def drawn(points: int, size: int, kinds: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What `shape_sets` draws: the coverage of every pixel by every kind, (points, kinds, size, size) in [0, 1] and all
    0 for a kind that is not there, and which are there, (points, kinds) int64 of 0 and 1."""
    rng = np.random.default_rng(seed)
    there = (rng.random((points, kinds)) < share).astype("int64")
    quarter = rng.permuted(np.tile(np.arange(MOST), (points, 1)), axis=1)[:, :kinds]
    middle = np.array(_CELLS)[quarter] + rng.uniform(-0.04, 0.04, (points, kinds, 2))
    radius = size * rng.uniform(0.115, 0.145, (points, kinds))
    angle = rng.uniform(-0.35, 0.35, (points, kinds))
    each = np.tile(np.arange(kinds), points)
    ink = draw(each, size, size * middle.reshape(-1, 2), radius.ravel(), angle.ravel())
    return ink.reshape(points, kinds, size, size) * there[:, :, None, None], there


def names(kinds: int) -> tuple[str, ...]:
    """What the labels are called."""
    return SHAPE_NAMES[:kinds]
