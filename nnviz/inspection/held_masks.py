"""Masks that stay those of the examples while their numbers are moved: a Masking layer knows no half-way.

On the way from a baseline of zeros to an example, every step but the first point differs from zero, and a network would
skip none; and at the baseline itself it would skip all. So the steps that are skipped are those of the example.
"""

import functools

import keras

from nnviz import keras_internals
from nnviz.models.layer_paths import is_mask
from nnviz.training.topology import functional


def masked_inputs(model) -> dict[int, list]:
    """The inputs of a functional model that only Masking layers read, by their place, with these layers; {} for other
    models."""
    graph = functional(model)
    if graph is None:
        return {}
    readers: dict[int, list] = {k: [] for k in range(len(graph.inputs))}
    for operation in graph.operations:
        for call in () if isinstance(operation, keras.layers.InputLayer) else keras_internals.calls_of(operation):
            for k, tensor in enumerate(graph.inputs):
                if any(own is tensor for own in call.input_tensors) and not is_mask(operation):
                    readers[k].append(operation)
    only = {k: own for k, own in readers.items() if own}
    return {k: own for k, own in only.items() if all(isinstance(layer, keras.layers.Masking) for layer in own)}


def answering_points(layer, example, points):
    """A `call` of a Masking layer that returns `points` (n, steps, channels), zeros where `example` is masked."""
    original = layer.call

    @functools.wraps(original)
    def call(*args, **kwargs):
        real = keras.ops.any(keras.ops.not_equal(example, layer.mask_value), axis=-1, keepdims=True)
        outputs = keras.ops.where(real, keras.ops.cast(points, layer.compute_dtype), 0)
        keras_internals.set_mask(outputs, keras.ops.squeeze(real, axis=-1))
        return outputs

    return call
