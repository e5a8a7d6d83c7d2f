"""`TimeScaling`: larger or smaller swings."""

from nnviz.training.augment_layers.base import RandomChange, spread


class TimeScaling(RandomChange):
    """Multiplies sequences (n, steps, channels), as distances from a middle, by 1 − share to 1 + share.

    Args:
        share: how much, at most.
        means: (channels,) the middle.
    """

    def __init__(self, share: float, means=0.0, **settings):
        super().__init__(**settings)
        self.share, self.means = share, means

    def draw(self, x) -> dict:
        return {"factor": self.uniform(x, low=1 - self.share, high=1 + self.share)}

    def change(self, x, drawn: dict):
        return self.means + (x - self.means) * spread(drawn["factor"], x)
