"""The way that training took through the space of the weights, seen along its two principal directions."""

import numpy as np

from nnviz.errors import RunError

_MARGIN = 0.2
"""How much farther the plane goes than the path, as a share of the path's extent."""


def principal_plane(
    snapshots: np.ndarray, origin: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A plane along the principal directions of the moments of a training.

    Args:
        snapshots: (t, p) weights at t moments, flattened.
        origin: (p,) where the plane goes through; the last moment when None.

    Returns:
        (2, p) directions of length 1, (t, 2) places of the moments from the origin, (2,) shares of the variance, (t,)
        distances from the plane.

    Raises:
        RunError: for fewer than three moments, or where the weights never changed.
    """
    moments = len(snapshots)
    if moments < 3:
        raise RunError(
            f"This run has recorded its weights at {moments} moment{'s' * (moments != 1)}.",
            expected="at least 3, to see which way they took",
            fix="Train for a few more epochs, or look at the other slices.",
            where="run",
        )
    moved = snapshots.astype("float64") - (snapshots[-1] if origin is None else origin)
    centred = moved - moved.mean(0)
    values, vectors = np.linalg.eigh(centred @ centred.T)
    values, vectors = np.maximum(values[::-1], 0), vectors[:, ::-1]
    if not values[0] > 0:
        raise RunError("The weights of this run never changed.", fix="Train with a larger learning rate.", where="run")
    ways = [centred.T @ vectors[:, 0] / np.sqrt(values[0])]
    if values[1] > 1e-12 * values[0]:
        ways.append(centred.T @ vectors[:, 1] / np.sqrt(values[1]))
    else:
        ways.append(_across(ways[0]))
    ways = np.stack(ways)
    points = moved @ ways.T
    away = np.sqrt(np.maximum((moved**2).sum(1) - (points**2).sum(1), 0))
    return ways.astype("float32"), points, values[:2] / values.sum(), away


def extent(points: np.ndarray, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """(cells,) places along each of the two directions that hold all points (t, 2), with a margin."""
    low, high = points.min(0), points.max(0)
    size = np.maximum(high - low, 0.15 * (high - low).max())
    middle = (low + high) / 2
    ends = zip(middle - size * (0.5 + _MARGIN), middle + size * (0.5 + _MARGIN), strict=True)
    x, y = (np.linspace(a, b, cells) for a, b in ends)
    return x, y


def _across(way: np.ndarray) -> np.ndarray:
    """A direction at right angles to a straight path."""
    other = np.random.default_rng(0).normal(size=way.shape)
    other -= way * (way @ other)
    return other / np.linalg.norm(other)
