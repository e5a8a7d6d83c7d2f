"""Leave the model as found: layers' own calls are put back, and so are the states that a pass has moved."""

import contextlib

import tensorflow as tf

from nnviz.inspection.cache import LOCK
from nnviz.keras_internals import calls_replaced
from nnviz.models.states import preserved

__all__ = ["preserved", "replaced_calls", "uncompiled_calls"]


@contextlib.contextmanager
def uncompiled_calls():
    """Lets a model that compiles its own `call` run it uncompiled for a block: what it has compiled before would pass
    replaced layers by, and what it compiles meanwhile would keep them."""
    with LOCK:
        before = tf.config.functions_run_eagerly()
        try:
            tf.config.run_functions_eagerly(True)
            yield
        finally:
            tf.config.run_functions_eagerly(before)


@contextlib.contextmanager
def replaced_calls(replacements):
    """Replace the `call` of layers for a block; `replacements` holds (layer, function) pairs.

    The function is set on the instance, past Keras's attribute tracking, and taken away again. One thread does so at a
    time: two that put back what they found of the same layer would leave the other's function behind.
    """
    with LOCK, calls_replaced(replacements):
        yield
