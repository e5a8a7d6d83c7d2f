"""Examples as points of a layer's space, in two dimensions, and how far to trust that picture. No framework."""

from dataclasses import dataclass

import numpy as np

NEIGHBOURS = 10
GRID = (13, 49)
"""Lines each way of the grid over a plane of two inputs that is carried through the layers, and points on each line."""
METHODS = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}


@dataclass(frozen=True)
class Projection:
    """A layer's output for some examples, flattened and brought down to a plane.

    Attributes:
        points: (n, 2) float32. For PCA in the layer's own units, from the examples' mean; t-SNE's and UMAP's have none.
            Turned so that they lie as close as can be to a reference where one was given.
        layer: the layer's path; "" for what the network is given.
        method: "pca", "tsne" or "umap".
        dimensions: how many numbers the layer gives for an example.
        explained: (2,) for PCA: the share of the variance along its first two directions; None for others.
        trustworthiness: in [0, 1], 1 where every near neighbour in the picture is one in the layer's space too
            (Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", 2001).
        seed: what t-SNE or UMAP began with.
        carried: (m, 2) float32 where PCA puts further vectors, which it was not fitted to; None where there are none.
    """

    points: np.ndarray
    layer: str
    method: str
    dimensions: int
    explained: np.ndarray | None
    trustworthiness: float
    seed: int
    carried: np.ndarray | None = None


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
        nearest: (n, k) places in `positions` of the examples that lie nearest in all of the layer's numbers.
    """

    projection: Projection
    positions: np.ndarray
    agreement: float
    at_input: float
    chance: float
    nearest: np.ndarray


@dataclass(frozen=True)
class Probes:
    """How much of the answer a linear model reads off every layer.

    Attributes:
        layers: paths, in the order of the network; "" for the input.
        scores: (layers,) on held-out examples: the share that is right, or R² for numbers to predict.
        kind: "accuracy" or "R²".
        chance: what always the most frequent answer scores.
        skipped: layers that give more numbers than can be fitted.
        trained_on, scored_on: how many examples.
    """

    layers: tuple[str, ...]
    scores: np.ndarray
    kind: str
    chance: float
    skipped: tuple[str, ...]
    trained_on: int
    scored_on: int


@dataclass(frozen=True)
class Similarity:
    """How alike two sets of representations are.

    Attributes:
        rows, columns: what is compared: paths of layers, or moments in words.
        values: (rows, columns) linear CKA in [0, 1].
        examples: how many it was measured on.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: np.ndarray
    examples: int
