"""How every unit of a layer responds to many examples: one pass, of which only the strongest are kept."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.probe import activated
from nnviz.inspection.running_units import RunningUnits
from nnviz.inspection.state import preserved
from nnviz.inspection.unit_function import batches, layer_at, only_output, returned_by, traced
from nnviz.inspection.unit_records import UnitResponses
from nnviz.inspection.weights import activation_name

_ENDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "hard_sigmoid": (0.0, 1.0), "softsign": (-1.0, 1.0)}
"""Activations with two ends, at which their slope vanishes."""
_NEAR = 0.01


def units(
    model,
    x,
    layer: str,
    y=None,
    k: int = 9,
    compare: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
) -> UnitResponses:
    """How every unit of a layer responds to each of many examples, and which examples excite it most and least.

    One pass in batches, of which the `k` strongest and weakest examples of each unit and some sums are kept, so that
    memory does not grow with the examples. The model is left as found.

    Args:
        model: any Keras 3 model.
        x: (n, …) examples, or a list or dict of arrays for several inputs.
        layer: path or name; of a layer that is called more than once the first call counts.
        y: (n,) whole-number classes, for the mean response to each.
        k: examples kept a unit.
        compare: whether units are compared with each other, where there are at most 1,024.
        on_progress: called with (examples done, examples) after each batch; what it raises ends the pass.

    Raises:
        ModelError: for an unknown layer, one without units, an input that the model refuses, or classes that do not
            fit the examples.
    """
    own = UnitPass(model, x, layer, y, k, compare)
    while own.done < own.total:
        own.advance()
        if on_progress is not None:
            on_progress(own.done, own.total)
    return own.record()


class UnitPass:
    """`units`, a batch at a time, so that somebody who waits can be told how far it is.

    Attributes:
        done, total: examples.
    """

    def __init__(self, model, x, layer: str, y=None, k: int = 9, compare: bool = True):
        batch, self.path, own = layer_at(model, x, layer)
        self.model, self.kind, self.activation = model, type(own).__name__, activation_name(activated(own))
        self.done, self.total = 0, len(keras.tree.flatten(batch)[0])
        key, ends = ("responses", self.path, self.activation), _ENDS.get(self.activation)
        self._function = traced(model, batch, key, _reduced(self.path, ends))
        self._batches, self._running = batches(model, batch), None
        self._how = self.total, k, _classes(y, self.total), compare

    def advance(self) -> None:
        """The next batch. The model is left as found."""
        start, count, arrays = next(self._batches)
        with preserved(self.model):
            shape, *measured = (np.asarray(one) for one in self._function(*arrays))
        if self._running is None:
            self._running = RunningUnits(tuple(int(n) for n in shape), *self._how)
        self._running.add(start, *(one[:count] for one in measured))
        self.done = start + count

    def record(self) -> UnitResponses:
        """What all examples come to, once all are done."""
        return self._running.record(self.path, self.kind, self.activation)


def _reduced(path: str, ends: tuple[float, float] | None):
    """What a batch comes to: the output's shape, and (batch, units) largest values, where, smallest values, and shares
    near an end."""

    def function(model, inputs):
        from nnviz.models.layer_paths import layer_paths

        with returned_by(layer_paths(model)[path]) as returned:
            model(inputs, training=False)
        output = tf.cast(only_output(returned, path), tf.float32)
        shape = tf.shape(output)
        flat = tf.reshape(output, [shape[0], -1, shape[-1]])
        shares = tf.zeros([0, 0])
        if ends is not None:
            near = _NEAR * (ends[1] - ends[0])
            shares = tf.reduce_mean(tf.cast((flat < ends[0] + near) | (flat > ends[1] - near), tf.float32), axis=1)
        if flat.shape[1] == 1 or output.shape.rank == 2:
            one = flat[:, 0]
            return shape[1:], one, tf.zeros([0, 0], tf.int32), one, shares
        places = tf.argmax(flat, axis=1, output_type=tf.int32)
        return shape[1:], tf.reduce_max(flat, axis=1), places, tf.reduce_min(flat, axis=1), shares

    return function


def _classes(y, total: int) -> np.ndarray | None:
    if y is None:
        return None
    classes = np.asarray(y).reshape(-1)
    if len(classes) != total or classes.dtype.kind not in "iub" or (len(classes) and classes.min() < 0):
        raise ModelError(
            f"The classes are {len(classes):,} values of type {classes.dtype} for {total:,} examples.",
            expected="one whole number from 0 on for each example",
            where="y",
        )
    return classes.astype("int64")
