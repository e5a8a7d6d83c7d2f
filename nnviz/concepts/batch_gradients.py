"""How the gradients of batches stray from that of all examples, and a plane that shows it. Imports no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.concepts.batches import spread

_DRAWS = 200


@dataclass(frozen=True)
class GradientCloud:
    """Gradients of single examples at one place in the space of weights, seen in a plane.

    The first axis of the plane is the gradient of all examples, the second the direction at right angles to it in which
    the examples differ most.

    Attributes:
        points: (n, 2) float32, each example's gradient in that plane; their mean is (length, 0).
        length: of the gradient of all.
        variance: mean squared distance of one example's gradient from that of all, in all directions.
        strays: {batch size: root mean squared distance of 200 batches, drawn without replacement, in all directions}.
        loss: mean over the examples.
    """

    points: np.ndarray
    length: float
    variance: float
    strays: dict[int, float]
    loss: float


def cloud(gradients: np.ndarray, loss: float, sizes, seed: int = 0) -> GradientCloud:
    """What the lesson draws of (n, weights) gradients of single examples."""
    exact = gradients.astype("float64")
    mean = exact.mean(0)
    length = float(np.linalg.norm(mean))
    ahead = mean / max(length, 1e-300)
    along = exact @ ahead
    across = exact - np.outer(along, ahead)
    values, vectors = np.linalg.eigh(across @ across.T)
    side = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    distances = exact - mean
    return GradientCloud(
        points=np.stack([along, side], 1).astype("float32"),
        length=length,
        variance=float((distances**2).sum(1).mean()),
        strays={int(size): _stray(distances, size, seed) for size in sizes},
        loss=loss,
    )


def _stray(distances: np.ndarray, size: int, seed: int) -> float:
    rng, n = np.random.default_rng((seed, size)), len(distances)
    chosen = np.zeros((_DRAWS, n))
    for row in chosen:
        row[rng.permutation(n)[:size]] = 1 / size
    return float(np.sqrt(((chosen @ distances) ** 2).sum(1).mean()))


def expected(own: GradientCloud, size: int) -> float:
    """How far a batch of that size strays, by the formula."""
    return spread(own.variance, size, len(own.points))
