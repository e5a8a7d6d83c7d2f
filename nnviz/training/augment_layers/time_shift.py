"""`TimeShift`: a sequence moved earlier or later."""

import keras
from keras import ops

from nnviz.training.augment_layers.base import RandomChange, last_steps


class TimeShift(RandomChange):
    """Moves sequences (n, steps, channels) by whole steps; the end that is laid bare repeats its last value.

    Args:
        share: the farthest shift, as a share of the steps.
        padded: whether sequences end at steps of their own.
    """

    def __init__(self, share: float, padded: bool = False, **settings):
        super().__init__(**settings)
        self.share, self.padded = share, padded

    def draw(self, x) -> dict:
        if self.padded:
            most = ops.round(self.share * ops.cast(last_steps(x, True)[:, 0] + 1, "float32"))
            return {"steps": ops.cast(ops.floor((2 * most + 1) * self.uniform(x)) - most, "int32")}
        most = round(self.share * x.shape[1])
        return {"steps": keras.random.randint((ops.shape(x)[0],), -most, most + 1, seed=self.generator)}

    def change(self, x, drawn: dict):
        places = ops.arange(x.shape[1], dtype="int32")[None, :] - drawn["steps"][:, None]
        return ops.take_along_axis(x, ops.clip(places, 0, last_steps(x, self.padded))[:, :, None], axis=1)
