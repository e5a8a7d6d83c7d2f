"""`WindowWarp`: a stretch of a sequence slowed down or sped up (Le Guennec et al., 2016)."""

import math

from keras import ops

from nnviz.training.augment_layers.base import RandomChange, last_steps


class WindowWarp(RandomChange):
    """Makes a stretch of each sequence (n, steps, channels) longer or shorter, then fits the whole to its old length.

    Args:
        factor: how many times longer or shorter at most, 1 or more; drawn evenly on a logarithmic scale.
        share: the length of the stretch, as a share of the sequence.
        padded: whether sequences end at steps of their own.
    """

    def __init__(self, factor: float, share: float = 0.3, padded: bool = False, **settings):
        super().__init__(**settings)
        self.factor, self.share, self.padded = factor, share, padded

    def draw(self, x) -> dict:
        limit, last = math.log(self.factor), self._last(x)
        factor = ops.exp(self.uniform(x, low=-limit, high=limit))
        if self.padded:
            return {"factor": factor, "first": self.uniform(x) * (1 - self.share) * last[:, 0]}
        return {"factor": factor, "first": self.uniform(x, high=(1 - self.share) * last)}

    def _last(self, x):
        """The place of the last step; where sequences end at their own, (n, 1), and never 0, by which is divided."""
        return ops.cast(ops.maximum(last_steps(x, True), 1), "float32") if self.padded else x.shape[1] - 1

    def change(self, x, drawn: dict):
        last = self._last(x)
        factor, first = drawn["factor"][:, None], drawn["first"][:, None]
        window = self.share * last
        time = ops.arange(x.shape[1], dtype="float32")[None, :] * (1 + window * (factor - 1) / last)
        inside, after = first + (time - first) / factor, time - window * (factor - 1)
        source = ops.where(time < first, time, ops.where(time < first + window * factor, inside, after))
        source = ops.clip(source, 0, last)
        below = ops.minimum(ops.floor(source), last - 1)
        part = (source - below)[:, :, None]
        below = ops.cast(below, "int32")[:, :, None]
        return (1 - part) * ops.take_along_axis(x, below, axis=1) + part * ops.take_along_axis(x, below + 1, axis=1)
