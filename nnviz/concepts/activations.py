"""Activation functions: value, slope, and what a deep stack of one makes of a signal and of its gradient.

Formulas as Keras 3 has them (`keras.activations`): leaky ReLU with a slope of 0.2, ELU with α = 1, GELU exact (not the
tanh approximation). Sources: Goodfellow, Bengio and Courville, Deep Learning (2016), sections 6.2 and 6.3; D. Hendrycks
and K. Gimpel, "Gaussian error linear units" (2016); P. Ramachandran, B. Zoph and Q. Le, "Searching for activation
functions" (2017) for SiLU, which they call Swish.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import erf, inf

import numpy as np

from nnviz.concepts.neuron import relu, sigmoid, step
from nnviz.errors import SpecError
from nnviz.params import lookup

LEAK, ALPHA = 0.2, 1.0
FLAT = 0.05
"""A slope whose size is below this counts as saturated: less than a twentieth of the gradient gets through."""


@dataclass(frozen=True)
class Function:
    """An activation function: its name for people, value, slope, and the range that its values lie in."""

    title: str
    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]
    range: tuple[float, float]


def leaky_relu(z):
    """z where z > 0, else z / 5."""
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, z, LEAK * z)


def elu(z):
    """z where z > 0, else e^z − 1."""
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, z, ALPHA * np.expm1(np.minimum(z, 0.0)))


def gelu(z):
    """z Φ(z), Φ the share of a standard normal distribution below z."""
    z = np.asarray(z, dtype=float)
    return z * _below(z)


def silu(z):
    """z · sigmoid(z)."""
    z = np.asarray(z, dtype=float)
    return z * sigmoid(z)


def softplus(z):
    """log(1 + e^z), without overflow for large z."""
    z = np.asarray(z, dtype=float)
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def _below(z: np.ndarray) -> np.ndarray:
    """Φ(z) of the standard normal distribution."""
    return np.vectorize(lambda one: 0.5 * (1.0 + erf(one / np.sqrt(2.0))), otypes=[float])(z)


def _gelu_slope(z):
    z = np.asarray(z, dtype=float)
    return _below(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def _silu_slope(z):
    s = sigmoid(z)
    return s * (1.0 + np.asarray(z, dtype=float) * (1.0 - s))


def _one(z):
    return np.ones_like(np.asarray(z, dtype=float))


FUNCTIONS: dict[str, Function] = {
    "linear": Function("none", lambda z: np.asarray(z, dtype=float), _one, (-inf, inf)),
    "step": Function("step", step, lambda z: 0.0 * _one(z), (0.0, 1.0)),
    "sigmoid": Function("sigmoid", sigmoid, lambda z: sigmoid(z) * (1.0 - sigmoid(z)), (0.0, 1.0)),
    "tanh": Function("tanh", np.tanh, lambda z: 1.0 - np.tanh(z) ** 2, (-1.0, 1.0)),
    "relu": Function("ReLU", relu, step, (0.0, inf)),
    "leaky_relu": Function("leaky ReLU", leaky_relu, lambda z: np.where(np.asarray(z) > 0, 1.0, LEAK), (-inf, inf)),
    "elu": Function("ELU", elu, lambda z: np.where(np.asarray(z) > 0, 1.0, elu(z) + ALPHA), (-1.0, inf)),
    "gelu": Function("GELU", gelu, _gelu_slope, (-0.170, inf)),
    "silu": Function("SiLU", silu, _silu_slope, (-0.278, inf)),
    "softplus": Function("softplus", softplus, sigmoid, (0.0, inf)),
}
"""Name, as Keras has it (all but the step) → the function. At a corner the slope is the one of the left side."""


@dataclass(frozen=True)
class Chain:
    """One number through N layers of one unit each, and the gradient of the last output back through them.

    Attributes:
        sums: (N,) z of each layer; the first is the number itself.
        values: (N,) a = f(z).
        slopes: (N,) f'(z).
        gradients: (N,) ∂a_N / ∂z of each layer: what of a gradient of 1 at the output arrives there.
    """

    sums: np.ndarray
    values: np.ndarray
    slopes: np.ndarray
    gradients: np.ndarray


def chain(name: str, z: float, weight: float, layers: int) -> Chain:
    """z₁ = z, a = f(z), the next z = weight · a, through so many layers.

    Raises:
        SpecError: the function is unknown, or there are no layers.
    """
    function = lookup(FUNCTIONS, name, "activation")
    if layers < 1:
        raise SpecError(f"A chain of {layers} layers has no output.", expected="1 layer or more", where="layers")
    sums, values = [], []
    for _ in range(layers):
        sums.append(weight * values[-1] if values else float(z))
        values.append(float(function.value(sums[-1])))
    slopes = np.asarray(function.slope(np.array(sums)), dtype=float)
    later = np.cumprod(np.append(1.0, (weight * slopes[1:])[::-1]))[::-1]
    return Chain(np.array(sums), np.array(values), slopes, slopes * later)


def network(layers: Sequence[tuple], x, activation: str = "linear") -> np.ndarray:
    """The output of dense layers: `activation` after each but the last.

    Args:
        layers: (W (outputs, inputs), b (outputs,)) of each, the first one first.
        x: (n, inputs).

    Returns:
        (n, outputs of the last layer).
    """
    function = lookup(FUNCTIONS, activation, "activation")
    a = np.asarray(x, dtype=float)
    for position, (kernel, bias) in enumerate(layers):
        z = a @ np.asarray(kernel, dtype=float).T + np.asarray(bias, dtype=float)
        a = z if position == len(layers) - 1 else function.value(z)
    return a


def collapse(layers: Sequence[tuple]) -> tuple[np.ndarray, np.ndarray]:
    """The one layer (W, b) that does what these do with no activation between: W = … W₂ W₁, b = … W₂ b₁ + b₂."""
    kernel, bias = (np.asarray(one, dtype=float) for one in layers[0])
    for after, shift in layers[1:]:
        kernel, bias = np.asarray(after) @ kernel, np.asarray(after) @ bias + np.asarray(shift)
    return kernel, bias


def softmax(logits, temperature: float = 1.0) -> np.ndarray:
    """Shares p_k = e^(z_k / T) / Σ_j e^(z_j / T) of `logits` (…, classes).

    Raises:
        SpecError: the temperature is not above 0.
    """
    if not temperature > 0:
        raise SpecError(f"A temperature of {temperature} has no softmax.", expected="above 0", where="temperature")
    scaled = np.asarray(logits, dtype=float) / temperature
    powers = np.exp(scaled - scaled.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
