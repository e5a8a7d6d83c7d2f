"""What the attention layers of a model look at."""

import functools

import keras
import numpy as np
import tensorflow as tf

from nnviz.inspection.activations import to_array
from nnviz.inspection.capture import capture, ensure_built
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.sequence_records import AttentionMap
from nnviz.inspection.state import replaced_calls
from nnviz.models.layer_paths import layer_paths

KINDS = (
    keras.layers.MultiHeadAttention,
    keras.layers.GroupQueryAttention,
    keras.layers.Attention,
    keras.layers.AdditiveAttention,
)


def attention(model, x) -> tuple[AttentionMap, ...]:
    """The attention weights of every attention layer, for the batch `x`, in inference mode.

    The layers are asked for their own weights (Vaswani et al., "Attention is all you need", 2017, section 3.2), not
    rebuilt. A weight says how much of another step's value enters a step, not how much it counts for the answer (Jain
    and Wallace, "Attention is not Explanation", 2019).

    Args:
        model: any Keras 3 model, left as found.
        x: (batch, …) as the model takes it.

    Returns:
        One record a call of a layer, in the order of the calls; () for a model without attention.

    Raises:
        ModelError: for an input that the model refuses.
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    maps: list[AttentionMap] = []
    layers = [(path, layer) for path, layer in layer_paths(model).items() if isinstance(layer, KINDS)]
    with replaced_calls([(layer, _telling(path, layer, maps)) for path, layer in layers]):
        capture(model, batch, choose=lambda path, layer: False)
        if layers and not maps:  # a model that compiles its own call hides the weights in a graph
            eager = tf.config.functions_run_eagerly()
            try:
                tf.config.run_functions_eagerly(True)
                capture(model, batch, choose=lambda path, layer: False)
            finally:
                tf.config.run_functions_eagerly(eager)
    return tuple(maps)


def _telling(path: str, layer, maps: list[AttentionMap]):
    original, counts = layer.call, iter(range(10**9))

    @functools.wraps(original)
    def call(*args, return_attention_scores=False, **kwargs):
        output, weights = original(*args, return_attention_scores=True, **kwargs)
        if not tf.is_symbolic_tensor(weights):
            values = to_array(weights)[0]
            heads = values[:, None] if values.ndim == 3 else values
            maps.append(AttentionMap(path, type(layer).__name__, next(counts), heads.astype(np.float32)))
        return (output, weights) if return_attention_scores else output

    return call
