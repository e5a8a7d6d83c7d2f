"""`Elastic`: an image bent as if it were rubber (Simard, Steinkraus and Platt, 2003).

Keras's own moves every pixel as far across as it moves it down, and where the size of a batch is not known beforehand,
as in `fit`, it bends the first image alone and puts it in the place of all others.
"""

import keras
import numpy as np
from keras import ops

from nnviz.training.augment_layers.base import RandomChange

_FARTHEST, _WIDTH = 0.1, 1 / 8
"""Of an image's side: the deviation of the moves at a scale of 1, and how far one pixel's neighbours move along."""


class Elastic(RandomChange):
    """Moves every pixel of images (n, height, width, channels) by smooth random amounts across and down.

    Args:
        scale: how strong, from 0 to 1; at 1 the moves have a deviation of a tenth of the side.

    Between pixels it interpolates bilinearly; what comes in from outside takes the colour of the nearest edge pixel.
    """

    def __init__(self, scale: float, **settings):
        super().__init__(**settings)
        self.scale = scale

    def draw(self, x) -> dict:
        height, width = x.shape[1], x.shape[2]
        noise = keras.random.normal((2, ops.shape(x)[0], height, width), seed=self.generator)
        smooth = ops.matmul(ops.matmul(_smoothing(height), noise), _smoothing(width).T)
        return {
            "down": smooth[0] * (self.scale * _FARTHEST * height),
            "across": smooth[1] * (self.scale * _FARTHEST * width),
        }

    def change(self, x, drawn: dict):
        height, width, channels = x.shape[1:]
        rows, columns = np.mgrid[:height, :width].astype("float32")
        row, column = (
            ops.clip(start + drawn[name], 0, last)
            for start, name, last in ((rows, "down", height - 1), (columns, "across", width - 1))
        )
        top, left = ops.floor(row), ops.floor(column)
        flat = ops.reshape(x, (-1, height * width, channels))

        def pixels(down: int, right: int):
            at = ops.minimum(top + down, height - 1) * width + ops.minimum(left + right, width - 1)
            at = ops.reshape(ops.cast(at, "int32"), (-1, height * width, 1))
            return ops.reshape(ops.take_along_axis(flat, at, axis=1), (-1, height, width, channels))

        below, right = (row - top)[..., None], (column - left)[..., None]
        upper = (1 - right) * pixels(0, 0) + right * pixels(0, 1)
        return (1 - below) * upper + below * ((1 - right) * pixels(1, 0) + right * pixels(1, 1))


def _smoothing(side: int) -> np.ndarray:
    """(side, side): white noise times it is smooth, and has the deviation 1 everywhere."""
    places = np.arange(side)
    bell = np.exp(-0.5 * ((places[:, None] - places) / max(side * _WIDTH, 0.5)) ** 2)
    return (bell / np.sqrt((bell**2).sum(axis=1, keepdims=True))).astype("float32")
