"""The chain rule for one weight, with its numbers, and the same slope by moving the weight a little."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.cache import LOCK
from nnviz.inspection.capture import capture
from nnviz.inspection.chain_factors import factors, meaning_of, weights_of
from nnviz.inspection.chain_records import ChainRule
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.inspection.state import preserved, replaced_calls
from nnviz.keras_internals import plain_calls
from nnviz.models.layer_paths import find_layer
from nnviz.training.gradient_probe import compared

KINDS = ("Dense", "Conv1D", "Conv2D", "Conv3D", "DepthwiseConv1D", "DepthwiseConv2D")
"""Layers that weigh a sum and bend it by an activation: they have three factors."""


def chain_rule(
    model: keras.Model, x, y, loss, layer: str, index: tuple[int, ...] | None = None, variable: str = "kernel"
) -> ChainRule:
    """∂loss/∂w of one weight as a sum of products, and by a finite difference.

    Of a dense or convolutional layer, the product at every example and position is ∂loss/∂a · f′(z) · ∂z/∂w: how the
    loss depends on the unit's output a = f(z), how a on the weighted sum z, and how z on the weight, which is what the
    weight is multiplied by (1 for a bias). Where all units of a layer depend on each other, as in a softmax, the first
    two are one: ∂loss/∂z · 1. Of any other layer it is ∂loss/∂a · ∂a/∂w at every number a of its output; for the scale
    that a normalization has learned, ∂a/∂w is the normalized number, and for a word's row in a table 1 wherever the
    word is. A layer that is used several times has the products of each.

    Args:
        model: any Keras 3 model with one output; it is left as it was.
        x, y, loss: a batch, its targets, and a Keras loss or its name; the loss is the mean over the batch.
        layer: path or name.
        index: of the weight in its variable; the one with the largest slope when None.
        variable: as `weights_of` names them, such as "kernel", "bias", "gamma", "recurrent_kernel" or "query/kernel".

    Raises:
        ModelError: for a layer without weights, one that no gradient reaches, or an index that is not there.
    """
    own = find_layer(model, layer)
    batch, _ = as_batch(model, x)
    loss, weight = keras.losses.get(loss), _variable(own, variable, layer)
    truth, inputs = keras.ops.convert_to_tensor(y), as_tensors(batch)

    def forward() -> float:
        """The mean loss with as many digits as there are: each example's in 32 bits, their mean in 64."""
        answers = tf.identity(keras.tree.flatten(model(inputs, training=False))[0])
        if isinstance(loss, keras.losses.Loss) and loss.reduction not in ("sum_over_batch_size", "mean"):
            return float(compared(loss, truth, answers))
        each = loss.call(truth, answers) if isinstance(loss, keras.losses.Loss) else loss(truth, answers)
        return float(np.mean(np.asarray(each, "float64")))

    with preserved(model), replaced_calls(plain_calls([model])), tf.GradientTape() as tape:
        tape.watch(weight.value)
        calls, output = capture(model, batch, choose=lambda _, one: one is own)
        value = compared(loss, truth, tf.identity(keras.tree.flatten(output)[0]))
    if not calls:
        raise ModelError(f"{layer} is not used for this input.", expected="a layer that is used", where="layer")
    slopes, outers = tape.gradient(value, (weight.value, [call.outputs[0] for call in calls]))
    if slopes is None or any(outer is None for outer in outers):
        raise ModelError(f"No gradient reaches {layer}: what follows cannot be differentiated.", where="layer")
    slopes = np.asarray(tf.convert_to_tensor(slopes))
    index = _largest(slopes) if index is None else _checked(index, slopes.shape, layer)
    outside, derivative, local, meaning = _all_factors(own, calls, outers, weight, index, variable, layer)
    with LOCK, preserved(model):  # two threads that move the same weights would put back what the other has moved
        step, difference = _difference(weight, index, forward)
    return ChainRule(
        layer, variable, index, float(np.asarray(weight.value)[index]), outside, derivative, local,
        float(slopes[index]), difference, step, float(value), meaning,
    )  # fmt: skip


