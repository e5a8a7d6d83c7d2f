"""How much each training example moved the loss of a few others, step by step over the training."""

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from nnviz import progress
from nnviz.errors import ExplanationError, NnvizError
from nnviz.inspection.capture import ensure_built, first_line
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.inspection.state import preserved, replaced_calls
from nnviz.keras_internals import plain_calls
from nnviz.models.layer_paths import layer_paths
from nnviz.training.gradient_probe import called_with

_AT_ONCE = 256


def tracin(
    model, x, y, x_test, y_test, loss, weights: Sequence[Sequence[np.ndarray]] = (), rates: Sequence[float] = ()
) -> np.ndarray:
    """Σ_t rate_t · ∇loss(w_t, example) · ∇loss(w_t, test): Pruthi, Liu, Sundararajan and Kale, "Estimating training
    data influence by tracing gradient descent" (2020), over all weights that training changes.

    No gradient of a single training example is kept: its product with the test's gradient is the slope of its loss
    along that gradient, which one forward pass gives.

    Args:
        model: any Keras 3 model with one output; it is left as found.
        x, y: (n, …) training examples as the model takes them, and targets as the loss compares them.
        x_test, y_test: the examples to be explained, likewise; their losses are added up.
        loss: a Keras loss, or its name.
        weights: for each moment all of the model's variables, in the order of `model.variables`; the model as it is
            where there are none. They are taken one after the other, so that they need not be in memory together.
        rates: for each moment its learning rate; 1 where there are none.

    Returns:
        (n,) float64: above 0 where learning from the example lowers the loss of the test.

    Raises:
        ExplanationError: for a model that cannot be differentiated, or as many rates as do not fit.
    """
    batch, _ = as_batch(model, x)
    test, _ = as_batch(model, x_test)
    ensure_built(model, batch)
    if not model.trainable_variables:
        raise ExplanationError("This network has no weights that training changes.", expected="at least one")
    moments = weights if len(weights) else [[np.asarray(variable.value) for variable in model.variables]]
    rates = list(rates) or [1.0] * len(moments)
    if len(rates) != len(moments):
        raise ExplanationError(f"Received {len(rates)} rates for {len(moments)} moments.", expected="one for each")
    slopes, total = _Slopes(model, keras.losses.get(loss)), np.zeros(len(keras.tree.flatten(batch)[0]))
    for place, (values, rate) in enumerate(zip(moments, rates, strict=True)):
        trainable, rest = slopes.parted(values)
        direction = slopes.gradient(trainable, rest, test, np.asarray(y_test))
        with progress.part(place, len(moments)):
            total += rate * slopes.along(direction, trainable, rest, batch, np.asarray(y))
    return total


class _Slopes:
    """Slopes of the losses of single examples in a model's weights; the weights themselves are arguments."""

    def __init__(self, model, loss):
        self.model, self.loss = model, loss
        self._along = tf.function(self._forward, autograph=False, reduce_retracing=True)
        self._gradient = tf.function(self._backward, autograph=False, reduce_retracing=True)

    def parted(self, values: Sequence[np.ndarray]) -> tuple[list, list]:
        """Values of all variables as those that training changes, and the others."""
        place = {id(variable): value for variable, value in zip(self.model.variables, values, strict=True)}
        groups = self.model.trainable_variables, self.model.non_trainable_variables
        return tuple([tf.cast(tf.convert_to_tensor(place[id(one)]), one.dtype) for one in group] for group in groups)

    def gradient(self, trainable: list, rest: list, x, y) -> list:
        """Σ ∂loss/∂weights over the examples."""
        return self._guarded(self._gradient, trainable, rest, as_tensors(x), tf.convert_to_tensor(y))

    def along(self, direction: list, trainable: list, rest: list, x, y) -> np.ndarray:
        """(n,) the slope of each example's loss along a direction in the weights."""
        count, pieces = len(y), []
        for start in range(0, count, _AT_ONCE):
            progress.tell(start / count)
            own = keras.tree.map_structure(lambda array: array[start : start + _AT_ONCE], x)  # noqa: B023
            target = tf.convert_to_tensor(y[start : start + _AT_ONCE])
            pieces.append(np.asarray(self._guarded(self._along, direction, trainable, rest, as_tensors(own), target)))
        return np.concatenate(pieces).astype("float64")

    def _losses(self, trainable, rest, x, y):
        outputs, _ = called_with(self.model, trainable, rest, x)
        (output,) = keras.tree.flatten(outputs)
        values = self.loss.call(y, output) if isinstance(self.loss, keras.losses.Loss) else self.loss(y, output)
        values = tf.cast(values, tf.float32)
        return tf.reduce_mean(tf.reshape(values, [tf.shape(values)[0], -1]), 1)

    def _backward(self, trainable, rest, x, y):
        with tf.GradientTape() as tape:
            tape.watch(trainable)
            total = tf.reduce_sum(self._losses(trainable, rest, x, y))
        return tape.gradient(total, trainable, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    def _forward(self, direction, trainable, rest, x, y):
        """Two reverse passes: the product of the losses' gradients with a direction is linear in what weighs the
        losses, and its slope in these weights is what is sought. Every layer that has second derivatives will do."""
        ones = tf.ones([tf.shape(y)[0]])
        with tf.GradientTape() as outer:
            outer.watch(ones)
            with tf.GradientTape() as inner:
                inner.watch(trainable)
                total = tf.reduce_sum(ones * self._losses(trainable, rest, x, y))
            slopes = inner.gradient(total, trainable, unconnected_gradients=tf.UnconnectedGradients.ZERO)
            pairs = zip(slopes, direction, strict=True)
            product = tf.add_n([tf.reduce_sum(tf.convert_to_tensor(a) * tf.cast(b, a.dtype)) for a, b in pairs])
        return outer.gradient(product, ones, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    def _guarded(self, function, *arguments):
        layers = (self.model, *layer_paths(self.model).values())
        try:
            with preserved(self.model), replaced_calls(plain_calls(layers)):
                return function(*arguments)
        except NnvizError:
            raise
        except Exception as error:  # whatever a stranger's layer raises becomes a sentence
            raise ExplanationError(
                f"The loss of this network cannot be differentiated twice: {first_line(error)}",
                fix="Look at the examples that are alike instead.",
            ) from error
