"""One batch in slow motion: forward, loss, backward, update, in numbers. No framework."""

from dataclasses import dataclass

import numpy as np

from nnviz import words

STAGES = ("Forward", "Loss", "Backward", "Update")


@dataclass(frozen=True)
class SlowLayer:
    """A layer that weighs a sum and bends it: a = f(x·W + b).

    Attributes:
        path, function: of the layer.
        inputs: (n, in) x, what came in; names: of these.
        kernel, bias: (in, units) W and (units,) b before the step; a bias of zeros where there is none.
        sums, outputs: (n, units) z and a.
        outer, slopes: (n, units) ∂loss/∂a, and a by z: f′(z). Where all units hang together, as in a softmax, the first
            is ∂loss/∂z and the second 1.
        new_kernel, new_bias: after the step.
    """

    path: str
    function: str
    inputs: np.ndarray
    names: tuple[str, ...]
    kernel: np.ndarray
    bias: np.ndarray
    sums: np.ndarray
    outputs: np.ndarray
    outer: np.ndarray
    slopes: np.ndarray
    new_kernel: np.ndarray
    new_bias: np.ndarray

    @property
    def deltas(self) -> np.ndarray:
        """(n, units) ∂loss/∂z: what comes back, times the slope."""
        return self.outer * self.slopes

    @property
    def kernel_gradient(self) -> np.ndarray:
        """(in, units) ∂loss/∂W = xᵀ·δ, the sum over the batch."""
        return self.inputs.T @ self.deltas

    @property
    def bias_gradient(self) -> np.ndarray:
        """(units,) ∂loss/∂b = Σ δ."""
        return self.deltas.sum(axis=0)

    def written_out(self, example: int, unit: int) -> str:
        """The weighted sum of a unit: "0.53 · 0.21 − 1.2 · 0.4 + 0.1 = −0.27"; of a long one its ends."""
        pairs = list(zip(self.inputs[example], self.kernel[:, unit], strict=True))
        shown = [f"{words.plain(float(x), 3)} · {words.plain(float(w), 3)}" for x, w in pairs]
        if len(shown) > 5:
            shown = [*shown[:3], "…", shown[-1]]
        terms = [*shown, words.plain(float(self.bias[unit]), 3)]
        return f"{' + '.join(terms)} = {words.plain(float(self.sums[example, unit]), 3)}".replace("+ −", "− ")


@dataclass(frozen=True)
class SlowBatch:
    """One training step.

    Attributes:
        batch, batches: which one it is of how many in an epoch, from 0; epoch, from 0.
        rows: (n,) which training examples.
        truths, answers: what each is, and what the network says, in words.
        losses: (n,) of each example; loss: their mean, which is what is differentiated.
        layers: from the input to the output.
        optimizer, rate: what takes the step, and its learning rate.
        residual: the largest difference between a new weight by these numbers and by Keras's own training step.
    """

    epoch: int
    batch: int
    batches: int
    rows: np.ndarray
    truths: tuple[str, ...]
    answers: tuple[str, ...]
    losses: np.ndarray
    loss: float
    layers: tuple[SlowLayer, ...]
    optimizer: str
    rate: float
    residual: float
