"""`RealSteps`: another layer's change, for the steps of a sequence alone and not for what follows its end."""

from keras import ops

from nnviz.training.augment_layers import base

_BESIDE = 1e-6
"""What a step becomes that is 0 in every channel and would be taken for what follows the end."""


class RealSteps(base.RandomChange):
    """Changes sequences (n, steps, channels) that end where 0 in every channel follows, which stays as it is.

    Args:
        layer: what changes them.
    """

    def __init__(self, layer, **settings):
        super().__init__(seed=0, **settings)  # it draws nothing itself
        self.layer = layer

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def draw(self, x):
        return base.draw(self.layer, x)

    def change(self, x, drawn):
        real = ops.any(x != 0, axis=-1, keepdims=True)
        changed = base.change(self.layer, x, drawn)
        silent = ops.all(changed == 0, axis=-1, keepdims=True)
        return ops.where(real, ops.where(silent, ops.cast(_BESIDE, x.dtype), changed), x)
