"""One batch forward and back through any Keras model in training mode, every layer's output and slope noted."""

import functools
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.capture import Call
from nnviz.inspection.state import replaced_calls
from nnviz.keras_internals import calls_replaced, plain_calls
from nnviz.models.layer_paths import layer_paths
from nnviz.training.gradient_probe import compared


@dataclass(frozen=True)
class Pass:
    """What a pass showed.

    Attributes:
        calls: of all layers that hold no others, in their order.
        slopes: of each call ∂loss/∂its first output, a tensor or None.
        outputs: (n, …) the network's.
        loss, penalty: what is differentiated, and what of it regularizers added.
        gradients: of each trainable variable, a tensor or None.
    """

    calls: list[Call]
    slopes: list
    outputs: tf.Tensor
    loss: float
    penalty: float
    gradients: list


def forward_and_back(model: keras.Model, batch) -> Pass:
    """A forward pass in training mode, Keras's own loss of it, and the way back. It moves seeds, batch statistics and
    metrics, as a training step does.

    Args:
        model: compiled, with one output.
        batch: (x, y) or (x, y, weights), tensors.
    """
    x, y, weights = keras.utils.unpack_x_y_sample_weight(batch)
    every = {path: layer for path, layer in layer_paths(model).items() if type(layer).__name__ != "InputLayer"}
    leaves = {path: layer for path, layer in every.items() if not any(own.startswith(f"{path}/") for own in every)}
    trained, calls, counts = model.trainable_variables, [], {}
    with tf.GradientTape() as tape:
        recorded = [(layer, _recording(path, layer, calls, counts, tape)) for path, layer in leaves.items()]
        with replaced_calls(plain_calls((model, *every.values()))), calls_replaced(recorded):
            outputs = model(x, training=True)
        if len(keras.tree.flatten(outputs)) > 1:
            raise ModelError("Slow motion needs a network with one output.", where="model")
        loss = model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=weights, training=True)
    heads = [call.outputs[0] for call in calls]
    gradients, slopes = tape.gradient(loss, ([variable.value for variable in trained], heads))
    slopes = [_slope_of_answer(model, y, head, weights) if head is outputs and slope is None else slope
              for head, slope in zip(heads, slopes, strict=True)]  # fmt: skip
    gradients = [None if own is None else tf.convert_to_tensor(own) for own in gradients]
    return Pass(calls, slopes, outputs, float(loss), float(sum(model.losses)), gradients)


def _recording(path: str, layer, calls: list, counts: dict, tape):
    """The call of a layer that also notes what went in and came out."""
    function = layer.call

    @functools.wraps(function)
    def call(*args, **kwargs):
        result = function(*args, **kwargs)
        outputs = _tensors(result)
        if not outputs or any(tf.is_symbolic_tensor(tensor) for tensor in outputs):  # inside a loop of its own
            return result
        tape.watch([tensor for tensor in outputs if tensor.dtype.is_floating])
        counts[path] = counts.get(path, -1) + 1
        calls.append(Call(path, layer, counts[path], _tensors((args, kwargs)), outputs))
        return result

    return call


def _tensors(structure) -> tuple:
    return tuple(own for own in keras.tree.flatten(structure) if tf.is_tensor(own))


def _slope_of_answer(model, y, answer, weights):
    """∂loss/∂answer where Keras's cross-entropy goes around a softmax or sigmoid that it recognises."""
    answer = tf.identity(answer)
    with tf.GradientTape() as tape:
        tape.watch(answer)
        value = compared(keras.losses.get(model.loss), y, answer, weights)
    return tape.gradient(value, answer)


def losses_of(model, y, outputs) -> np.ndarray:
    """(n,) the loss of each example, without weights."""
    loss = keras.losses.get(model.loss)
    return np.array([float(compared(loss, y[i : i + 1], outputs[i : i + 1])) for i in range(len(outputs))])
