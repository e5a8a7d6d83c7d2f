"""`TokenDropout`: words are left out of a text."""

from keras import ops

from nnviz.training.augment_layers.base import RandomChange


class TokenDropout(RandomChange):
    """Leaves words out of texts (n, steps) of numbers, 0 after their end; those after them move up; one always stays.

    Args:
        share: the probability of each word to be left out.
    """

    def __init__(self, share: float, **settings):
        super().__init__(**settings)
        self.share = share

    def draw(self, x) -> dict:
        chance = ops.where(x != 0, self.uniform(x, x.shape[1]), -1.0)
        surest = chance == ops.max(chance, axis=1, keepdims=True)
        stays = ops.logical_and(x != 0, ops.logical_or(chance >= self.share, surest))
        return {"stays": stays, "left_out": ops.logical_and(x != 0, ops.logical_not(stays))}

    def change(self, x, drawn: dict):
        length = x.shape[1]
        places = ops.arange(length, dtype="int32")[None, :]
        order = ops.argsort(ops.where(drawn["stays"], places, places + length), axis=1)
        return ops.take_along_axis(ops.where(drawn["stays"], x, ops.zeros_like(x)), order, axis=1)
