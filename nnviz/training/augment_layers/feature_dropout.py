"""`FeatureDropout`: columns of a row are hidden."""

import numpy as np
from keras import ops

from nnviz.training.augment_layers.base import RandomChange


class FeatureDropout(RandomChange):
    """Every column of a row takes the training mean with a probability; rows are (n, features).

    Args:
        share: that probability, from 0 to 1.
        means: (features,) what a hidden input becomes.
        groups: (features,) the number of the column that each input is made of; each input is a column of its own when
            None.
    """

    def __init__(self, share: float, means, groups=None, **settings):
        super().__init__(**settings)
        self.share, self.means = share, np.asarray(means, "float32")
        self.groups = np.arange(len(self.means)) if groups is None else np.unique(groups, return_inverse=True)[1]

    def draw(self, x) -> dict:
        hidden = self.uniform(x, int(self.groups.max()) + 1) < self.share
        return {"hidden": ops.take(hidden, self.groups, axis=1)}

    def change(self, x, drawn: dict):
        return ops.where(drawn["hidden"], self.means, x)
