"""The game behind Shapley values: which parts of an example are players, and what a set of revealed ones is worth."""

import math
from functools import cached_property

import numpy as np

from nnviz import progress
from nnviz.errors import NnvizError
from nnviz.explanation import regions as squares
from nnviz.explanation.hiding import Covered, Rows
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.traced_game import TracedGame

_NUMBERS_A_BLOCK = 2**22
"""Numbers of covered inputs that are made at once."""
_WORTH_TRACING = 4096
"""Answers from which on it pays to trace a function that mixes and answers at once."""


class Coalitions:
    """What sets of revealed players are worth: F of the example with all others hidden.

    Columns of a table are players as the background names them (the inputs of one category are one player), and so are
    tokens; of an image or a sequence with more than `regions` numbers, squares are.

    Attributes:
        of: of each input (…) the player that each of its numbers belongs to.
        players: how many there are.
        hidden: what stands in for the others.
    """

    def __init__(self, problem: Problem, hidden: Rows | Covered, regions: int = 0, of: list[np.ndarray] | None = None):
        self.problem, self.hidden, self._asked = problem, hidden, 0
        self.of = players_of(problem, regions) if of is None else of
        self.players = 1 + max(int(own.max(initial=-1)) for own in self.of)
        points = sum(math.prod(one.shape[1:]) for one in problem.points)  # an embedding's are more than its tokens
        self.block = max(1, _NUMBERS_A_BLOCK // (hidden.copies * max(1, points, self.numbers)))

    @property
    def numbers(self) -> int:
        """Numbers of one example."""
        return sum(one.size for one in self.of)

    @property
    def work(self) -> int:
        """Bytes of activations that it takes to value one set."""
        return self.hidden.copies * max(1, self.problem.function.probe.bytes)

    def worth(self, example: int, revealed: np.ndarray) -> np.ndarray:
        """(sets,) float64 of `revealed` (sets, players), True where a player is known."""
        self._asked += len(revealed) * self.hidden.copies
        valued, block, parts = self._mixed, self.block, []
        if self._asked > _WORTH_TRACING and self.traced is not None:
            valued, block = self.traced.worth, self.traced.block
        for first in range(0, len(revealed), block):
            progress.tell()
            parts.append(valued(example, revealed[first : first + block]))
        return np.concatenate(parts) if parts else np.zeros(0)

    def _mixed(self, example: int, known: np.ndarray) -> np.ndarray:
        mixed = self.hidden.covered(example, [known[:, own] for own in self.of])
        values = self.problem.input_values(mixed, np.full(len(mixed[0]), example))
        return values.reshape(len(known), -1).mean(1)

    @cached_property
    def traced(self) -> TracedGame | None:
        """The game inside one traced function; None where what hides depends on what is known, or the model takes only
        batches of one size or cannot be traced."""
        rows = self.hidden.fixed
        if rows is None or self.problem.function.fixed_batch:
            return None
        try:
            return TracedGame(self.problem, self.of, rows, isinstance(self.hidden, Covered))
        except NnvizError:
            raise
        except Exception:  # a model with Python control flow on its data
            return None

    def drawn(self, example: int, revealed: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """(sets,) as `worth`, each against the one background row that `rows` (sets,) names."""
        parts, block = [], self.block * self.hidden.copies
        for first in range(0, len(revealed), block):
            progress.tell()
            known, own = revealed[first : first + block], rows[first : first + block]
            mixed = self.hidden.drawn(example, [known[:, one] for one in self.of], own)
            parts.append(self.problem.input_values(mixed, np.full(len(known), example)))
        return np.concatenate(parts)

    def ends(self, example: int) -> tuple[float, float]:
        """What nothing is worth, and what everything is."""
        nothing, everything = self.worth(example, np.array([[False], [True]]).repeat(self.players, 1))
        return float(nothing), float(everything)

    def outcome(self, values: np.ndarray, base: np.ndarray, *notes: str) -> Outcome:
        """Values (n, players) as those of inputs: a player's numbers share its value evenly."""
        sizes = np.bincount(np.concatenate([own.ravel() for own in self.of]), minlength=self.players)
        each = values / np.maximum(sizes, 1)
        told = (*notes, *self._put_together(), self.hidden.words)
        return Outcome([each[:, own] for own in self.of], self.hidden.mean, base, told)

    def _put_together(self) -> tuple[str, ...]:
        pictures = [own for own in self.of if own.ndim > 1 and len(np.unique(own)) < math.prod(own.shape[:-1])]
        if not pictures:
            return ()
        numbers, count = sum(own.size for own in pictures), sum(len(np.unique(own)) for own in pictures)
        return (f"Its {numbers:,} numbers were put together into {count:,} regions, revealed as a whole.",)


def players_of(problem: Problem, regions: int) -> list[np.ndarray]:
    """Of each input (…) the player that each of its numbers belongs to, from 0, those of a later input after."""
    of, begin = [], 0
    for k, x in enumerate(problem.flat):
        columns = problem.columns[k] if k < len(problem.columns) else None
        if columns is None:
            own = squares.players(x.shape[1:], regions)
        else:
            own = np.unique(columns, return_inverse=True)[1].reshape(x.shape[1:])
        of.append(begin + own)
        begin += int(own.max(initial=-1)) + 1
    return of
