"""Shapley values by looking only at outputs: exact for few features, by permutations for many.

A feature's Shapley value is what it adds on average when features are revealed in a random order; a feature
that is not revealed yet takes its values from the background rows. Where features are too many, regions of them are
revealed as a whole (`nnviz.explanation.regions`).
"""

import math
import time

import numpy as np

from nnviz import words
from nnviz.errors import ExplanationError
from nnviz.explanation.costs import subsets
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.regions import players

_MOST_EVALUATIONS = 5_000_000
_ELEMENTS_A_BLOCK = 2**22
_MASKS_TOGETHER = 2**22
_WORK_TOGETHER = 4 * 10**9
"""Bytes of activations between two looks at the clock: about a second of work."""


def permutation_shap(
    problem: Problem,
    background_rows: int = 20,
    permutations: int = 10,
    exact_up_to: int = 10,
    regions: int = 64,
    time_limit: float = 60.0,
) -> Outcome:
    """Shapley values of the numbers of the input (every token id), against background rows.

    Of an image or a sequence with more than `regions` numbers, regions are the players, and the numbers of one share
    its value evenly. With at most `exact_up_to` players every subset is tried and the values are exact; with more,
    `permutations` orders are walked forwards and backwards (Mitchell et al., "Sampling Permutations for Shapley Value
    Estimation", 2022), as many as `time_limit` seconds allow, at least one. In any case they add up to
    F(x) − E F(background).
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions" (2017).

    Raises:
        ExplanationError: when it would take more than five million evaluations.
    """
    rows = problem.background_rows(background_rows)
    groups = _groups(problem.flat, regions)
    size, count = len(rows[0]), int(groups.max()) + 1
    exact = count <= exact_up_to
    evaluations = subsets(count, permutations, exact_up_to) * size * len(problem)
    if evaluations > _MOST_EVALUATIONS:
        raise ExplanationError(
            f"Permutation SHAP on {count:,} features would take {evaluations:,} evaluations.",
            expected=f"at most {_MOST_EVALUATIONS:,}",
            fix="Choose fewer background examples or permutations, or expected gradients.",
            where="permutations",
        )
    values, base, walked = np.zeros((len(problem), len(groups))), np.zeros(len(problem)), permutations
    together = np.bincount(groups)
    for i in range(len(problem)):
        game = Game(problem, i, rows, groups)
        if exact:
            own, base[i] = exact_values(game)
        else:
            own, base[i], done = sampled_values(game, permutations, problem.random, time_limit / len(problem))
            walked = min(walked, done)
        values[i] = (own / together)[groups]
    mean = [np.broadcast_to(row.mean(0), array.shape) for row, array in zip(rows, problem.flat, strict=True)]
    how = f"{walked:,} orders were walked."
    if walked < permutations:
        how = f"{walked:,} of {permutations:,} orders were walked: after {words.plain(time_limit, 2)} s it was ended."
    notes = ("Exact: every subset of the features was tried." if exact else how,)
    if count < len(groups):
        notes += (f"Its {len(groups):,} numbers were put together into {count:,} regions, revealed as a whole.",)
    return Outcome(_split(values, problem.flat), mean, base, (*notes, f"Compared with {size:,} background examples."))


def _groups(flat, regions: int) -> np.ndarray:
    """(features,) which player each number of all inputs belongs to."""
    groups, begin = [], 0
    for array in flat:
        own = players(array.shape[1:], regions).ravel()
        groups.append(own + begin)
        begin += int(own.max()) + 1
    return np.concatenate(groups)


class Game:
    """What a set of revealed players is worth: E F(x where revealed, a background row elsewhere)."""

    def __init__(self, problem: Problem, example: int, rows: list[np.ndarray], groups: np.ndarray):
        self.problem, self.example, self.groups = problem, example, groups
        self.x, self.background = _joined(problem.flat)[example], _joined(rows)
        points = sum(math.prod(one.shape[1:]) for one in problem.points)  # an embedding's are more than its tokens
        self._block = max(1, _ELEMENTS_A_BLOCK // (len(self.background) * max(len(self.x), points)))

    @property
    def players(self) -> int:
        return int(self.groups.max()) + 1

    @property
    def work(self) -> int:
        """Bytes of activations that it takes to value one set."""
        return len(self.background) * max(1, self.problem.function.probe.bytes)

    def worth(self, revealed: np.ndarray) -> np.ndarray:
        """(sets,) from `revealed` (sets, players), True where a player is known."""
        rows, parts = len(self.background), []
        for first in range(0, len(revealed), self._block):
            known = revealed[first : first + self._block, None, self.groups]
            mixed = np.where(known, self.x, self.background).reshape(-1, len(self.x))
            flat = [
                part.astype(array.dtype)
                for part, array in zip(_split(mixed, self.problem.flat), self.problem.flat, strict=True)
            ]
            worths = self.problem.input_values(flat, np.full(len(mixed), self.example))
            parts.append(worths.reshape(-1, rows).mean(1))
        return np.concatenate(parts)


def exact_values(game: Game) -> tuple[np.ndarray, float]:
    """φᵢ = Σ_S |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)), over all sets S without i; and v(∅)."""
    n = game.players
    codes = np.arange(2**n)
    revealed = (codes[:, None] >> np.arange(n)) & 1 == 1
    worth, size = game.worth(revealed), revealed.sum(1)
    share = np.array([math.factorial(s) * math.factorial(n - s - 1) / math.factorial(n) for s in range(n)])
    values = np.zeros(n)
    for i in range(n):
        without = codes[~revealed[:, i]]
        values[i] = np.sum(share[size[without]] * (worth[without | (1 << i)] - worth[without]))
    return values, float(worth[0])


def sampled_values(game: Game, permutations: int, random, seconds: float = math.inf) -> tuple[np.ndarray, float, int]:
    """The mean over random orders, each walked forwards and backwards, of what each player adds; v(∅); and how many
    orders were walked: as many as `seconds` allow, at least one."""
    n, begin = game.players, time.monotonic()
    nothing, everything = game.worth(np.array([[False] * n, [True] * n]))
    values, walked = np.zeros(n), 0
    together = max(1, min(_MASKS_TOGETHER // (2 * n * n), _WORK_TOGETHER // max(1, 2 * n * game.work)))
    while walked < permutations and (not walked or time.monotonic() - begin < seconds):
        orders = [random.permutation(n) for _ in range(min(together, permutations - walked))]
        walks = [walk for order in orders for walk in (order, order[::-1])]
        ranks = np.argsort(walks, axis=1)
        revealed = (ranks[:, None, :] < np.arange(1, n)[:, None]).reshape(-1, n)
        between = game.worth(revealed) if n > 1 else np.zeros(0)
        for walk, worth in zip(walks, between.reshape(len(walks), n - 1), strict=True):
            values[walk] += np.diff(np.concatenate([[nothing], worth, [everything]]))
        walked += len(orders)
    return values / (2 * walked), float(nothing), walked


def _joined(arrays) -> np.ndarray:
    """All inputs as one matrix (n, features) float64, which holds whole numbers up to 2⁵³ exactly."""
    return np.concatenate([array.reshape(len(array), -1).astype("float64") for array in arrays], axis=1)


def _split(matrix, like) -> list[np.ndarray]:
    """The inverse: (n, features) as arrays (n, …) shaped like the examples of `like`."""
    sizes = [math.prod(array.shape[1:]) for array in like]
    parts = np.split(matrix, np.cumsum(sizes)[:-1], axis=1)
    return [part.reshape(len(matrix), *array.shape[1:]) for part, array in zip(parts, like, strict=True)]
