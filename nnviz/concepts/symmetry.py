"""A network of 2 inputs, four tanh units and one sigmoid output that learns four clouds of points by gradient descent.

Units that begin alike get the same gradients and stay alike. Imports no framework;
`nnviz/web/lessons/initialization/symmetry.js` computes the same in the browser.

Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 8.4.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.concepts.draws import normals

UNITS, RATE, EQUAL = 4, 0.5, 0.5
_CLOUDS = ((1, 1, 0, 12), (-1, -1, 0, 10), (-1, 1, 1, 9), (1, -1, 1, 9))


@dataclass(frozen=True)
class Small:
    """Weights: kernel (2, units), bias (units,), readout (units,), and the output's bias."""

    kernel: np.ndarray
    bias: np.ndarray
    readout: np.ndarray
    output: float

    @property
    def different(self) -> int:
        """How many units differ from each other: exact twins count once."""
        return len({(*own, b, v) for own, b, v in zip(self.kernel.T, self.bias, self.readout, strict=True)})


def points() -> tuple[np.ndarray, np.ndarray]:
    """((40, 2), (40,) of 0 and 1): four clouds, opposite ones of one class; class 0 has more points."""
    centres = np.concatenate([np.tile(cloud[:2], (cloud[3], 1)) for cloud in _CLOUDS])
    labels = np.concatenate([np.full(cloud[3], cloud[2]) for cloud in _CLOUDS])
    return centres + 0.3 * normals(77, 2 * len(centres)).reshape(-1, 2), labels


def begin(start: str, seed: int = 1) -> Small:
    """How a network begins: "zeros", "equal" (every weight the same) or "random" (Glorot's spread); biases are 0."""
    if start == "random":
        drawn = normals(seed, 3 * UNITS).reshape(UNITS, 3)
        into, out = np.sqrt(2 / (2 + UNITS)), np.sqrt(2 / (UNITS + 1))
        return Small(into * drawn[:, :2].T, np.zeros(UNITS), out * drawn[:, 2], 0.0)
    value = 0.0 if start == "zeros" else EQUAL
    return Small(np.full((2, UNITS), value), np.zeros(UNITS), np.full(UNITS, value), 0.0)


def judged(net: Small) -> tuple[float, float, Small]:
    """(mean cross-entropy, share that is right, gradient) of the points."""
    x, labels = points()
    hidden = np.tanh(x @ net.kernel + net.bias)
    sums = hidden @ net.readout + net.output
    loss = np.mean(np.maximum(sums, 0) - sums * labels + np.log1p(np.exp(-np.abs(sums))))
    error = (1 / (1 + np.exp(-sums)) - labels) / len(labels)
    blame = np.outer(error, net.readout) * (1 - hidden**2)
    gradient = Small(x.T @ blame, blame.sum(0), hidden.T @ error, float(error.sum()))
    return float(loss), float(np.mean((sums > 0) == (labels == 1))), gradient


def learnt(net: Small, steps: int) -> Small:
    """The network after so many steps of gradient descent."""
    for _ in range(steps):
        gradient = judged(net)[2]
        net = Small(
            net.kernel - RATE * gradient.kernel,
            net.bias - RATE * gradient.bias,
            net.readout - RATE * gradient.readout,
            net.output - RATE * gradient.output,
        )
    return net
