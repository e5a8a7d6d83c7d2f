"""How curved a real network's loss is along its steepest direction: the largest eigenvalue of its Hessian. For workers.

Power iteration on products of the Hessian with a vector (Pearlmutter, "Fast exact multiplication by the Hessian",
1994); what it says of the learning rate: LeCun, Simard and Pearlmutter, "Automatic learning rate maximization" (1993).
"""

import keras
import numpy as np
import tensorflow as tf

from nnviz.inspection.state import preserved


def largest_curvature(model: keras.Model, loss, x, y, steps: int = 40, seed: int = 0) -> float:
    """The eigenvalue of largest size of the Hessian of the mean loss, in inference mode; the model stays as it is.

    Args:
        loss: a Keras loss.      x, y: examples and targets, encoded as the loss wants them.
        steps: of the power iteration.
    """
    weights = [variable.value for variable in model.trainable_variables]

    def times(vector):
        with tf.GradientTape() as outer:
            outer.watch(weights)
            with tf.GradientTape() as inner:
                inner.watch(weights)
                value = tf.reduce_mean(loss(y, model(x, training=False)))
                value += sum(tf.cast(added, value.dtype) for added in model.losses)
            slopes = inner.gradient(value, weights, unconnected_gradients="zero")
            along = tf.add_n([tf.reduce_sum(slope * part) for slope, part in zip(slopes, vector, strict=True)])
        return outer.gradient(along, weights, unconnected_gradients="zero")

    rng = np.random.default_rng(seed)
    vector = [tf.constant(rng.normal(size=weight.shape), weight.dtype) for weight in weights]
    with preserved(model):
        compiled, value = tf.function(times, autograph=False), 0.0
        for _ in range(steps):
            length = max(float(tf.linalg.global_norm(vector)), 1e-30)
            vector = [part / length for part in vector]
            product = compiled(vector)
            value = sum(float(tf.reduce_sum(a * b)) for a, b in zip(vector, product, strict=True))
            vector = product
    return value
