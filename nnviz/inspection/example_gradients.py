"""The gradient of every single example of a batch, and how far they agree."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.inspection.slope_records import ExampleGradients
from nnviz.inspection.state import preserved

_MOST_NUMBERS, _FEWEST = 32_000_000, 4


def example_gradients(model: keras.Model, x, y, loss) -> tuple[np.ndarray, np.ndarray]:
    """((n, weights) float32 gradient of each example's loss, (n,) losses), in inference mode; the model stays as it is.

    In inference mode examples do not influence each other, so the gradient of a batch is the mean of its rows. What
    regularizers add to the loss is part of each.

    Args:
        model: any Keras 3 model with one output.
        x, y: examples as the model takes them, and targets as the loss compares them.
        loss: a Keras loss, or its name.
    """
    loss, weights = keras.losses.get(loss), model.trainable_variables
    count = len(keras.tree.flatten(x)[0])

    def one(row, target):
        with tf.GradientTape() as tape:
            value = tf.reduce_mean(loss(target, model(row, training=False)))
            value += sum(tf.cast(added, value.dtype) for added in model.losses)
        gradients = tape.gradient(value, [weight.value for weight in weights])
        flat = [
            tf.zeros([tf.size(weight.value)]) if gradient is None else tf.reshape(gradient, [-1])
            for gradient, weight in zip(gradients, weights, strict=True)
        ]
        return tf.concat(flat, 0), value

    with preserved(model):
        compiled = tf.function(one, autograph=False, reduce_retracing=True)
        rows = [
            compiled(
                as_tensors(keras.tree.map_structure(lambda own: own[k : k + 1], x)),  # noqa: B023
                tf.constant(y[k : k + 1]),
            )
            for k in range(count)
        ]
    return np.stack([row.numpy() for row, _ in rows]), np.array([value.numpy() for _, value in rows])


def gradient_agreement(model: keras.Model, x, y, loss, batch_size: int | None = None) -> ExampleGradients:
    """How far the gradients of single examples agree with that of all of them, and the gradient noise scale.

    With G the gradient of all examples there could be, and Σ the covariance of single ones, the simple noise scale is
    tr Σ ÷ |G|²: the batch size at which noise and signal are alike (McCandlish, Kaplan, Amodei and OpenAI, "An
    Empirical Model of Large-Batch Training", 2018). Both are estimated without bias from the n gradients.

    Args:
        model, x, y, loss: as for `example_gradients`; for a large network the first examples alone count.
        batch_size: that the network was trained with; None where it is not known.

    Raises:
        ModelError: for fewer than 4 examples, a network too large for as many, or one without weights to train.
    """
    batch, _ = as_batch(model, x)
    parameters = sum(int(np.prod(variable.shape)) for variable in model.trainable_variables)
    if not parameters:
        raise ModelError("This network has no weights that training changes.", expected="at least one", where="model")
    most = _MOST_NUMBERS // parameters
    if most < _FEWEST:
        raise ModelError(
            f"This network has {parameters:,} weights: gradients of single examples do not fit into memory.",
            expected=f"at most {_MOST_NUMBERS // _FEWEST:,} weights",
            where="model",
        )
    batch = keras.tree.map_structure(lambda own: own[:most], batch)
    count = len(keras.tree.flatten(batch)[0])
    if count < _FEWEST:
        raise ModelError(f"Received {count} examples.", expected=f"at least {_FEWEST}", where="x")
    rows, losses = example_gradients(model, batch, y[:count], loss)
    exact = rows.astype("float64")
    mean, norms = exact.mean(0), np.linalg.norm(exact, axis=1)
    length = float(np.linalg.norm(mean))
    with np.errstate(divide="ignore", invalid="ignore"):
        cosines = exact @ mean / (norms * length)
    single = float(np.mean(norms**2))
    signal = (count * length**2 - single) / (count - 1)
    noise = (single - length**2) * count / (count - 1)
    scale = noise / signal if signal > 0 else np.inf
    return ExampleGradients(cosines, norms, losses, length, float(scale), batch_size)
