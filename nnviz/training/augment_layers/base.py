"""What layers that change examples share: they draw, then do it, in training alone."""

import keras
from keras import ops


class RandomChange(keras.layers.Layer):
    """A layer that draws with `draw` and changes with `change`.

    Args:
        seed: of its draws; equal seeds draw equal numbers.
    """

    def __init__(self, seed: int | None = None, **settings):
        super().__init__(**settings)
        self.seed, self.generator = seed, keras.random.SeedGenerator(seed)

    def draw(self, x) -> dict:
        """What is to be done to every example of x (n, …)."""
        raise NotImplementedError

    def change(self, x, drawn: dict):
        """x (n, …) with what was drawn done to it."""
        raise NotImplementedError

    def call(self, x, training=False):
        return self.change(x, self.draw(x)) if training else x

    def compute_output_shape(self, input_shape):
        return input_shape

    def uniform(self, x, *shape, low: float = 0.0, high: float = 1.0):
        """(n, *shape) numbers between two, for the examples of x."""
        return keras.random.uniform((ops.shape(x)[0], *shape), low, high, seed=self.generator)


def last_steps(x, padded: bool):
    """(n, 1) the place of the last step of sequences x (n, steps, channels), those of lengths of their own followed by
    0 in every channel; one number for all where they are not `padded`."""
    if not padded:
        return x.shape[1] - 1
    return ops.sum(ops.cast(ops.any(x != 0, axis=-1), "int32"), axis=1, keepdims=True) - 1


def draw(layer, x):
    """What `layer`, of ours or of Keras, draws for x; None where it draws while it changes."""
    if isinstance(layer, RandomChange):
        return layer.draw(x)
    return layer.get_random_transformation(x, training=True) if hasattr(layer, "get_random_transformation") else None


def change(layer, x, drawn):
    """x with what `layer` drew done to it."""
    if isinstance(layer, RandomChange):
        return layer.change(x, drawn)
    if hasattr(layer, "transform_images"):
        return layer.transform_images(x, drawn, training=True)
    return layer(x, training=True)


def spread(values, x):
    """(n,) numbers with as many further axes of length 1 as x has."""
    return ops.reshape(values, (-1, *(1,) * (len(x.shape) - 1)))


def in_shares(values, transformation: dict):
    """Values (n, …) mixed as MixUp and CutMix draw it: in the share "mix_weight" with those at "permutation_order"."""
    weight = ops.cast(spread(transformation["mix_weight"], values), values.dtype)
    return weight * values + (1 - weight) * ops.take(values, transformation["permutation_order"], axis=0)
