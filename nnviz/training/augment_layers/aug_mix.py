"""`AugMix` (Hendrycks et al., 2020). Keras's own chooses its changes once, when a graph is traced, and with Python's
random numbers: in a compiled loop every batch would get the same ones. Here they are drawn anew, from the seed."""

import keras
from keras import ops

from nnviz.training.augment_layers.base import RandomChange, spread

NAMES = ("shear", "translation", "rotation", "posterize", "solarize", "auto contrast", "equalize")
"""What a chain may do: the changes of the paper that do not look like noise or weather."""


class AugMix(RandomChange):
    """m · image + (1 − m) · Σ wₖ · chainₖ(image); m from Beta(1, 1), w from a flat Dirichlet distribution.

    Args:
        factor: how strong a change is, from 0 to 1.
        num_chains: how many chains are mixed.
        chain_depth: how many changes, one after the other, make a chain. A batch shares them.

    Images are (n, height, width, 3), from 0 to 1.
    """

    def __init__(self, factor: float = 0.3, num_chains: int = 3, chain_depth: int = 2, **settings):
        super().__init__(**settings)
        self.chains, self.depth = num_chains, chain_depth
        self.changes = _changes(factor, self.seed)

    def build(self, input_shape):
        for layer in self.changes:
            layer.build(input_shape)

    def draw(self, x) -> dict:
        count, seed = ops.shape(x)[0], self.generator
        weights = keras.random.gamma((count, self.chains), 1.0, seed=seed)
        return {
            "changes": keras.random.randint((self.chains, self.depth), 0, len(self.changes), seed=seed),
            "weights": weights / ops.sum(weights, axis=1, keepdims=True),
            "kept": keras.random.beta((count,), 1.0, 1.0, seed=seed),
        }

    def change(self, x, drawn: dict):
        mixed = ops.zeros_like(x)
        for chain in range(self.chains):
            changed = x
            for step in range(self.depth):
                branches = [_step(layer) for layer in self.changes]
                changed = ops.switch(drawn["changes"][chain, step], branches, changed)
                changed = ops.reshape(changed, ops.shape(x))
            mixed += spread(drawn["weights"][:, chain], x) * changed
        kept = spread(drawn["kept"], x)
        return ops.clip(kept * x + (1 - kept) * mixed, 0.0, 1.0)


def _step(layer):
    return lambda x: ops.cast(layer(x, training=True), x.dtype)


def _changes(factor: float, seed: int | None) -> list:
    unit, near = {"value_range": (0.0, 1.0)}, {"fill_mode": "nearest"}
    seeds = [None if seed is None else (seed + 31 * k) % (2**31 - 1) for k in range(1, 6)]
    return [
        keras.layers.RandomShear(factor, factor, **near, seed=seeds[0]),
        keras.layers.RandomTranslation(factor, factor, **near, seed=seeds[1]),
        keras.layers.RandomRotation(factor / 4, **near, seed=seeds[2]),
        keras.layers.RandomPosterization((max(1, 8 - int(7 * factor)), 8), **unit, seed=seeds[3]),
        keras.layers.Solarization(threshold_factor=1 - factor, **unit, seed=seeds[4]),
        keras.layers.AutoContrast(**unit),
        keras.layers.Equalization(**unit),
    ]
