"""`TimeMasking`: a stretch of a sequence is hidden (Park et al., 2019)."""

from keras import ops

from nnviz.training.augment_layers.base import RandomChange


class TimeMasking(RandomChange):
    """A stretch of each sequence (n, steps, channels) takes the training mean.

    Args:
        share: the longest stretch, as a share of the steps.
        means: (channels,) what hidden values become.
    """

    def __init__(self, share: float, means=0.0, **settings):
        super().__init__(**settings)
        self.share, self.means = share, means

    def draw(self, x) -> dict:
        steps = x.shape[1]
        length = ops.floor(self.uniform(x) * (round(self.share * steps) + 1))
        return {"length": length, "first": ops.floor(self.uniform(x) * (steps - length + 1))}

    def change(self, x, drawn: dict):
        places = ops.arange(x.shape[1], dtype="float32")[None, :]
        first = drawn["first"][:, None]
        hidden = ops.logical_and(places >= first, places < first + drawn["length"][:, None])
        return ops.where(hidden[:, :, None], ops.cast(self.means, x.dtype), x)
