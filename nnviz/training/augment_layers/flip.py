"""`Flip`: Keras's RandomFlip with a probability; at 0.5 it is Keras's own."""

import keras
from keras import ops


class Flip(keras.layers.RandomFlip):
    """Mirrors every image (n, height, width, channels) with a probability.

    Args:
        mode: "horizontal", "vertical" or "horizontal_and_vertical", which is both at once.
        probability: from 0 to 1.
    """

    def __init__(self, mode: str = "horizontal", probability: float = 0.5, **settings):
        super().__init__(mode, **settings)
        self.probability = probability

    def get_random_transformation(self, data, training=True, seed=None):
        shape = ops.shape(data["images"] if isinstance(data, dict) else data)
        flips = keras.random.uniform((shape[0], 1, 1, 1), seed=self.generator) <= self.probability
        return {"flips": flips, "input_shape": shape}
