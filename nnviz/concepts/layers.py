"""A network with one hidden layer, built by hand from steps, and what it costs in parameters.

    f(x) = c + Σ_j v_j σ((x − t_j) / s_j)

Every hidden unit is a soft step at t_j, s_j wide and v_j high: as a Dense unit its weight is 1 / s_j and its bias
−t_j / s_j. Two steps, one up and one down, make a bump, and bumps side by side come as near to any curve as one likes.

Source: G. Cybenko, "Approximation by superpositions of a sigmoidal function", Mathematics of Control, Signals and
Systems 2 (1989); Michael Nielsen, Neural Networks and Deep Learning (2015), chapter 4, for the construction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.concepts.neuron import sigmoid
from nnviz.errors import SpecError

POINTS = np.linspace(0.0, 1.0, 201)
"""Where the targets are known, and where errors are measured."""
RIDGE = 1e-6
"""How strongly a fit holds heights back, as a share of the number of points: enough that two steps at the same place
share their height, too little to be seen anywhere else."""


@dataclass(frozen=True)
class StepNetwork:
    """A hidden layer of n steps. `positions`, `heights` and `softness` are (n,), softness above 0; `offset` is c."""

    positions: np.ndarray
    heights: np.ndarray
    softness: np.ndarray
    offset: float

    def hidden(self, x) -> np.ndarray:
        """(m, n) what each unit makes of m inputs."""
        return _steps(x, self.positions, self.softness)

    def __call__(self, x) -> np.ndarray:
        """(m,) the output."""
        return self.offset + self.hidden(x) @ self.heights

    def weights(self) -> list[np.ndarray]:
        """The same network as Keras keeps it: a Dense layer of n sigmoids, and one unit that adds them up."""
        kernel = 1.0 / self.softness
        return [kernel[None, :], -self.positions * kernel, self.heights[:, None], np.array([self.offset])]


def fitted(positions, softness, target, x=POINTS) -> StepNetwork:
    """The heights and the offset that come nearest to a target: linear least squares, with a trace of ridge.

    Args:
        positions, softness: (n,) of the steps, which stay.       target: (m,) at the inputs `x` (m,).
    """
    positions, softness = np.asarray(positions, dtype=float), np.asarray(softness, dtype=float)
    design = np.column_stack([np.ones(len(x)), _steps(x, positions, softness)])
    held = np.sqrt(RIDGE * len(x)) * np.eye(design.shape[1])[1:]
    rows, wanted = np.vstack([design, held]), np.concatenate([target, np.zeros(len(held))])
    solution = np.linalg.lstsq(rows, wanted, rcond=None)[0]
    return StepNetwork(positions, solution[1:], softness, float(solution[0]))


def even(count: int) -> tuple[np.ndarray, np.ndarray]:
    """(positions, softness) of `count` steps that share [0, 1] evenly, each as soft as half of its share."""
    return (np.arange(count) + 0.5) / max(count, 1), np.full(count, 0.25 / max(count, 1))


def error(network: StepNetwork, target, x=POINTS) -> float:
    """The root of the mean squared distance to the target."""
    return float(np.sqrt(np.mean((network(x) - np.asarray(target)) ** 2)))


def target(kind: str, difficulty: int, x=POINTS) -> np.ndarray:
    """(m,) a target between −0.8 and 0.8: so many bumps, waves, or jumps of a staircase (half way up at a jump)."""
    x = np.asarray(x, dtype=float)
    if kind == "bump":
        centres = (np.arange(difficulty) + 0.5) / difficulty
        width = 0.14 / difficulty
        return -0.6 + 1.4 * np.exp(-(((x[:, None] - centres) / width) ** 2)).sum(1)
    if kind == "wave":
        return 0.8 * np.sin(2 * np.pi * difficulty * x)
    if kind == "stairs":
        level = (np.floor(x * (difficulty + 1) + 1e-9) + np.ceil(x * (difficulty + 1) - 1e-9) - 1) / 2
        return -0.8 + 1.6 * np.clip(level, 0, difficulty) / difficulty
    raise SpecError(f"There is no target {kind!r}.", expected="bump, wave or stairs", where="target")


def parameters(sizes: Sequence[int]) -> int:
    """Weights and biases of a dense network; `sizes` are its inputs, its hidden layers and its outputs."""
    return sum((before + 1) * after for before, after in zip(sizes, sizes[1:], strict=False))


def _steps(x, positions, softness) -> np.ndarray:
    return sigmoid((np.asarray(x, dtype=float)[:, None] - positions) / softness)
