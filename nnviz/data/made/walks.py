"""Walks of different lengths: the last step decides, and when it comes differs from walk to walk."""

import numpy as np

from nnviz.data import lengths
from nnviz.data.raw import Raw
from nnviz.data.truth import Truth

CLASSES = ("ended below", "ended above")
SHORTEST = 8
"""Steps of the shortest walk."""
_CLEAR = 0.8
"""How far from its start a walk ends at least."""


def walks(points: int, steps: int, seed: int) -> Raw:
    """Random walks of `SHORTEST` to `steps` steps, (n, steps, 1) with NaN after the end of each, and whether each ends
    above where it began (1) or below (0).

    Returns:
        Raw: its truth marks the last step.
    """
    rng = np.random.default_rng(seed)
    counts = rng.integers(SHORTEST, steps + 1, points)
    walked = [_walk(rng, int(count)) for count in counts]
    x = lengths.stacked(walked)
    y = np.array([own[-1] > 0 for own in walked], "int64")
    parts = np.arange(x.shape[1]) == counts[:, None] - 1
    sentence = "The class is whether the last step stands above 0 or below; how it came there says little."
    return Raw(x, y, truth=Truth(sentence, parts, noun="the last step"))


def _walk(rng: np.random.Generator, count: int) -> np.ndarray:
    """(count,) a random walk from 0, whose last step is clearly above or below it."""
    while True:
        walked = np.cumsum(0.5 * rng.standard_normal(count))
        if abs(walked[-1]) > _CLEAR:
            return walked
