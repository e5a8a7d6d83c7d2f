"""∂loss/∂output and ∂output/∂w of a layer of any kind, for one of its weights."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.inspection.state import preserved

_STATISTICS = ("moving_mean", "moving_variance", "mean", "variance", "count")
_SCALES = {
    "BatchNormalization": {"gamma": "scaled", "beta": "added"},
    "LayerNormalization": {"gamma": "scaled", "beta": "added"},
    "GroupNormalization": {"gamma": "scaled", "beta": "added"},
    "RMSNormalization": {"scale": "scaled"},
    "LayerScale": {"gamma": "scaled"},
    "Embedding": {"embeddings": "looked up"},
}
"""Where the second factor has a name: what is learned after a normalization, and the row of a word."""


def weights_of(layer) -> dict[str, keras.Variable]:
    """A layer's weights by short names, each as long as it takes to tell them apart; what only counts or keeps
    statistics is left out."""
    own = [
        variable
        for variable in layer.weights
        if keras.backend.is_float_dtype(variable.dtype) and variable.name not in _STATISTICS
    ]
    parts = [variable.path.split("/") for variable in own]
    names = {}
    for variable, path in zip(own, parts, strict=True):
        length = 1
        while length < len(path) and sum(other[-length:] == path[-length:] for other in parts) > 1:
            length += 1
        name = "/".join(path[-length:])
        names[name if name not in names else f"{name} ({len(names) + 1})"] = variable
    return names


def meaning_of(layer, variable: str) -> str:
    """What the second factor is: "scaled", "added" or "looked up", and "whole" where it has no name."""
    kind = type(layer).__name__
    own = _SCALES.get(kind, {}) if type(layer).__module__.split(".")[0] == "keras" else {}
    return own.get(variable, "whole")


def factors(layer, calls, outers, weight, index: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """(∂loss/∂output, ∂output/∂w), both (n, …) over all numbers of a layer's output, and of every call of it.

    Where the weight moves one unit only, the last axis is left out; several calls are the second axis.

    Args:
        calls: `nnviz.inspection.capture.Call` of the layer.      outers: ∂loss/∂output of each.
    """
    locals_ = [_moved(layer, call, weight, index) for call in calls]
    outside = np.stack([np.asarray(tf.convert_to_tensor(own), "float64") for own in outers], 1)
    local = np.stack([np.asarray(own, "float64") for own in locals_], 1)
    if len(calls) == 1:
        outside, local = outside[:, 0], local[:, 0]
    if local.ndim > 1:
        units = np.flatnonzero(np.any(local.reshape(-1, local.shape[-1]), 0))
        if len(units) == 1:
            outside, local = outside[..., units[0]], local[..., units[0]]
    return outside, local


def _moved(layer, call, weight, index):
    """∂output/∂w of one call, forwards; by differentiating twice where an operation has no forward derivative."""
    one = np.zeros(tuple(weight.shape), "float32")
    one[index] = 1
    try:
        with preserved(layer), tf.autodiff.ForwardAccumulator(weight.value, tf.constant(one, weight.dtype)) as forward:
            answer = _answer(layer, call)
        told = forward.jvp(answer)
        return tf.zeros_like(answer) if told is None else tf.convert_to_tensor(told)
    except (LookupError, TypeError, ValueError, NotImplementedError, tf.errors.OpError):
        return _twice(layer, call, weight, index)


def _twice(layer, call, weight, index):
    with preserved(layer), tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(weight.value)
            answer = _answer(layer, call)
        ones = tf.ones_like(answer)
        outer.watch(ones)
        slope = tf.convert_to_tensor(inner.gradient(answer, weight.value, output_gradients=ones))[index]
    told = outer.gradient(slope, ones)
    return tf.zeros_like(answer) if told is None else tf.convert_to_tensor(told)


def _answer(layer, call):
    returned = [own for own in keras.tree.flatten(layer.call(*call.args, **call.kwargs)) if tf.is_tensor(own)]
    return tf.identity(returned[0])
