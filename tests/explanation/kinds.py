"""A small network around each kind of layer that the builder knows, and examples for it."""

import inspect

import keras
import numpy as np
from keras import layers

from nnviz import paths
from nnviz.models.catalog import KERAS_LAYER, LAYERS

KINDS = [kind for kind in LAYERS if kind not in ("InputLayer", KERAS_LAYER)]
_SIZES = {"units": 3, "filters": 3, "kernel_size": 2, "pool_size": 2, "n": 3, "activation": "tanh", "scale": 0.5,
          "dims": (2, 1), "target_shape": (3, -1), "rate": 0.3, "stddev": 0.3}  # fmt: skip
_SEQUENCES = ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "TimeDistributed", "MultiHeadAttention", "Attention",
              "Masking", "AdditiveAttention", "Permute", "EinsumDense")  # fmt: skip
_ASKED = {
    "EinsumDense": {"equation": "abc,cd->abd", "output_shape": (5, 4), "activation": "relu"},
    "Normalization": {"mean": 0.1, "variance": 2.0},
    "LayerScale": {"init_values": 0.5, "projection_dim": 6},
    "GroupNormalization": {"groups": 3},
    "ReLU": {"max_value": 1.0, "negative_slope": 0.1, "threshold": 0.2},
}


def scattered(model, seed=0):
    """The model with weights by the seed, so that no bias is zero and no scale is one."""
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        if "float" in str(weight.dtype) and "variance" not in weight.path:
            noise = rng.standard_normal(weight.shape)
            size = np.sqrt(np.prod(weight.shape[:-1]))
            weight.assign(noise / size if len(weight.shape) > 1 else np.asarray(weight) + 0.2 * noise)
    return model


def numbers(*shape, seed=1):
    return np.random.default_rng(seed).standard_normal(shape).astype("float32")


def network_with(kind: str):
    """(model, examples): that layer, then two classes by a softmax."""
    if kind == "Embedding":
        inputs = keras.Input((5,), dtype="int32")
        middle = layers.LSTM(3)(layers.Embedding(9, 4, mask_zero=True)(inputs))
        return _headed(inputs, middle), np.random.default_rng(0).integers(0, 9, (3, 5)).astype("int32")
    shape = _shape(kind)
    inputs = keras.Input(shape)
    first = layers.Dense(shape[-1])(inputs) if len(shape) == 1 else inputs
    return _headed(inputs, _applied(kind, first)), numbers(3, *shape)


def _headed(inputs, middle):
    flat = layers.Flatten()(middle) if len(middle.shape) > 2 else middle
    return scattered(keras.Model(inputs, layers.Dense(2, activation="softmax")(flat)))


def _shape(kind: str) -> tuple[int, ...]:
    rank = next((n for n in (1, 2, 3) if f"{n}D" in kind), 0)
    if rank:
        return (*([3] * kind.startswith("ConvLSTM")), *([4] * rank), 3)
    return (5, 3) if kind in _SEQUENCES else (6,)


def _applied(kind: str, x):
    make = paths.resolve(LAYERS[kind].path)
    if LAYERS[kind].inputs[0] > 1:
        others = [layers.Dense(x.shape[-1])(x), layers.Dense(x.shape[-1])(x)]
        return make(axes=1)(others) if kind == "Dot" else make()(others)
    if kind == "Bidirectional":
        return make(layers.LSTM(2))(x)
    if kind == "TimeDistributed":
        return make(layers.Dense(4, activation="relu"))(x)
    if kind == "MultiHeadAttention":
        return make(2, 2)(x, x)
    known = inspect.signature(make.__init__).parameters
    needed = {name for name, one in known.items() if one.default is inspect.Parameter.empty}
    chosen = {name: value for name, value in _SIZES.items() if name in needed}
    return make(**_ASKED.get(kind, chosen))(x)
