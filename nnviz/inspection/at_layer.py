"""What one layer of a model returns, and the slope of a number of its output in that."""

import functools

import numpy as np
import tensorflow as tf

from nnviz.errors import ExplanationError
from nnviz.inspection.cache import LOCK, remembered
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.state import preserved, replaced_calls, uncompiled_calls
from nnviz.models.layer_paths import layer_paths


def at_layer(function: OutputFunction, path: str, points, flat, weights) -> tuple[np.ndarray, np.ndarray]:
    """What the layer at `path` returned in its last call, and ∂F/∂it: two arrays of its output's shape, float32.

    A model that is asked a second time gets a traced function, which is several times faster than running it layer by
    layer, and takes as long to trace as some passes.

    Args:
        function: F; the examples' points, inputs and weights of outputs are such as its own methods take.

    Raises:
        ExplanationError: when the layer cannot be looked into, or F does not depend on it.
    """
    arrays = [*points, *flat, np.asarray(weights, "float32")]
    shapes = tuple((array.shape[1:], array.dtype.name) for array in arrays)
    key = ("at layer", path, *function.identity, shapes)
    asked = remembered(function.model, (*key, "asked"), lambda: [0])
    asked[0] += 1
    traced = remembered(function.model, key, lambda: _traced(function, path, arrays)) if asked[0] > 1 else None
    if traced is not None:
        return tuple(np.asarray(one, "float32") for one in traced(*arrays))
    with preserved(function.model):
        returned, gradient = _evaluated(function, path, *[tf.convert_to_tensor(array) for array in arrays])
    if gradient is None or tf.is_symbolic_tensor(returned):
        raise ExplanationError(
            f"What is explained does not depend on {path} in a way that can be differentiated.",
            fix="Choose a method that looks at no single layer, such as integrated gradients.",
        )
    return np.asarray(returned, "float32"), np.asarray(gradient, "float32")


def _traced(function: OutputFunction, path: str, arrays):
    """The traced function; None for a model that cannot be traced, or without a gradient there."""
    size = function.fixed_batch
    signature = [tf.TensorSpec([size, *array.shape[1:]], array.dtype) for array in arrays]
    plain = functools.partial(_evaluated, function, path)
    try:
        with LOCK, preserved(function.model), uncompiled_calls():
            traced = tf.function(plain, input_signature=signature, autograph=False).get_concrete_function()
            return None if any(one is None for one in traced.structured_outputs) else traced
    except Exception:  # a model with Python control flow on its data runs untraced
        return None


def _evaluated(function: OutputFunction, path: str, *tensors):
    """What the layer returned, and the gradient in it or None."""
    count, inputs = len(function.entries), len(function.names)
    points = [tf.convert_to_tensor(tensor) for tensor in tensors[:count]]
    flat, weights = [tf.convert_to_tensor(one) for one in tensors[count : count + inputs]], tensors[-1]
    layer, returned = layer_paths(function.model)[path], []

    @functools.wraps(layer.call)
    def call(*args, _inner=layer.call, **kwargs):
        returned.append(_inner(*args, **kwargs))
        return returned[-1]

    with replaced_calls([(layer, call)]), tf.GradientTape() as tape:
        tape.watch(points)
        outputs = function.run(points, flat)
        value = tf.reduce_sum(outputs * tf.cast(weights, outputs.dtype))
    if not returned or not tf.is_tensor(returned[-1]):
        return None, None
    return returned[-1], tape.gradient(value, returned[-1])
