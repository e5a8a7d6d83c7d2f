"""One artificial neuron: a weighted sum, a bias, an activation. Every intermediate is returned.

    z = w · x + b,   a = f(z)

Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1; W. McCulloch and W. Pitts, "A logical
calculus of the ideas immanent in nervous activity" (1943) for the neuron that fires or does not.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.errors import SpecError
from nnviz.params import lookup


@dataclass(frozen=True)
class Activation:
    """An activation function: its values, its slope, and the range that its values lie in."""

    title: str
    function: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]
    range: tuple[float, float]


def step(z):
    """1 where z > 0, else 0."""
    return (np.asarray(z) > 0).astype(float)


def sigmoid(z):
    """1 / (1 + e^−z), without overflow for large |z|."""
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def relu(z):
    """z where z > 0, else 0."""
    return np.maximum(np.asarray(z, dtype=float), 0.0)


ACTIVATIONS: dict[str, Activation] = {
    "step": Activation("step", step, lambda z: np.zeros_like(np.asarray(z, dtype=float)), (0.0, 1.0)),
    "sigmoid": Activation("sigmoid", sigmoid, lambda z: sigmoid(z) * (1.0 - sigmoid(z)), (0.0, 1.0)),
    "tanh": Activation("tanh", np.tanh, lambda z: 1.0 - np.tanh(z) ** 2, (-1.0, 1.0)),
    "relu": Activation("ReLU", relu, step, (0.0, np.inf)),
}
"""The slope of the step is 0 wherever it has one, and ReLU's at 0 is taken as 0, as Keras does."""


@dataclass(frozen=True)
class Forward:
    """One pass through a neuron for n examples of k inputs.

    Attributes:
        products: (n, k) every weight times its input.
        z: (n,) their sum plus the bias.
        a: (n,) the activation of z: the output.
        slope: (n,) da/dz.
    """

    products: np.ndarray
    z: np.ndarray
    a: np.ndarray
    slope: np.ndarray


def forward(x, weights, bias: float, activation: str = "sigmoid") -> Forward:
    """What a neuron makes of examples.

    Args:
        x: (n, k) or (k,) inputs.       weights: (k,).       bias: one number.
        activation: a name in ACTIVATIONS.

    Raises:
        SpecError: the activation is unknown, or the inputs do not match the weights.
    """
    chosen = lookup(ACTIVATIONS, activation, "activation")
    x, weights = np.atleast_2d(np.asarray(x, dtype=float)), np.asarray(weights, dtype=float)
    if x.ndim != 2 or weights.ndim != 1 or x.shape[1] != len(weights):
        raise SpecError(
            f"Inputs of shape {x.shape} do not fit weights of shape {weights.shape}.",
            expected="inputs (n, k) and weights (k,)",
            where="weights",
        )
    products = x * weights
    z = products.sum(1) + bias
    return Forward(products, z, chosen.function(z), chosen.slope(z))


def line(weights, bias: float) -> tuple[np.ndarray, np.ndarray] | None:
    """The decision line w · x + b = 0 of two inputs: its point nearest to the origin and its direction of length 1.

    None for weights of 0: then there is no line, and the answer is the same everywhere.
    """
    weights = np.asarray(weights, dtype=float)
    length = float(np.hypot(*weights))
    if length == 0.0:
        return None
    return -bias * weights / length**2, np.array([-weights[1], weights[0]]) / length
