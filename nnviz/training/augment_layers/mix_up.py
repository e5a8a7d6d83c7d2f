"""`MixUp`: two examples laid over each other, and their labels; Keras's own knows images alone, and no probability."""

import keras
from keras import ops

from nnviz.training.augment_layers.base import in_shares


class MixUp(keras.layers.MixUp):
    """w · example + (1 − w) · another example of the batch, w from a beta distribution; labels alike.

    Args:
        alpha: of the distribution Beta(alpha, alpha).
        probability: the share of examples that are mixed.

    Examples are (n, …) of any shape, labels (n, …) numbers. Images of equal seeds are mixed as Keras mixes them.
    """

    def __init__(self, alpha: float = 0.2, probability: float = 1.0, **settings):
        super().__init__(alpha, **settings)
        self.probability = probability

    def get_random_transformation(self, data, training=True, seed=None):
        x = data["images"] if isinstance(data, dict) else data
        count = ops.shape(x)[0]
        order = keras.random.shuffle(ops.arange(0, count, dtype="int64"), seed=self.generator)
        weight = keras.random.beta((count,), self.alpha, self.alpha, seed=self.generator)
        if self.probability < 1:
            happens = keras.random.uniform((count,), seed=self.generator) < self.probability
            weight = ops.where(happens, weight, ops.ones_like(weight))
        return {"mix_weight": weight, "permutation_order": order}

    def call(self, data, training=True):
        """x, or {"images": x, "labels": y}, mixed in training."""
        drawn = self.get_random_transformation(data)
        if not isinstance(data, dict):
            return self.transform_images(data, drawn, training=training)
        x, y = data["images"], data["labels"]
        images = self.transform_images(x, drawn, training=training)
        return {"images": images, "labels": self.transform_labels(y, drawn, training=training)}

    def transform_images(self, images, transformation=None, training=True):
        return in_shares(images, transformation) if training else images

    def transform_labels(self, labels, transformation, training=True):
        return in_shares(labels, transformation) if training else labels
