"""Directions in the space of a network's weights.

Li, Xu, Taylor, Studer and Goldstein, "Visualizing the Loss Landscape of Neural Nets" (NeurIPS 2018).
"""

import numpy as np

from nnviz.models.layer_paths import layer_paths


def directions(weights, seed: int, count: int = 2, filters=None) -> list[list[np.ndarray]]:
    """Random directions in the space of `weights`: each filter as long as the filter it belongs to.

    A filter is what leads to one unit: the last axis of a kernel counts them. Vectors (biases, gains) stay as they are,
    unless there is nothing else. Networks that compute the same by larger and smaller weights, as those with ReLU can,
    have the same slices along these.

    Args:
        weights: arrays.
        seed: of the draws; the first directions do not depend on how many there are.
        filters: for each of `weights` the axes that count filters, `filter_axes`; the last one when None.
    """
    rng = np.random.default_rng(seed)
    filters = [(weight.ndim - 1,) for weight in weights] if filters is None else filters
    vectors_alone = all(weight.ndim < 2 for weight in weights)
    chosen = []
    for _ in range(count):
        direction = []
        for weight, kept in zip(weights, filters, strict=True):
            draw = rng.normal(size=weight.shape)
            axes = tuple(k for k in range(weight.ndim) if k not in kept or vectors_alone)
            lengths = [np.sqrt((own**2).sum(axes, keepdims=True)) for own in (np.asarray(weight, float), draw)]
            moves = weight.ndim > 1 or vectors_alone
            direction.append(draw * lengths[0] / np.maximum(lengths[1], 1e-12) if moves else np.zeros_like(weight))
        chosen.append(direction)
    return chosen


def filter_axes(model) -> list[tuple[int, ...]]:
    """For each of `model.trainable_variables` the axes whose places are filters."""
    kinds = {}
    for layer in layer_paths(model).values():
        for variable in getattr(layer, "trainable_variables", None) or ():
            kinds[id(variable)] = type(layer).__name__
    return [_axes(kinds.get(id(own), ""), own.name, len(own.shape)) for own in model.trainable_variables]


def _axes(kind: str, name: str, axes: int) -> tuple[int, ...]:
    if axes < 2:
        return (axes - 1,)
    if kind == "Embedding":
        return (0,)
    if "depthwise" in name or kind.startswith("Depthwise"):
        return (axes - 2, axes - 1)
    if kind.endswith("Transpose") and kind.startswith("Conv"):
        return (axes - 2,)
    return (axes - 1,)
