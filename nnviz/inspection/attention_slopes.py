"""The weights of a model's self-attention layers, and the slope of one number of its output in them."""

import functools
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from nnviz.errors import ExplanationError
from nnviz.inspection.attention import KINDS
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.state import preserved, replaced_calls, uncompiled_calls
from nnviz.models.layer_paths import layer_paths


@dataclass(frozen=True)
class AttentionSlopes:
    """One call of an attention layer: its weights (n, heads, queries, keys), and ∂F/∂weights, float32."""

    path: str
    weights: np.ndarray
    slopes: np.ndarray


def attention_slopes(function: OutputFunction, points, flat, weights) -> tuple[AttentionSlopes, ...]:
    """Every attention layer's weights, and how F = Σ `weights` · output follows them, in the order of the calls.

    Raises:
        ExplanationError: when F does not depend on the weights in a way that can be differentiated.
    """
    scores: list = []
    layers = [(path, layer) for path, layer in layer_paths(function.model).items() if isinstance(layer, KINDS)]
    tensors = [tf.convert_to_tensor(point) for point in points]
    wrapped = [(layer, _telling(path, layer, scores)) for path, layer in layers]
    with preserved(function.model), uncompiled_calls(), replaced_calls(wrapped), tf.GradientTape() as tape:
        tape.watch(tensors)
        outputs = function.run(tensors, [tf.convert_to_tensor(array) for array in flat])
        value = tf.reduce_sum(outputs * tf.cast(weights, outputs.dtype))
    slopes = tape.gradient(value, [tensor for _, tensor in scores])
    if any(slope is None for slope in slopes):
        raise ExplanationError("The output does not follow the attention weights in a way that can be differentiated.")
    return tuple(
        AttentionSlopes(path, _heads(tensor), _heads(slope))
        for (path, tensor), slope in zip(scores, slopes, strict=True)
    )


def _telling(path: str, layer, scores: list):
    original = layer.call

    @functools.wraps(original)
    def call(*args, return_attention_scores=False, **kwargs):
        output, weights = original(*args, return_attention_scores=True, **kwargs)
        scores.append((path, weights))
        return (output, weights) if return_attention_scores else output

    return call


def _heads(tensor) -> np.ndarray:
    array = np.asarray(tf.cast(tensor, tf.float32))
    return array[:, None] if array.ndim == 3 else array
