"""A slice through a real network's loss: two random directions, each filter scaled to the length of its weights.

Li et al., "Visualizing the Loss Landscape of Neural Nets" (NeurIPS 2018). Imports Keras: for workers.
"""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from nnviz.inspection.surface.directions import directions


@dataclass(frozen=True)
class LossPlane:
    """The loss of every mini-batch over a plane of the weights' space.

    Attributes:
        values: (batches, rows, cols) float32; row 0 is the smallest y; their mean is the loss.
        x, y: the ranges of the plane, in units of the filters' own lengths; (0, 0) is the network.
        examples: how many each mini-batch holds.
        loss: of the network itself.
    """

    values: np.ndarray
    x: tuple[float, float]
    y: tuple[float, float]
    examples: int
    loss: float


def loss_plane(
    model: keras.Model,
    x,
    y,
    *,
    loss,
    reach: float = 1.0,
    rows: int = 33,
    cols: int = 41,
    batches: int = 8,
    seed: int = 0,
) -> LossPlane:
    """Measures the loss at rows × cols networks around `model`, which is left as it was.

    Args:
        model: built.      x, y: (n, …) examples and targets; what does not fill the mini-batches is left out.
        loss: a Keras loss, or its name.
        reach: how far the plane goes up and down; to the sides as much farther as there are more columns.
    """
    size = len(x) // batches
    parts = [tf.reshape(tf.convert_to_tensor(a[: size * batches]), (batches, size, *np.shape(a)[1:])) for a in (x, y)]
    loss = keras.losses.get(loss)
    weights = [np.asarray(v.value) for v in model.trainable_variables]
    ways = [[tf.constant(d, w.dtype) for d, w in zip(way, weights, strict=True)] for way in directions(weights, seed)]
    rest = [v.value for v in model.non_trainable_variables]

    def at(point):
        moved = [w + point[0] * a + point[1] * b for w, a, b in zip(weights, *ways, strict=True)]

        def one(batch):
            output, _ = model.stateless_call(moved, rest, batch[0], training=False)
            return tf.cast(tf.reduce_mean(loss(batch[1], output)), tf.float32)

        return tf.map_fn(one, tuple(parts), fn_output_signature=tf.float32)

    x = reach * (cols - 1) / (rows - 1)
    grid = np.stack(np.meshgrid(np.linspace(-x, x, cols), np.linspace(-reach, reach, rows)), axis=-1).reshape(-1, 2)
    measure = tf.function(lambda points: tf.map_fn(at, points, fn_output_signature=tf.float32), autograph=False)
    values = measure(tf.constant(grid, tf.float32)).numpy().T.reshape(batches, rows, cols)
    return LossPlane(values, (-x, x), (-reach, reach), size, float(at(tf.zeros(2)).numpy().mean()))
