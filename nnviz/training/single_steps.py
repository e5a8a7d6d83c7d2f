"""The steps of an `ArrayLoop` one at a time, for whoever looks at the batch before it is taken."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.training.loop import ArrayLoop


class SingleSteps:
    """The same batches in the same order, and the model's own training step; nothing is validated between epochs.

    Args:
        loop: at its beginning, or where whole epochs have been taken.
    """

    def __init__(self, loop: ArrayLoop):
        self.loop, self.taken = loop, loop.step

    def rows(self) -> np.ndarray:
        """(k,) which training examples the next step takes."""
        epoch, place = divmod(self.taken, self.loop.steps_per_epoch)
        size = self.loop.batch_size
        return self.loop.order(epoch)[place * size : (place + 1) * size]

    def batch(self):
        """(x, y) or (x, y, weights) of the next step, augmented as it is: drawn anew at every call."""
        return self.loop.rows_of(tf.constant(self.rows(), tf.int32))

    def take(self, batch) -> None:
        """The model's own training step on a batch, the next one."""
        if self.taken % self.loop.steps_per_epoch == 0:
            self.loop.model.reset_metrics()
        self.loop.trains.take(keras.tree.map_structure(tf.convert_to_tensor, batch))
        self.taken += 1
