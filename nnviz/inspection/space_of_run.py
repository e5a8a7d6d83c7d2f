"""What the Space page asks about the network of a run."""

import math

import numpy as np

from nnviz.errors import NnvizError
from nnviz.inspection.space import layer_vectors, nearest, neighbours_agree, of_vectors
from nnviz.inspection.space_records import GRID, Projection, Space
from nnviz.inspection.weights import layer_table
from nnviz.runs.recorded import parted
from nnviz.training.given import given
from nnviz.training.judging import judged_count
from nnviz.training.warm import warm

MOST = 600
"""Examples in a picture: what can be told apart, and t-SNE takes seconds."""
SHOWN = 5
"""Nearest neighbours that are shown of an example."""


def space_of_run(run_id: str, split: str, layer: str, method: str, perplexity: float = 30.0) -> Space:
    """Up to `MOST` examples of a split, evenly drawn, in the space of a layer ("" for the input).

    The picture is turned towards that of the last hidden layer at the end of the training, so that the same examples
    stay in their places from layer to layer and from moment to moment as far as they can. Raises ModelError.
    """
    model, dataset = warm(run_id)
    part = dataset.split(split)
    positions = some(len(part), dataset.schema.input_shape, MOST)
    first = part.x[positions].reshape(len(positions), -1).astype("float32")
    vectors = layer_vectors(model, given(model, part, positions), layer) if layer else first
    mesh = _mesh(model, dataset, layer, first) if method == "pca" else None
    reference = _reference(run_id, split, positions)
    projection = of_vectors(vectors, layer, method, perplexity, 0, reference=reference, carried=mesh)
    near = nearest(vectors, SHOWN)
    if not dataset.schema.has_classes:
        return Space(projection, positions, math.nan, math.nan, math.nan, near)
    classes = part.y[positions]
    shares = np.bincount(classes) / len(classes)
    agreement = (neighbours_agree(own, classes) for own in (vectors, first))
    return Space(projection, positions, *agreement, float((shares**2).sum()), near)


def some(count: int, input_shape: tuple[int, ...], most: int) -> np.ndarray:
    """Positions of up to `most` of the examples that are judged, evenly drawn."""
    judged = judged_count(count, input_shape)
    return np.unique(np.linspace(0, judged - 1, min(most, judged)).round().astype(int))


def last_hidden(model) -> str:
    """The path of the layer before the last one; the last where there is no other."""
    paths = [row.path for row in layer_table(model) if row.kind not in ("InputLayer", "Dropout", "Activation")]
    return paths[-2] if len(paths) > 1 else paths[-1]


def _reference(run_id: str, split: str, positions: np.ndarray) -> np.ndarray | None:
    """(n, 2) where the newest weights put the same examples; None where that cannot be said."""
    try:
        model, dataset = warm(parted(run_id)[0])
        vectors = layer_vectors(model, given(model, dataset.split(split), positions), last_hidden(model))
        return _plane_of(of_vectors(vectors, "", "pca", 30.0, 0))
    except NnvizError:
        return None


def _plane_of(projection: Projection) -> np.ndarray | None:
    return projection.points if np.ptp(projection.points, 0).all() else None


def _mesh(model, dataset, layer: str, first: np.ndarray) -> np.ndarray | None:
    """(lines · points, numbers) a grid over a plane of two inputs as the layer sees it, all lines across and then all
    upright ones; None for other data."""
    if dataset.schema.input_shape != (2,) or dataset.schema.further:
        return None
    low, high = first.min(0), first.max(0)
    margin = 0.05 * (high - low)
    lines, points = GRID
    along, apart = (np.linspace(low - margin, high + margin, count) for count in (points, lines))
    across = np.stack(np.broadcast_arrays(along[None, :, 0], apart[:, None, 1]), -1)
    upright = np.stack(np.broadcast_arrays(apart[:, None, 0], along[None, :, 1]), -1)
    grid = np.concatenate([across, upright]).reshape(-1, 2).astype("float32")
    return layer_vectors(model, grid, layer) if layer else grid
