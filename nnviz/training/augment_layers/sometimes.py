"""`Sometimes`: another layer's change, for a share of the examples."""

from keras import ops

from nnviz.training.augment_layers import base


class Sometimes(base.RandomChange):
    """Changes every example with a probability, and leaves the others as they are.

    Args:
        layer: what changes them.
        probability: from 0 to 1.
    """

    def __init__(self, layer, probability: float, **settings):
        super().__init__(**settings)
        self.layer, self.probability = layer, probability

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def draw(self, x) -> dict:
        return {"happens": self.uniform(x) < self.probability, "inner": base.draw(self.layer, x)}

    def change(self, x, drawn: dict):
        changed = base.change(self.layer, x, drawn["inner"])
        return ops.where(base.spread(drawn["happens"], x), changed, x)
