"""What the Space page asks about the network of a run."""

import math

import numpy as np

from nnviz.inspection.space import layer_vectors, neighbours_agree, of_vectors
from nnviz.inspection.space_records import Space
from nnviz.training.given import given
from nnviz.training.judging import judged_count
from nnviz.training.warm import warm

MOST = 600
"""Examples in a picture: what can be told apart, and t-SNE takes seconds."""


def space_of_run(run_id: str, split: str, layer: str, method: str, perplexity: float = 30.0) -> Space:
    """Up to `MOST` examples of a split, evenly drawn, in the space of a layer ("" for the input). Raises ModelError."""
    model, dataset = warm(run_id)
    part = dataset.split(split)
    count = judged_count(len(part), dataset.schema.input_shape)
    positions = np.unique(np.linspace(0, count - 1, min(MOST, count)).round().astype(int))
    first = part.x[positions].reshape(len(positions), -1).astype("float32")
    vectors = layer_vectors(model, given(model, part, positions), layer) if layer else first
    projection = of_vectors(vectors, layer, method, perplexity, 0)
    if not dataset.schema.has_classes:
        return Space(projection, positions, math.nan, math.nan, math.nan)
    classes = part.y[positions]
    shares = np.bincount(classes) / len(classes)
    agreement = (neighbours_agree(own, classes) for own in (vectors, first))
    return Space(projection, positions, *agreement, float((shares**2).sum()))
