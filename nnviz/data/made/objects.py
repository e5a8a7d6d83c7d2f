"""Images of several objects, of which one decides: the truth is where it stands."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.shapes import SHAPE_NAMES, draw
from nnviz.data.truth import Truth

CLASSES = ("square", "triangle", "cross")
DISTRACTORS = ("circle", "ring")
_CELLS = 3
"""The image is cut into 3 × 3 cells; every object has one of its own, so that none hides another."""
MOST_DISTRACTORS = _CELLS**2 - 1


def objects(points: int, size: int, distractors: int, noise: float, seed: int) -> Raw:
    """Images (size, size, 1) from 0 to 1, each with one square, triangle or cross, which is its class, among as many
    as `distractors` circles and rings, which say nothing.

    Args:
        noise: deviation of a Gaussian added to every pixel before clipping to 0 … 1.

    Returns:
        Raw: its truth marks the pixels that the deciding object covers by half or more.
    """
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(points) % len(CLASSES))
    count = rng.integers(distractors - distractors // 2, distractors + 1, points)
    cells = np.argsort(rng.random((points, _CELLS**2)), axis=1)
    deciding = _ink(rng, np.array([SHAPE_NAMES.index(CLASSES[k]) for k in y]), cells[:, 0], size)
    images = deciding.copy()
    for place in range(1, distractors + 1):
        kinds = rng.choice([SHAPE_NAMES.index(name) for name in DISTRACTORS], points)
        images += _ink(rng, kinds, cells[:, place], size) * (place <= count)[:, None, None]
    images = np.clip(images + noise * rng.standard_normal(images.shape), 0, 1)
    truth = Truth(
        f"The class is the one {', '.join(CLASSES[:-1])} or {CLASSES[-1]}; {' and '.join(f'{n}s' for n in DISTRACTORS)}"
        " say nothing.",
        deciding >= 0.5,
        noun="the object",
    )
    return Raw(images[..., None].astype("float32"), y, truth=truth)


def _ink(rng: np.random.Generator, kinds: np.ndarray, cells: np.ndarray, size: int) -> np.ndarray:
    """(n, size, size): one object of each kind, anywhere in its cell, upright within 20°."""
    width = size / _CELLS
    radius = width * rng.uniform(0.26, 0.31, len(kinds))
    room = np.maximum(width / 2 - 1.56 * radius, 0)
    middle = np.stack([cells % _CELLS, cells // _CELLS], 1) * width + width / 2
    centre = middle + rng.uniform(-1, 1, (len(kinds), 2)) * room[:, None]
    return draw(kinds, size, centre, radius, np.radians(20) * rng.uniform(-1, 1, len(kinds)))
