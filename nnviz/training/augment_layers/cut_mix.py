"""`CutMix`: Keras's own, with a probability, and labels that count the pixels which are pasted: Keras's count the area
of the rectangle before it is fitted to whole pixels, which on small images is up to a tenth away."""

import keras
from keras import ops

from nnviz.training.augment_layers.base import in_shares, spread


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
        masks = drawn["batch_masks"]
        if self.probability < 1:
            happens = keras.random.uniform((ops.shape(x)[0],), seed=self.generator) < self.probability
            masks = ops.logical_and(masks, spread(happens, x))
        pasted = ops.mean(ops.cast(masks, self.compute_dtype), axis=(1, 2, 3))
        return drawn | {"batch_masks": masks, "mix_weight": 1 - pasted}

    def transform_labels(self, labels, transformation, training=True):
        return in_shares(labels, transformation) if training else labels