def _all_factors(own, calls, outers, weight, index, variable: str, layer: str):
    """(∂loss/∂a, f′(z), ∂z/∂w, what the last is): three factors where there are three, else two and ones."""
    three = type(own).__name__ in KINDS and type(own).__module__.startswith("keras.")
    if three and len(calls) == 1 and variable in ("kernel", "bias") and not getattr(own, "lora_enabled", False):
        return (*_factors(own, calls[0].inputs[0], outers[0], index, variable), "weighted")
    if len({tuple(call.outputs[0].shape) for call in calls}) > 1:
        raise ModelError(f"{layer} is used {len(calls)} times, with outputs of different sizes.", where="layer")
    outside, local = factors(own, calls, outers, weight, index)
    return outside, np.ones_like(local), local, meaning_of(own, variable)


def _factors(layer, inputs, outer, index, variable: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(∂loss/∂a, f′(z), ∂z/∂w) at every example and position of the unit's output.

    Where every unit depends on all weighted sums, as in a softmax, the first is ∂loss/∂z, and the second 1.
    """
    kernel, unit = tf.convert_to_tensor(layer.kernel.value), _unit(layer, index, variable)
    z = _weighted(layer, inputs, kernel)
    if layer.use_bias:
        z = z + tf.convert_to_tensor(layer.bias.value)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(z)
        answers = z if layer.activation is None else layer.activation(z)
        alone = tf.reduce_sum(answers[..., unit])
    across = np.asarray(tape.gradient(answers, z, outer))[..., unit]
    derivative, outside = np.asarray(tape.gradient(alone, z)), np.asarray(outer)[..., unit]
    if np.any(np.delete(derivative, unit, axis=-1)):
        outside, derivative = across, np.ones_like(across)
    else:
        derivative = derivative[..., unit]
    if variable == "bias":
        return outside, derivative, np.ones_like(derivative)
    one = np.zeros(kernel.shape, "float32")
    one[index] = 1
    return outside, derivative, np.asarray(_weighted(layer, inputs, tf.constant(one, kernel.dtype)))[..., unit]


def _unit(layer, index, variable: str) -> int:
    """Which unit a weight belongs to; a depthwise kernel has several for each channel."""
    depthwise = variable == "kernel" and "Depthwise" in type(layer).__name__
    return index[-2] * layer.depth_multiplier + index[-1] if depthwise else index[-1]


def _weighted(layer, inputs, kernel):
    inputs = tf.cast(inputs, kernel.dtype)
    if "Depthwise" in type(layer).__name__:
        return keras.ops.depthwise_conv(
            inputs,
            kernel,
            strides=layer.strides,
            padding=layer.padding,
            dilation_rate=layer.dilation_rate,
            data_format=layer.data_format,
        )
    if type(layer).__name__ == "Dense":
        return tf.tensordot(inputs, kernel, [[len(inputs.shape) - 1], [0]])
    return layer.convolution_op(inputs, kernel)


def _difference(weight, index, loss) -> tuple[float, float]:
    """(step, slope) by moving one weight forward and back; it is put back whatever happens."""
    before = np.asarray(weight.value)
    step = float(1e-2 * max(1.0, abs(before[index])))
    try:
        values = []
        for sign in (1, -1):
            moved = before.copy()
            moved[index] += sign * step
            weight.assign(moved)
            values.append(loss())
    finally:
        weight.assign(before)
    return step, (values[0] - values[1]) / (2 * step)


def _variable(layer, name: str, path: str):
    known = weights_of(layer)
    if not known:
        kind = type(layer).__name__
        fix = "Choose a layer that has learned something."
        raise ModelError(f"{path}, {kind}, has no weights.", expected="a layer with weights", fix=fix, where="layer")
    if name not in known:
        raise ModelError(f"The layer has no {name!r}.", expected=" or ".join(known), where="variable")
    return known[name]


def _largest(slopes: np.ndarray) -> tuple[int, ...]:
    return tuple(int(k) for k in np.unravel_index(int(np.argmax(np.abs(np.nan_to_num(slopes)))), slopes.shape))


def _checked(index, shape, layer: str) -> tuple[int, ...]:
    index = tuple(int(k) for k in index)
    if len(index) != len(shape) or not all(0 <= k < size for k, size in zip(index, shape, strict=True)):
        raise ModelError(
            f"{layer} has no weight at {index}.",
            expected=f"{len(shape)} numbers, each from 0 to below {' × '.join(map(str, shape))}",
            where="index",
        )
    return index
