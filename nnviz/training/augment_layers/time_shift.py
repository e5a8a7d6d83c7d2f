"""`TimeShift`: a sequence moved earlier or later."""

import keras
from keras import ops

from nnviz.training.augment_layers.base import RandomChange


class TimeShift(RandomChange):
    """Moves sequences (n, steps, channels) by whole steps; the end that is laid bare repeats its last value.

    Args:
        share: the farthest shift, as a share of the steps.
    """

    def __init__(self, share: float, **settings):
        super().__init__(**settings)
        self.share = share

    def draw(self, x) -> dict:
        most = round(self.share * x.shape[1])
        return {"steps": keras.random.randint((ops.shape(x)[0],), -most, most + 1, seed=self.generator)}

    def change(self, x, drawn: dict):
        places = ops.arange(x.shape[1], dtype="int32")[None, :] - drawn["steps"][:, None]
        return ops.take_along_axis(x, ops.clip(places, 0, x.shape[1] - 1)[:, :, None], axis=1)
