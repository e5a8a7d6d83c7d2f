"""`WindowWarp`: a stretch of a sequence slowed down or sped up (Le Guennec et al., 2016)."""

import math

from keras import ops

from nnviz.training.augment_layers.base import RandomChange


class WindowWarp(RandomChange):
    """Makes a stretch of each sequence (n, steps, channels) longer or shorter, then fits the whole to its old length.

    Args:
        factor: how many times longer or shorter at most, 1 or more; drawn evenly on a logarithmic scale.
        share: the length of the stretch, as a share of the sequence.
    """

    def __init__(self, factor: float, share: float = 0.3, **settings):
        super().__init__(**settings)
        self.factor, self.share = factor, share

    def draw(self, x) -> dict:
        limit = math.log(self.factor)
        last = x.shape[1] - 1
        return {
            "factor": ops.exp(self.uniform(x, low=-limit, high=limit)),
            "first": self.uniform(x, high=(1 - self.share) * last),
        }

    def change(self, x, drawn: dict):
        last = x.shape[1] - 1
        factor, first = drawn["factor"][:, None], drawn["first"][:, None]
        window = self.share * last
        time = ops.arange(last + 1, dtype="float32")[None, :] * (1 + window * (factor - 1) / last)
        inside, after = first + (time - first) / factor, time - window * (factor - 1)
        source = ops.where(time < first, time, ops.where(time < first + window * factor, inside, after))
        source = ops.clip(source, 0, last)
        below = ops.minimum(ops.floor(source), last - 1)
        part = (source - below)[:, :, None]
        below = ops.cast(below, "int32")[:, :, None]
        return (1 - part) * ops.take_along_axis(x, below, axis=1) + part * ops.take_along_axis(x, below + 1, axis=1)
