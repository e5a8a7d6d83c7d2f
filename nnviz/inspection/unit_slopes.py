"""Which way the loss pulls every unit: ∂loss/∂output, unit by unit, with its sign."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.capture import capture
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.slope_records import UnitSlopes
from nnviz.inspection.state import preserved
from nnviz.training.gradient_probe import compared

MOST = 64
"""Units of a layer that are told at most, the first ones."""


def unit_slopes(model: keras.Model, x, y, loss) -> UnitSlopes:
    """∂(mean loss)/∂output of every unit of every layer with weights, from the input to the output.

    Args:
        model: any Keras 3 model with one output; it is left as it was.
        x, y, loss: a batch, its targets, and a Keras loss or its name.

    Returns:
        For each unit (place on the output's last axis) the sum over positions of ∂loss/∂output, of each example's own
        loss, and the mean of that over the examples.

    Raises:
        ModelError: for a model that cannot run on x, or where no gradient comes back.
    """
    batch, _ = as_batch(model, x)
    loss = keras.losses.get(loss)
    with preserved(model), tf.GradientTape() as tape:
        calls, output = capture(model, batch)
        value = compared(loss, tf.convert_to_tensor(y), tf.identity(keras.tree.flatten(output)[0]))
    weighted = {call.path: call for call in calls if call.outputs and getattr(call.layer, "trainable_weights", None)}
    rows = [path for path in weighted if not any(other.startswith(f"{path}/") for other in weighted)]
    slopes = tape.gradient(value, [weighted[path].outputs[0] for path in rows])
    pairs = [(path, np.asarray(slope)) for path, slope in zip(rows, slopes, strict=True) if slope is not None]
    if not pairs:
        raise ModelError("No gradient comes back to any layer: this network cannot be differentiated.", where="model")
    totals = [own.reshape(-1, own.shape[-1]).sum(0) for _, own in pairs]
    widest = min(MOST, max(map(len, totals)))
    values = np.full((len(totals), widest), np.nan)
    for row, own in zip(values, totals, strict=True):
        row[: len(own[:widest])] = own[:widest]
    return UnitSlopes(tuple(path for path, _ in pairs), values, tuple(len(own) for own in totals))
