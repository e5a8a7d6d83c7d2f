"""Which rows stand for many. Only NumPy."""

from functools import lru_cache

import numpy as np


def sample(count: int, most: int) -> np.ndarray:
    """Up to `most` positions of `count`, in a random order, always the same."""
    return _mixed(count)[:most]


@lru_cache(maxsize=4)
def _mixed(count: int) -> np.ndarray:
    positions = np.random.default_rng(0).permutation(count)
    positions.setflags(write=False)
    return positions
