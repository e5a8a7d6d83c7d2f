"""Substitute what layers do for the length of a block: given answers, or no last activation."""

import contextlib
import functools

import keras
import tensorflow as tf

from nnviz.inspection.state import replaced_calls


def answering(layer, answers: dict):
    """A `call` that gives `answers[i]` at the i-th call, in the layer's own type, and computes the others."""
    original, count = layer.call, iter(range(10**9))

    @functools.wraps(original)
    def call(*args, **kwargs):
        index = next(count)
        if index not in answers:
            return original(*args, **kwargs)
        return tf.cast(answers[index], layer.compute_dtype)

    return call


@contextlib.contextmanager
def without_activation(layer):
    """Let a layer return what it computes before its softmax or sigmoid, for a block."""
    if isinstance(layer, keras.layers.Softmax):
        with replaced_calls([(layer, lambda inputs, *args, **kwargs: inputs)]):
            yield
        return
    before = layer.__dict__["activation"]
    object.__setattr__(layer, "activation", keras.activations.linear)
    try:
        yield
    finally:
        object.__setattr__(layer, "activation", before)
