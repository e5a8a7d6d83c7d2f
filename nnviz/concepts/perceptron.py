"""The perceptron: one neuron with a step, and the rule by which it learns from its mistakes.

    ŷ = step(w · x + b),   w ← w + η (y − ŷ) x,   b ← b + η (y − ŷ)

Source: F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the
brain" (1958); that it ends wherever a line parts the classes: A. Novikoff, "On convergence proofs on
perceptrons" (1962); what one of them cannot do: M. Minsky and S. Papert, Perceptrons (1969).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from nnviz.errors import SpecError

GATES: dict[str, tuple[int, int, int, int]] = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0)}
"""The wanted answer for each row of `CORNERS`."""
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@dataclass(frozen=True)
class Step:
    """One example shown to the perceptron.

    Attributes:
        index: which example.                 x: (k,) its inputs.        y: its class, 0 or 1.
        z, prediction: the sum and the answer before learning from it.
        error: y − prediction: −1, 0 or 1.
        weights, bias: before.                new_weights, new_bias: after.
    """

    index: int
    x: np.ndarray
    y: int
    z: float
    prediction: int
    error: int
    weights: np.ndarray
    bias: float
    new_weights: np.ndarray
    new_bias: float


def learn_from(index: int, x, y: int, weights, bias: float, learning_rate: float) -> Step:
    """Rosenblatt's rule for one example."""
    x, weights = np.asarray(x, dtype=float), np.asarray(weights, dtype=float)
    z = float(weights @ x + bias)
    prediction = int(z > 0)
    error = int(y) - prediction
    return Step(
        index,
        x,
        int(y),
        z,
        prediction,
        error,
        weights,
        float(bias),
        weights + learning_rate * error * x,
        float(bias + learning_rate * error),
    )


def steps(x, y, weights=(0.0, 0.0), bias: float = 0.0, learning_rate: float = 0.1) -> Iterator[Step]:
    """Shows the examples in turn, over and over, without end.

    Args:
        x: (n, k) inputs.      y: (n,) classes 0 or 1.      weights: (k,) and bias to begin with.

    Raises:
        SpecError: the examples and classes do not match, or a class is neither 0 nor 1.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y)
    if x.ndim != 2 or y.shape != (len(x),) or not np.isin(y, (0, 1)).all():
        raise SpecError(
            f"Inputs of shape {x.shape} with classes {y.tolist()}.", expected="inputs (n, k) and n classes of 0 or 1"
        )
    while len(x):
        for index in range(len(x)):
            step = learn_from(index, x[index], y[index], weights, bias, learning_rate)
            weights, bias = step.new_weights, step.new_bias
            yield step


def passes(x, y, limit: int = 100, **start) -> list[list[Step]]:
    """Whole passes over the examples until one is without a mistake, at most `limit` of them."""
    stream, done = steps(x, y, **start), []
    while len(done) < limit:
        done.append(list(islice(stream, len(x))))
        if not any(step.error for step in done[-1]):
            break
    return done
