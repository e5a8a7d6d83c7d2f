"""What passes through the layers of a network at a moment: spread, units that rest, outputs on a flat end."""

import math

import numpy as np
import tensorflow as tf

from nnviz.runs.recorded_vitals import SHARES

_MOST = 2_048
"""Numbers of a layer that are looked at."""
_OF_CLASS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "PReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax"}
RESTS = ("relu", "relu6")
"""Functions that give exactly 0 for all that is negative, and no gradient there."""
FLAT_ENDS = {"tanh": (-0.97, 0.97), "sigmoid": (0.02, 0.98), "hard_sigmoid": (1e-6, 1 - 1e-6)} | {
    "hard_tanh": (-1 + 1e-6, 1 - 1e-6),
    "softsign": (-0.9, 0.9),
}
"""Outputs below or above which a function hardly moves: its slope is less than a tenth of its steepest."""


def function_of(layer) -> str:
    """The name of the function that a layer applies last; "" where it applies none that is known."""
    if type(layer).__name__ in _OF_CLASS:
        return _OF_CLASS[type(layer).__name__]
    return str(getattr(getattr(layer, "activation", None), "__name__", ""))


def few(values: tf.Tensor) -> tf.Tensor:
    """At most 2,048 of them, evenly chosen, in one row."""
    flat, size = tf.reshape(values, [-1]), math.prod(int(one or 1) for one in values.shape)
    return tf.cast(flat[:: -(-size // _MOST)], tf.float32)


def peaks(output: tf.Tensor) -> tf.Tensor:
    """(units,) the largest output of each unit."""
    return tf.cast(tf.reduce_max(output, axis=list(range(len(output.shape) - 1))), tf.float32)


def spread(values: np.ndarray) -> np.ndarray:
    """(7,) the quantiles `SHARES`; NaN for what is not finite."""
    if not len(values) or not np.isfinite(values).all():
        return np.full(len(SHARES), np.nan)
    return np.quantile(values, SHARES)


def silent(function: str, highest: np.ndarray) -> float:
    """The share of units that give nothing, by each one's largest output; NaN for a function that never rests."""
    return float((highest <= 0).mean()) if function in RESTS and len(highest) else math.nan


def saturated(function: str, outputs: np.ndarray) -> float:
    """The share of outputs on a flat end; NaN for a function without one."""
    if function not in FLAT_ENDS or not len(outputs):
        return math.nan
    low, high = FLAT_ENDS[function]
    return float(((outputs < low) | (outputs > high)).mean())
