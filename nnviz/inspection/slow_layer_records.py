"""One batch in slow motion through any network, layer by layer. No framework."""

from dataclasses import dataclass

import numpy as np

INPUT = "the input"
_MOST_OF_A_SIDE, _MOST_NUMBERS = 32, 4_096


@dataclass(frozen=True)
class SlowWeight:
    """A weight of a layer, in one step. Of large ones `before`, `gradient` and `after` hold the first of each axis.

    Attributes:
        name, shape: "kernel", (3, 3, 1, 8).
        before, after: values before and after the step.
        gradient: ∂loss/∂weight; None for what is not learned by it: frozen, or statistics of the batches.
        size, gradient_size, step_size: the lengths ‖w‖, ‖∂loss/∂w‖ and ‖Δw‖ of the whole weight.
    """

    name: str
    shape: tuple[int, ...]
    before: np.ndarray
    gradient: np.ndarray | None
    after: np.ndarray
    size: float
    gradient_size: float | None
    step_size: float

    @property
    def step(self) -> np.ndarray:
        """Δw, of the numbers that are held."""
        return self.after - self.before

    @property
    def whole(self) -> bool:
        """Whether all its numbers are held."""
        return self.before.shape == self.shape


@dataclass(frozen=True)
class SlowPart:
    """One call of a layer, for a batch.

    Attributes:
        path, kind: of the layer.
        sources: the paths that it is fed by; none where that is the network's input.
        shape: of one example's output.
        outputs: (k, …) what it returned for the first examples of the batch; of large ones every so many-th row, column
            and step, and the first channels.
        mean, spread: of all its outputs for the batch, and their standard deviation.
        slopes: (k, …) ∂loss/∂output of the same numbers; None where nothing comes back.
        slope_size: ‖∂loss/∂output‖ of the whole batch; None as well.
        weights: its own; those of a layer that is called again stand at its first call.
    """

    path: str
    kind: str
    sources: tuple[str, ...]
    shape: tuple[int, ...]
    outputs: np.ndarray
    mean: float
    spread: float
    slopes: np.ndarray | None
    slope_size: float | None
    weights: tuple[SlowWeight, ...]

    @property
    def gradient_size(self) -> float | None:
        """‖∂loss/∂weights‖ of all weights of the layer; None for one that learns nothing."""
        sizes = [own.gradient_size for own in self.weights if own.gradient_size is not None]
        return float(np.sqrt(np.sum(np.square(sizes)))) if sizes else None


@dataclass(frozen=True)
class SlowWalk:
    """One training step of any network.

    Attributes:
        epoch, batch, batches, rows, truths, answers, losses: as of `SlowBatch`; of `truths`, `answers` and `losses`
            those of the whole batch.
        loss: what is differentiated: the mean of the losses, weighted as training counts examples, and `penalty`.
        penalty: what regularizers add.
        parts: in the order of the forward pass; the first one is what the network is given, `INPUT`.
        optimizer, rate: what takes the step, and its learning rate.
        weights: how many the network has.
        augmented: whether the batch was changed at random before the network saw it.
        residual: the largest difference between a number after these steps and after Keras's own training step.
    """

    epoch: int
    batch: int
    batches: int
    rows: np.ndarray
    truths: tuple[str, ...]
    answers: tuple[str, ...]
    losses: np.ndarray
    loss: float
    penalty: float
    parts: tuple[SlowPart, ...]
    optimizer: str
    rate: float
    weights: int
    augmented: bool
    residual: float

    @property
    def shown(self) -> int:
        """Of how many examples the layers' outputs are held."""
        return len(self.parts[0].outputs)


def few_of(values: np.ndarray) -> np.ndarray:
    """(k, …) outputs, small enough to be looked at: every so many-th row, column and step, and the first channels.

    >>> few_of(np.zeros((8, 64, 64, 100))).shape
    (8, 22, 22, 8)
    """
    *places, channels = values.shape[1:] or (1,)
    values = values.reshape(len(values), *places, channels)
    for axis, size in enumerate(places, 1):
        most = _MOST_OF_A_SIDE if len(places) > 1 else 2 * _MOST_OF_A_SIDE
        values = np.take(values, np.arange(0, size, -(-size // most)), axis=axis)
    numbers = max(1, int(np.prod(values.shape[1:-1])))
    return np.ascontiguousarray(values[..., : max(4, _MOST_NUMBERS // numbers)])


def first_of(weight: np.ndarray) -> np.ndarray:
    """The first numbers of each axis of a weight, at most about four thousand: small axes are kept whole.

    >>> first_of(np.zeros((3, 3, 64, 64))).shape
    (3, 3, 16, 16)
    """
    sizes = list(weight.shape)
    while int(np.prod(sizes)) > _MOST_NUMBERS:
        largest = max(range(len(sizes)), key=lambda axis: sizes[axis])
        sizes[largest] = -(-sizes[largest] // 2)
    return np.array(weight[tuple(map(slice, sizes))])
