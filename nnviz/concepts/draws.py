"""Random numbers that Python and the browser draw alike: the twin of nnviz/web/base/random.js. Imports no framework."""

import numpy as np

_STEP = 0x6D2B79F5


def uniforms(seed: int, count: int) -> np.ndarray:
    """(count,) numbers in [0, 1), float64, the same for the same seed (mulberry32)."""
    with np.errstate(over="ignore"):
        state = np.uint32(seed % 2**32) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(_STEP)
        t = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
        t = (t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61))) ^ t
    return (t ^ (t >> np.uint32(14))) / 2.0**32


def normals(seed: int, count: int) -> np.ndarray:
    """(count,) numbers of a normal distribution with mean 0 and spread 1, two at a time (Box and Muller, 1958)."""
    first, second = uniforms(seed, count + count % 2).reshape(-1, 2).T
    length, angle = np.sqrt(-2 * np.log(1 - first)), 2 * np.pi * second
    return np.stack([length * np.cos(angle), length * np.sin(angle)], 1).reshape(-1)[:count]
