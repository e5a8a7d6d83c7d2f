"""What a network answers without one head of an attention layer."""

import keras
import numpy as np

from nnviz.errors import ModelError, unknown_name
from nnviz.inspection.cache import LOCK
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.models.layer_paths import layer_paths

_KINDS = (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention)
_BATCH = 256


def attention_heads(model) -> dict[str, int]:
    """Path → how many heads, of every layer whose heads can be left out."""
    layers = {path: layer for path, layer in layer_paths(model).items() if isinstance(layer, _KINDS)}
    return {path: int(_output_kernel(layer).shape[0]) for path, layer in layers.items() if layer.built}


def without_heads(model, x, layer: str) -> np.ndarray:
    """(1 + heads, n, …) the model's first output as it is, and with each head of a layer left out in turn.

    What a head would add to the layer's output is set to zero (Michel, Levy and Neubig, "Are Sixteen Heads Really
    Better than One?", 2019).

    Args:
        model: any Keras 3 model, left as found, also after an error.
        x: (n, …) as the model takes it.
        layer: path of a MultiHeadAttention or GroupQueryAttention.

    Raises:
        ModelError: for another layer.
    """
    batch, _ = as_batch(model, x)
    heads = attention_heads(model)
    if layer not in heads:
        raise unknown_name("attention layer", layer, heads, kind=ModelError)
    kernel = _output_kernel(layer_paths(model)[layer])
    with LOCK:
        found = np.array(kernel)
        outputs = [_answers(model, batch)]
        try:
            for head in range(heads[layer]):
                left_out = found.copy()
                left_out[head] = 0.0
                kernel.assign(left_out)
                outputs.append(_answers(model, batch))
        finally:
            kernel.assign(found)
    return np.stack(outputs)


def _output_kernel(layer):
    """(heads, value dimension, …) what mixes the heads into the layer's output."""
    return next(weight for weight in layer.weights if weight.path.endswith("attention_output/kernel"))


def _answers(model, batch) -> np.ndarray:
    count, pieces = len(keras.tree.flatten(batch)[0]), []
    for start in range(0, count, _BATCH):
        part = keras.tree.map_structure(lambda array, start=start: array[start : start + _BATCH], batch)
        pieces.append(np.asarray(keras.tree.flatten(model(as_tensors(part), training=False))[0]))
    return np.concatenate(pieces)
