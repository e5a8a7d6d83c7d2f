"""The chain rule for one weight, with its numbers, and the same slope by moving the weight a little."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.capture import capture
from nnviz.inspection.chain_records import ChainRule
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.inspection.state import preserved, replaced_calls
from nnviz.keras_internals import plain_calls
from nnviz.models.layer_paths import find_layer
from nnviz.training.gradient_probe import compared

KINDS = ("Dense", "Conv1D", "Conv2D", "Conv3D")
"""Layers whose factors are written out."""


def chain_rule(
    model: keras.Model, x, y, loss, layer: str, index: tuple[int, ...] | None = None, variable: str = "kernel"
) -> ChainRule:
    """∂loss/∂w of one weight of a dense or convolutional layer as a sum of products, and by a finite difference.

    At every example and position, the product is ∂loss/∂a · f′(z) · ∂z/∂w: how the loss depends on the unit's output
    a = f(z), how a on the weighted sum z, and how z on the weight, which is what the weight is multiplied by (1 for a
    bias). Where all units of a layer depend on each other, as in a softmax, the first two are one: ∂loss/∂z · 1.

    Args:
        model: any Keras 3 model with one output; it is left as it was.
        x, y, loss: a batch, its targets, and a Keras loss or its name; the loss is the mean over the batch.
        layer: path or name.
        index: of the weight in its variable; the one with the largest slope when None.
        variable: "kernel" or "bias".

    Raises:
        ModelError: for another kind of layer, one that is used more than once, or an index that is not there.
    """
    own = find_layer(model, layer)
    _check_kind(own, layer)
    batch, _ = as_batch(model, x)
    loss, weight = keras.losses.get(loss), _variable(own, variable)
    truth, inputs = keras.ops.convert_to_tensor(y), as_tensors(batch)

    def forward() -> float:
        """The mean loss with as many digits as there are: each example's in 32 bits, their mean in 64."""
        answers = tf.identity(keras.tree.flatten(model(inputs, training=False))[0])
        if isinstance(loss, keras.losses.Loss) and loss.reduction not in ("sum_over_batch_size", "mean"):
            return float(compared(loss, truth, answers))
        each = loss.call(truth, answers) if isinstance(loss, keras.losses.Loss) else loss(truth, answers)
        return float(np.mean(np.asarray(each, "float64")))

    with preserved(model), replaced_calls(plain_calls([model])), tf.GradientTape() as tape:
        calls, output = capture(model, batch, choose=lambda _, one: one is own)
        value = compared(loss, truth, tf.identity(keras.tree.flatten(output)[0]))
    if len(calls) != 1:
        raise ModelError(f"{layer} is used {len(calls)} times.", expected="a layer that is used once", where="layer")
    slopes, outer = tape.gradient(value, (weight.value, calls[0].outputs[0]))
    if slopes is None or outer is None:
        raise ModelError(f"No gradient reaches {layer}: what follows cannot be differentiated.", where="layer")
    slopes = np.asarray(slopes)
    index = _largest(slopes) if index is None else _checked(index, slopes.shape, layer)
    outside, derivative, local = _factors(own, calls[0].inputs[0], outer, index, variable)
    with preserved(model):
        step, difference = _difference(weight, index, forward)
    return ChainRule(
        layer, variable, index, float(np.asarray(weight.value)[index]), outside, derivative, local,
        float(slopes[index]), difference, step, float(value),
    )  # fmt: skip


def _factors(layer, inputs, outer, index, variable: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(∂loss/∂a, f′(z), ∂z/∂w) at every example and position of the unit's output.

    Where every unit depends on all weighted sums, as in a softmax, the first is ∂loss/∂z, and the second 1.
    """
    kernel, unit = tf.convert_to_tensor(layer.kernel.value), index[-1]
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


def _weighted(layer, inputs, kernel):
    inputs = tf.cast(inputs, kernel.dtype)
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


def _check_kind(layer, name: str) -> None:
    kind = type(layer).__name__
    if kind not in KINDS or getattr(layer, "lora_enabled", False):
        raise ModelError(
            f"The factors of {name}, {kind}, cannot be written out.",
            expected=f"one of {', '.join(KINDS)}",
            fix="Choose a dense or a convolutional layer.",
            where="layer",
        )


def _variable(layer, name: str):
    known = {"kernel": layer.kernel, **({"bias": layer.bias} if layer.use_bias else {})}
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
