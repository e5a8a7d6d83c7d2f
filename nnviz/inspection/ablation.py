"""What a model returns with some units of a layer held at a value: without them, or clamped."""

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.state import preserved, replaced_calls
from nnviz.inspection.unit_function import batches, layer_at, only_output, returned_by, traced
from nnviz.inspection.unit_records import Ablation
from nnviz.models.layer_paths import layer_paths


def ablate(model, x, layer: str, units: Sequence[int] | int, value: float = 0.0, output: int = 0) -> Ablation:
    """The model's outputs with some units of a layer held at a value, everywhere and for every example.

    Args:
        model: any Keras 3 model, left as found.
        x: (n, …) examples as the model takes them.
        layer: path or name; where it is called more than once, in every call.
        units: which of its units, from 0; () holds none.
        value: what they are held at.
        output: which output of the model, counted over the flattened ones.

    Raises:
        ModelError: for an unknown layer or unit, one without units, or an input that the model refuses.

    >>> model = keras.Sequential([keras.layers.Dense(2, kernel_initializer="ones"), keras.layers.Dense(1)])
    >>> ablate(model, np.ones((3, 4)), model.layers[0].name, 1).units
    (1,)
    """
    batch, path, _ = layer_at(model, x, layer)
    chosen = tuple(int(k) for k in np.atleast_1d(np.asarray(units, int)))
    with preserved(model):
        count = unit_count(model, batch, path)
        wrong = [k for k in chosen if not 0 <= k < count]
        if wrong:
            raise ModelError(
                f"Layer {path!r} has no unit {wrong[0] + 1:,}.",
                expected=f"1 to {count:,} (`units` from 0 to {count - 1})",
                where="units",
            )
        held = np.zeros(count, bool)
        held[list(chosen)] = True
        before = held_outputs(model, batch, path, np.zeros(count, bool), 0.0, output)
        after = held_outputs(model, batch, path, held, float(value), output)
    return Ablation(path, chosen, float(value), before, after)


def held_outputs(model, batch, path: str, held: np.ndarray, value: float, output: int = 0) -> np.ndarray:
    """(n, …) an output of the model with the units in `held` (units,) bool at `value`."""
    values = np.full(len(held), value, "float32")
    return np.concatenate(list(_outputs(model, batch, path, held[None], values[None], output)), axis=1)[0]


def clamped(model, example, path: str, unit: int, values: np.ndarray, output: int = 0) -> np.ndarray:
    """(values, …) an output for one example, as a batch of one, with a unit held at each of some values."""
    with preserved(model):
        count = unit_count(model, example, path)
        held = np.zeros((len(values), count), bool)
        held[:, unit] = True
        wanted = np.broadcast_to(np.asarray(values, "float32")[:, None], held.shape)
        return np.concatenate(list(_outputs(model, example, path, held, wanted, output)), axis=1)[:, 0]


def each_ablated(model, batch, path: str, units: Sequence[int], output: int = 0) -> np.ndarray:
    """(units, n, …) an output with each of some units at 0 in turn, the others as they are."""
    with preserved(model):
        count = unit_count(model, batch, path)
        held = np.zeros((len(units), count), bool)
        held[np.arange(len(units)), list(units)] = True
        return np.concatenate(list(_outputs(model, batch, path, held, np.zeros(held.shape, "float32"), output)), axis=1)


def _outputs(model, batch, path, held, values, output):
    """(settings, batch, …) for each batch: an output for every row of `held` and `values` (settings, units)."""
    row = tf.TensorSpec([held.shape[1]], tf.bool), tf.TensorSpec([held.shape[1]], tf.float32)
    function = traced(model, batch, ("held", path, held.shape[1], output), _holding(path, output), *row)
    for _, count, arrays in batches(model, batch):
        yield np.stack([np.asarray(function(*arrays, *own))[:count] for own in zip(held, values, strict=True)])


def _holding(path: str, output: int):
    def function(model, inputs, held, values):
        layer = layer_paths(model)[path]
        inner = layer.call

        def call(*args, **kwargs):
            returned = keras.tree.flatten(result := inner(*args, **kwargs))
            changed = [_held(returned[0], held, values), *returned[1:]]
            return keras.tree.pack_sequence_as(result, changed)

        with replaced_calls([(layer, call)]):
            result = model(inputs, training=False)
        return tf.cast(keras.tree.flatten(result)[output], tf.float32)

    return function


def _held(tensor, held, values):
    if tensor.shape[-1] is not None and tensor.shape[-1] != held.shape[0]:
        raise ModelError(f"The layer returns {tensor.shape[-1]:,} units in one call and {held.shape[0]:,} in another.")
    return tf.where(held, tf.cast(values, tensor.dtype), tensor)


def unit_count(model, batch, path: str) -> int:
    """How many units a layer has: positions on its output's last axis. Raises ModelError for a layer without any."""
    function = traced(model, batch, ("count", path), _counting(path))
    _, _, arrays = next(batches(model, batch, 1))
    return int(function(*arrays))


def _counting(path: str):
    def function(model, inputs):
        with returned_by(layer_paths(model)[path]) as returned:
            model(inputs, training=False)
        return tf.shape(only_output(returned, path))[-1]

    return function
