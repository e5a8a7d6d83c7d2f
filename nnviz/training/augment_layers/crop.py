"""`Crop`: a random part of an image, enlarged to the whole size. Keras's RandomCrop cuts a whole batch
at one place, and leaves it smaller."""

from keras import ops

from nnviz.training.augment_layers.base import RandomChange


class Crop(RandomChange):
    """Cuts between nothing and a share of each side away, at a place of its own for every image.

    Args:
        share: the largest share of a side that is cut away, from 0 to below 1.

    Images are (n, height, width, channels); between pixels it interpolates bilinearly, as a resize does.
    """

    def __init__(self, share: float, **settings):
        super().__init__(**settings)
        self.share = share

    def draw(self, x) -> dict:
        cut = self.uniform(x, high=self.share)
        return {"cut": cut, "top": cut * self.uniform(x), "left": cut * self.uniform(x)}

    def change(self, x, drawn: dict):
        height, width = x.shape[1], x.shape[2]
        kept, zeros = 1 - drawn["cut"], ops.zeros_like(drawn["cut"])
        across = (kept - 1) / 2 + drawn["left"] * width  # pixel centres: in + 1/2 = left + kept · (out + 1/2)
        down = (kept - 1) / 2 + drawn["top"] * height
        matrix = ops.stack([kept, zeros, across, zeros, kept, down, zeros, zeros], axis=1)
        return ops.image.affine_transform(x, matrix, interpolation="bilinear", fill_mode="nearest")
