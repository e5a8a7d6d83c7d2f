"""A deep network of dense layers on a small batch, forward and backward, with every intermediate.

A layer is Dense without biases (they are 0 at the start), then normalization, then the activation, and with skip
connections its input is added to what comes out. One sigmoid unit reads the last layer; the loss is cross-entropy.
Imports no framework; `nnviz/web/lesson/deep_network.js` computes the same in the browser.

Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.concepts.draws import normals

EPSILON = 1e-3
"""What Keras adds to a variance before it divides by its root."""
_READOUT = 999
_ALPHA, _SCALE = 1.6732632423543772, 1.0507009873554805


def _sigmoid(z):
    return 1 / (1 + np.exp(-np.maximum(z, -700)))


CURVES: dict[str, tuple[Callable, Callable]] = {
    "linear": (lambda z: z, np.ones_like),
    "sigmoid": (_sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z))),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "selu": (
        lambda z: _SCALE * np.where(z > 0, z, _ALPHA * np.expm1(np.minimum(z, 0))),
        lambda z: _SCALE * np.where(z > 0, 1, _ALPHA * np.exp(np.minimum(z, 0))),
    ),
    "silu": (lambda z: z * _sigmoid(z), lambda z: _sigmoid(z) * (1 + z * (1 - _sigmoid(z)))),
}
"""Activation → (function, slope); a slope at a corner is 0, as in Keras."""


@dataclass(frozen=True)
class Drawn:
    """Normal numbers with spread 1 for a network.

    Attributes:
        inputs: (examples, widths[0]).              labels: (examples,) 0 and 1 in turn.
        kernels: a layer (widths[l], widths[l + 1]).    readout: (largest width,) what reads the last layer.
    """

    inputs: np.ndarray
    labels: np.ndarray
    kernels: tuple[np.ndarray, ...]
    readout: np.ndarray


@dataclass(frozen=True)
class Layer:
    """One layer of `passes`, each (examples, width).

    Attributes:
        given: what goes in.            sums: what goes into the activation.       outputs: what comes out.
        blame: ∂(mean loss)/∂outputs.   sum_blame: ∂(mean loss)/∂(Dense's own sums).
    """

    given: np.ndarray
    sums: np.ndarray
    outputs: np.ndarray
    blame: np.ndarray
    sum_blame: np.ndarray

    @property
    def kernel_gradient(self) -> np.ndarray:
        """(fan in, width) ∂(mean loss)/∂kernel."""
        return self.given.T @ self.sum_blame


def drawn(seed: int, widths: list[int], examples: int) -> Drawn:
    """The numbers of a network with layers of these widths, the inputs' first; the same as the browser draws."""
    start = seed * 1000
    kernels = tuple(
        normals(start + place, fan_in * width).reshape(fan_in, width)
        for place, (fan_in, width) in enumerate(zip(widths[:-1], widths[1:], strict=True), 1)
    )
    inputs = normals(start, examples * widths[0]).reshape(examples, widths[0])
    return Drawn(inputs, np.arange(examples) % 2.0, kernels, normals(start + _READOUT, max(widths)))


def passes(
    net: Drawn, spreads: list[float], activation: str, normalization: str = "none", skip: bool = False
) -> tuple[float, list[Layer]]:
    """(mean loss, layers) of both passes through the first len(spreads) layers.

    Args:
        net: of `drawn`.
        spreads: what the drawn numbers of each layer's kernel are multiplied by.
        activation: of `CURVES`.
        normalization: "none", "batch" or "layer", before the activation, as a new layer of Keras computes it.
        skip: whether what goes into a layer is added to what comes out.
    """
    curve, slope = CURVES[activation]
    axis = {"none": None, "batch": 0, "layer": 1}[normalization]
    given, forward = net.inputs, []
    for kernel, spread in zip(net.kernels, spreads, strict=False):
        sums, roots = _normalized(given @ (kernel * spread), axis)
        outputs = curve(sums) + (given if skip else 0)
        forward.append((given, sums, roots, outputs))
        given = outputs
    loss, blame = _judged(net, given)
    layers = []
    for place in reversed(range(len(forward))):
        given, sums, roots, outputs = forward[place]
        sum_blame = _through(blame * slope(sums), sums, roots, axis)
        layers.append(Layer(given, sums, outputs, blame, sum_blame))
        back = sum_blame @ (net.kernels[place] * spreads[place]).T
        blame = back + blame if skip else back
    return loss, layers[::-1]


def _normalized(sums: np.ndarray, axis: int | None):
    if axis is None:
        return sums, None
    roots = np.sqrt(sums.var(axis, keepdims=True) + EPSILON)
    return (sums - sums.mean(axis, keepdims=True)) / roots, roots


def _through(blame: np.ndarray, sums: np.ndarray, roots, axis: int | None) -> np.ndarray:
    """∂loss/∂(normalized) → ∂loss/∂(before): mean and root depend on every value of the group."""
    if axis is None:
        return blame
    along = (blame * sums).mean(axis, keepdims=True)
    return (blame - blame.mean(axis, keepdims=True) - sums * along) / roots


def _judged(net: Drawn, outputs: np.ndarray) -> tuple[float, np.ndarray]:
    width = outputs.shape[1]
    weights = net.readout[:width] / np.sqrt(width)
    sums = outputs @ weights
    losses = np.maximum(sums, 0) - sums * net.labels + np.log1p(np.exp(-np.abs(sums)))
    return float(losses.mean()), np.outer((_sigmoid(sums) - net.labels) / len(sums), weights)


def size(values: np.ndarray) -> float:
    """The root mean square of all entries: how large they are, whatever their number."""
    return float(np.sqrt(np.mean(np.square(values))))
