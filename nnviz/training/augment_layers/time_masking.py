"""`TimeMasking`: a stretch of a sequence is hidden (Park et al., 2019)."""

from keras import ops

from nnviz.training.augment_layers.base import RandomChange, last_steps


class TimeMasking(RandomChange):
    """A stretch of each sequence (n, steps, channels) takes the training mean.

    Args:
        share: the longest stretch, as a share of the steps.
        means: (channels,) what hidden values become.
        padded: whether sequences end at steps of their own.
    """

    def __init__(self, share: float, means=0.0, padded: bool = False, **settings):
        super().__init__(**settings)
        self.share, self.means, self.padded = share, means, padded

    def draw(self, x) -> dict:
        steps = ops.cast(last_steps(x, True)[:, 0] + 1, "float32") if self.padded else x.shape[1]
        longest = ops.round(self.share * steps) if self.padded else round(self.share * steps)
        length = ops.floor(self.uniform(x) * (longest + 1))
        return {"length": length, "first": ops.floor(self.uniform(x) * (steps - length + 1))}

    def change(self, x, drawn: dict):
        places = ops.arange(x.shape[1], dtype="float32")[None, :]
        first = drawn["first"][:, None]
        hidden = ops.logical_and(places >= first, places < first + drawn["length"][:, None])
        return ops.where(hidden[:, :, None], ops.cast(self.means, x.dtype), x)
