"""Backpropagation through a whole Keras network: one example forward, its loss's gradients backward. For workers."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.concepts.flow_records import Flow, Stage
from nnviz.inspection.capture import capture
from nnviz.inspection.state import preserved

_WRAPPERS = (keras.layers.InputLayer, keras.Model)


def network_flow(model: keras.Model, x, y, loss, most: int = 24) -> Flow:
    """The flow of one example through `model`, in inference mode; the model is left as it was.

    Args:
        model: with one input.      x: (1, …) the example.      y: (1, …) its target, encoded as `loss` wants it.
        most: units and channels shown of each layer, the first ones.
    """
    tokens = np.asarray(x).dtype.kind in "iu"
    given = tf.convert_to_tensor(x)
    with preserved(model), tf.GradientTape(persistent=True) as tape:
        if not tokens:
            tape.watch(given)
        calls, output = capture(model, given)
        # A copy, because from the output itself Keras would find its logits, and go around the last activation.
        value = tf.reduce_mean(loss(tf.convert_to_tensor(y), tf.identity(output)))
    layers = [call for call in calls if not isinstance(call.layer, _WRAPPERS) and len(call.outputs) == 1]
    stages = tuple(_stage(call, tape, value, most) for call in layers)
    towards = None if tokens else tape.gradient(value, given)
    back = np.zeros(np.shape(x)) if towards is None else towards.numpy()
    return Flow(
        stages,
        float(value),
        np.asarray(output)[0],
        np.asarray(y)[0],
        _units(np.asarray(x)[0], most),
        _units(back[0], most),
    )


def _stage(call, tape, value, most):
    output = call.outputs[0]
    gradient = tape.gradient(value, output)
    back = np.zeros(output.shape) if gradient is None else np.asarray(gradient)
    weights = call.layer.trainable_variables
    weight_gradients = [g for g in tape.gradient(value, [w.value for w in weights]) if g is not None] if weights else []
    dense = type(call.layer).__name__ == "Dense" and len(weight_gradients) and output.shape.rank == 2
    length = float(tf.linalg.global_norm(weight_gradients)) if weight_gradients else None
    return Stage(
        call.path,
        type(call.layer).__name__,
        tuple(output.shape[1:]),
        _units(output.numpy()[0], most),
        _units(back[0], most),
        np.asarray(weight_gradients[0])[:most, :most] if dense else None,
        length,
    )


def _units(values: np.ndarray, most: int) -> np.ndarray:
    """(units,) of one example; for more than one axis the last one counts channels."""
    if values.ndim <= 1:
        return np.atleast_1d(values)[:most].astype("float32")
    flat = values.reshape(-1, values.shape[-1])
    sizes, means = np.abs(flat).mean(0), flat.mean(0)
    return (np.where(means < 0, -1, 1) * sizes)[:most].astype("float32")
