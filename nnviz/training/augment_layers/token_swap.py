"""`TokenSwap`: neighbouring words change places."""

import keras
from keras import ops

from nnviz.training.augment_layers.base import RandomChange


class TokenSwap(RandomChange):
    """Lets neighbouring words of texts (n, steps) of numbers, 0 after their end, change places.

    Args:
        share: the share of words that do.
    """

    def __init__(self, share: float, **settings):
        super().__init__(**settings)
        self.share = share

    def draw(self, x) -> dict:
        length = x.shape[1]
        places = ops.arange(length, dtype="int32")[None, :]
        odd = keras.random.randint((ops.shape(x)[0], 1), 0, 2, seed=self.generator)
        follows = ops.concatenate([x[:, 1:] != 0, ops.zeros_like(x[:, :1]) != 0], axis=1)
        first = ops.logical_and((places - odd) % 2 == 0, follows)
        return {"first": ops.logical_and(first, self.uniform(x, length) < self.share)}

    def change(self, x, drawn: dict):
        first = ops.cast(drawn["first"], "int32")
        second = ops.concatenate([ops.zeros_like(first[:, :1]), first[:, :-1]], axis=1)
        places = ops.arange(x.shape[1], dtype="int32")[None, :] + first - second
        return ops.take_along_axis(x, places, axis=1)
