"""Regions of an input that are revealed or covered together, where its single numbers are too many. NumPy alone."""

import math

import numpy as np


def players(shape: tuple[int, ...], regions: int) -> np.ndarray:
    """Which player each number of an example belongs to, `shape` of whole numbers from 0.

    Columns of a table and tokens are players of their own, and so are all numbers where there are no more than
    `regions`. Otherwise steps, pixels or cells are put together into square regions, with all their channels: as small
    ones as give no more than `regions` (0: every number alone).
    """
    edge = edge_of(shape, regions)
    if not edge:
        return np.arange(math.prod(shape)).reshape(shape)
    player = np.zeros(shape[:-1], int)
    for axis, size in enumerate(shape[:-1]):
        places = (np.arange(size) // edge).reshape(-1, *[1] * (len(shape) - 2 - axis))
        player = player * -(-size // edge) + places
    return np.broadcast_to(player[..., None], shape)


def edge_of(shape: tuple[int, ...], regions: int) -> int:
    """The edge of a region in steps or pixels; 0 where every number is a player of its own."""
    if len(shape) < 2 or not regions or math.prod(shape) <= regions:
        return 0
    edge = 1
    while math.prod(-(-size // edge) for size in shape[:-1]) > regions:
        edge += 1
    return edge


def count(shape: tuple[int, ...], regions: int) -> int:
    """How many players there are."""
    edge = edge_of(shape, regions)
    return math.prod(-(-size // edge) for size in shape[:-1]) if edge else math.prod(shape)
