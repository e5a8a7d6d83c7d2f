"""What theory says of a very wide network with random weights, without computing the network: how its signal spreads
from layer to layer, and by how much each layer multiplies the gradient on its way back.

Imports no framework; `nnviz/web/lesson/mean_field.js` computes the same in the browser.

Poole et al., "Exponential expressivity in deep neural networks through transient chaos" (2016); Schoenholz et al.,
"Deep information propagation" (2017); with batch normalization as in Yang et al., "A mean field theory of batch
normalization" (2019), for examples that have nothing in common.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.concepts.deep_network import CURVES, EPSILON

_CELLS, _REACH = 400, 8.0
_NODES = -_REACH + (np.arange(_CELLS) + 0.5) * 2 * _REACH / _CELLS
_DENSITY = np.exp(-(_NODES**2) / 2) / np.sqrt(2 * np.pi) * 2 * _REACH / _CELLS


@dataclass(frozen=True)
class Theory:
    """By layer: the size (root mean square) of its outputs, and by how much it multiplies the gradient's size from its
    outputs back to what it was given."""

    size: np.ndarray
    factor: np.ndarray

    @property
    def gradient(self) -> np.ndarray:
        """The size of ∂loss/∂outputs of each layer, in parts of the last layer's."""
        return np.append(np.cumprod(self.factor[:0:-1])[::-1], 1.0)


def moments(activation: str, spread: float) -> tuple[float, float, float]:
    """Means over normal sums z of this spread: of f(z), of its square, of its slope's square."""
    curve, slope = (own(spread * _NODES) for own in CURVES[activation])
    return float(_DENSITY @ curve), float(_DENSITY @ curve**2), float(_DENSITY @ slope**2)


def theory(depth: int, scale: float, activation: str, normalization: str = "none", skip: bool = False) -> Theory:
    """The theory of `depth` layers whose weights have the variance scale² / fan-in.

    Inputs have spread 1 and nothing in common; the other arguments are as for `nnviz.concepts.deep_network.passes`.
    """
    sizes, factors = [], []
    square, mean, apart = 1.0, 0.0, 1.0  # of the signal: mean square, mean, and what differs between examples
    for _ in range(depth):
        before = scale**2 * (apart if normalization == "batch" else square)
        divided = 1.0 if normalization == "none" else before + EPSILON
        own_mean, own_square, slopes = moments(activation, np.sqrt(before / divided))
        factors.append(np.sqrt(scale**2 * slopes / divided + skip))
        if skip:
            square += own_square + 2 * mean * own_mean
            mean += own_mean
            apart += own_square - own_mean**2
        else:
            square, mean, apart = own_square, own_mean, own_square - own_mean**2
        sizes.append(np.sqrt(square))
    return Theory(np.array(sizes), np.array(factors))
