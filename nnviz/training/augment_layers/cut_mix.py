"""`CutMix`: Keras's own, with a probability."""

import keras
from keras import ops

from nnviz.training.augment_layers.base import spread


class CutMix(keras.layers.CutMix):
    """Pastes a rectangle of another image of the batch in; the labels are mixed in the shares of the area.

    Args:
        factor: how even the shares are, at most.
        probability: the share of images that get one.
    """

    def __init__(self, factor: float = 1.0, probability: float = 1.0, **settings):
        super().__init__(factor, **settings)
        self.probability = probability

    def get_random_transformation(self, data, training=True, seed=None):
        x = data["images"] if isinstance(data, dict) else data
        drawn = super().get_random_transformation(x, training=training)
        if self.probability < 1:
            weight = drawn["mix_weight"]
            happens = keras.random.uniform((ops.shape(x)[0],), seed=self.generator) < self.probability
            masks = ops.logical_and(drawn["batch_masks"], spread(happens, x))
            drawn |= {"mix_weight": ops.where(spread(happens, weight), weight, 1.0), "batch_masks": masks}
        return drawn
