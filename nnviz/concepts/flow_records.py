"""What backpropagation through a whole network comes in: records without a framework, so that a page can read them."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Stage:
    """One layer in the flow.

    Attributes:
        name, kind: of the layer.           shape: of its output, without the batch.
        output, gradient: (units,) what it put out, and ∂L/∂output; for images the mean magnitude of a channel, signed
            by its mean.
        kernel: (inputs, units) ∂L/∂kernel of a dense layer, else None.
        weight_gradient: the length of ∂L/∂ all its weights; None without weights.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    output: np.ndarray
    gradient: np.ndarray
    kernel: np.ndarray | None
    weight_gradient: float | None


@dataclass(frozen=True)
class Flow:
    """Stages in the order of calculation, the loss, what the network put out and what was wanted, and the input's
    gradient."""

    stages: tuple[Stage, ...]
    loss: float
    output: np.ndarray
    target: np.ndarray
    input: np.ndarray
    input_gradient: np.ndarray
