"""Loss functions of one example: value and gradient, each as a function of what the network may still change.

For a number: of the error e = prediction − truth. For yes or no: of the raw output z, p = sigmoid(z). For one class of
several: of the shares. Keras (`keras.losses`) averages the same over the examples of a batch, and over the numbers of
an output with several. Sources: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.1; P. Huber,
"Robust estimation of a location parameter" (1964); T.-Y. Lin et al., "Focal loss for dense object detection" (2017).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.concepts.neuron import sigmoid
from nnviz.errors import SpecError

DELTA, GAMMA = 1.0, 2.0


@dataclass(frozen=True)
class Loss:
    """A loss of one example.

    Attributes:
        title: its name for people.
        value, gradient: of the error e, or of (z, y) with the truth y 0 or 1.
    """

    title: str
    value: Callable
    gradient: Callable


def huber(e, delta: float = DELTA):
    """e²/2 up to |e| = delta, from there on a straight line with the slope delta."""
    size = np.abs(np.asarray(e, dtype=float))
    return np.where(size <= delta, size**2 / 2, delta * size - delta**2 / 2)


def log_cosh(e):
    """log(cosh(e)), without overflow: nearly e²/2 for a small error, |e| − log 2 for a large one."""
    size = np.abs(np.asarray(e, dtype=float))
    return size + np.log1p(np.exp(-2 * size)) - np.log(2.0)


OF_ERROR: dict[str, Loss] = {
    "mse": Loss("MSE", lambda e: np.asarray(e, dtype=float) ** 2, lambda e: 2.0 * np.asarray(e, dtype=float)),
    "mae": Loss("MAE", lambda e: np.abs(np.asarray(e, dtype=float)), lambda e: np.sign(np.asarray(e, dtype=float))),
    "huber": Loss("Huber", huber, lambda e, delta=DELTA: np.clip(e, -delta, delta)),
    "log_cosh": Loss("log-cosh", log_cosh, np.tanh),
}
"""Losses of a predicted number. MAE's gradient at 0 is taken as 0, as Keras does."""


def binary_crossentropy(z, y):
    """−y log p − (1 − y) log(1 − p) with p = sigmoid(z), from z itself so that nothing overflows."""
    z = np.asarray(z, dtype=float)
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z))) - y * z


def focal(z, y, gamma: float = GAMMA):
    """(1 − q)^gamma · −log q, q the share given to the truth: what is nearly right hardly counts."""
    signed = np.where(np.asarray(y) > 0, z, -np.asarray(z, dtype=float))
    return (1.0 - sigmoid(signed)) ** gamma * binary_crossentropy(signed, 1.0)


def _focal_gradient(z, y, gamma: float = GAMMA):
    sign = np.where(np.asarray(y) > 0, 1.0, -1.0)
    q = sigmoid(sign * np.asarray(z, dtype=float))
    log_q = -binary_crossentropy(sign * np.asarray(z, dtype=float), 1.0)
    return sign * (gamma * q * (1.0 - q) ** gamma * log_q - (1.0 - q) ** (gamma + 1.0))


def _sign(y):
    return 2.0 * np.asarray(y, dtype=float) - 1.0


def _mse_gradient(z, y):
    p = sigmoid(z)
    return 2.0 * (p - y) * p * (1.0 - p)


OF_OUTPUT: dict[str, Loss] = {
    "bce": Loss("cross-entropy", binary_crossentropy, lambda z, y: sigmoid(z) - y),
    "mse": Loss("MSE", lambda z, y: (sigmoid(z) - y) ** 2, _mse_gradient),
    "hinge": Loss(
        "hinge",
        lambda z, y: np.maximum(1.0 - _sign(y) * z, 0.0),
        lambda z, y: np.where(_sign(y) * z < 1.0, -_sign(y), 0.0),
    ),
    "focal": Loss("focal", focal, _focal_gradient),
}
"""Losses of a yes or no, as functions of the raw output z: MSE and the cross-entropies see sigmoid(z), hinge z."""


@dataclass(frozen=True)
class CrossEntropy:
    """The loss of shares over classes, and its gradient with respect to the logits behind them."""

    value: float
    gradient: np.ndarray


def crossentropy(shares, truth: int) -> CrossEntropy:
    """−log of the share given to the true class; its gradient with respect to the logits is shares − 1 at the truth.

    Raises:
        SpecError: the shares do not sum to 1, or there is no such class.
    """
    shares = np.asarray(shares, dtype=float)
    if abs(shares.sum() - 1.0) > 1e-6 or (shares < 0).any() or not 0 <= truth < len(shares):
        raise SpecError(f"{shares.tolist()} with class {truth} is no answer.", expected="shares that sum to 1")
    gradient = shares.copy()
    gradient[truth] -= 1.0
    return CrossEntropy(float(-np.log(max(shares[truth], 1e-300))), gradient)
