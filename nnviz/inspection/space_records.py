"""Examples as points of a layer's space, in two dimensions, and how far to trust that picture. No framework."""

from dataclasses import dataclass

import numpy as np

NEIGHBOURS = 10
METHODS = {"pca": "PCA", "tsne": "t-SNE"}


@dataclass(frozen=True)
class Projection:
    """A layer's output for some examples, flattened and brought down to a plane.

    Attributes:
        points: (n, 2) float32. For PCA in the layer's own units, from the examples' mean; t-SNE's have none.
        layer: the layer's path; "" for what the network is given.
        method: "pca" or "tsne".
        dimensions: how many numbers the layer gives for an example.
        explained: (2,) for PCA: the share of the variance along each axis; None for t-SNE.
        trustworthiness: in [0, 1], 1 where every near neighbour in the picture is one in the layer's space too
            (Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", 2001).
        seed: what t-SNE began with.
    """

    points: np.ndarray
    layer: str
    method: str
    dimensions: int
    explained: np.ndarray | None
    trustworthiness: float
    seed: int


@dataclass(frozen=True)
class Space:
    """A projection of some of a run's examples.

    Attributes:
        projection: of one layer.
        positions: (n,) places of the examples among those that the run's `Examples` hold.
        agreement: share of the nearest neighbours, in all of the layer's numbers, that have an example's own class; NaN
            where there are no classes.
        at_input: the same for what the network is given.
        chance: the same for neighbours drawn at random.
    """

    projection: Projection
    positions: np.ndarray
    agreement: float
    at_input: float
    chance: float
