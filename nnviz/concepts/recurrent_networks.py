"""Sequences whose answer needs a memory, the three recurrent cells that the lesson trains on them, and their formulas.

`nnviz/web/lessons/recurrent_networks/cells.js` computes the same in the browser. Imports no framework.

Sources: Elman, "Finding structure in time" (1990); Hochreiter and Schmidhuber, "Long short-term memory" (1997), with
the forget gate of Gers, Schmidhuber and Cummins (2000); Cho et al. (2014) for the GRU, in the form that Keras computes
by default (`reset_after=True`); Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks"
(2013).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.concepts.recordings import Recording

CELLS = ("SimpleRNN", "GRU", "LSTM")
UNITS = 8
KINDS = 3
"""Kinds of character that a network tells apart: it sees a 1 for the kind of each."""
LENGTH = 20
"""Characters of a sequence in training."""
LENGTHS = (6, 10, 20, 40)
"""Numbers of a sequence in the race."""


@dataclass(frozen=True)
class MemoryTask:
    """What is to be answered after every character.

    Attributes:
        title: of the choice.       question: answered with yes or no.
        kinds: the characters of the first kinds; whatever else is typed is of the last kind.
        strict: whether only the characters of `kinds` may be typed.
        chances: of each kind in training.
        answer: (n, steps) kinds → (n, steps) yes or no.
        text: what stands there at first.
    """

    title: str
    question: str
    kinds: tuple[str, ...]
    chances: tuple[float, float, float]
    answer: Callable[[np.ndarray], np.ndarray]
    text: str
    strict: bool = False


def _quoted(kinds: np.ndarray) -> np.ndarray:
    return np.cumsum(kinds == 0, axis=1) % 2 == 1


def _odd(kinds: np.ndarray) -> np.ndarray:
    return np.cumsum(kinds == 1, axis=1) % 2 == 1


def _seen(kinds: np.ndarray) -> np.ndarray:
    hit = np.zeros(kinds.shape, bool)
    hit[:, 1:] = (kinds[:, :-1] == 0) & (kinds[:, 1:] == 1)
    return np.cumsum(hit, axis=1) > 0


def _open(kinds: np.ndarray) -> np.ndarray:
    """Closing what is not open changes nothing."""
    depth, answers = np.zeros(len(kinds), int), np.zeros(kinds.shape, bool)
    for step in range(kinds.shape[1]):
        depth = np.maximum(depth + (kinds[:, step] == 0) - (kinds[:, step] == 1), 0)
        answers[:, step] = depth > 0
    return answers


_SPOKEN = 'She said "yes" and "no".'
TASKS = {
    "quotes": MemoryTask(
        "Quotation open?", "Are we inside quotation marks?", ('"',), (0.15, 0.0, 0.85), _quoted, _SPOKEN
    ),
    "parity": MemoryTask(
        "Odd number of 1s?", "Is the number of 1s so far odd?", ("0", "1"), (0.5, 0.5, 0.0), _odd, "0110100010", True
    ),
    "seen": MemoryTask(
        "“ab” seen?", "Did an a followed by a b come already?", ("a", "b"), (0.2, 0.2, 0.6), _seen, "banana cabin"
    ),
    "brackets": MemoryTask(
        "Bracket open?", "Is a bracket still open?", ("(", ")"), (0.2, 0.2, 0.6), _open, "f(a, g(b)) + c"
    ),
}


def drawn(task: str, count: int, length: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Random sequences of a task: x (count, length, KINDS) with a 1 for each character's kind, y (count, length, 1)."""
    chosen = TASKS[task]
    kinds = np.random.default_rng(seed).choice(KINDS, size=(count, length), p=chosen.chances)
    return np.eye(KINDS, dtype="float32")[kinds], chosen.answer(kinds)[..., None].astype("float32")


def added(count: int, length: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The adding problem: x (count, length, 2) with numbers from 0 to 1 and marks, y (count, 1) the sum of the two that
    are marked, one in either half."""
    rng, rows = np.random.default_rng(seed), np.arange(count)
    x = np.zeros((count, length, 2), "float32")
    x[..., 0] = rng.random((count, length))
    first, second = rng.integers(0, length // 2, count), rng.integers(length // 2, length, count)
    x[rows, first, 1] = x[rows, second, 1] = 1
    return x, (x[rows, first, 0] + x[rows, second, 0])[:, None]


def memory(task: str, cell: str) -> Recording:
    """The training of one cell on one task."""
    return Recording("train_memory", (("task", task), ("cell", cell)))


def adding(length: int) -> Recording:
    """The three cells on the adding problem."""
    return Recording("train_adding", (("length", length),))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_step(x: float, h: float, c: float, gates: dict[str, tuple[float, float, float]]) -> dict[str, float]:
    """One step of an LSTM of one unit, with all that comes up on the way.

    Args:
        gates: "i", "f", "g", "o" → (weight of x, weight of h, bias).

    Returns {"i", "f", "g", "o", "c", "h"}: the gates, the new memory and the new output.
    """
    z = {name: w * x + u * h + b for name, (w, u, b) in gates.items()}
    i, f, o, g = sigmoid(z["i"]), sigmoid(z["f"]), sigmoid(z["o"]), np.tanh(z["g"])
    memory = f * c + i * g
    return {"i": i, "f": f, "g": g, "o": o, "c": memory, "h": o * np.tanh(memory)}
