"""Shapley values by looking only at outputs: exact for few features, by permutations for many.

A feature's Shapley value is what it adds on average when features are revealed in a random order; a feature
that is not revealed yet takes its values from the background rows.
"""

import math

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.costs import subsets
from nnviz.explanation.problem import Outcome, Problem

_MOST_EVALUATIONS = 5_000_000
_ELEMENTS_A_BLOCK = 2**23
_MASKS_TOGETHER = 2**22


def permutation_shap(
    problem: Problem, background_rows: int = 20, permutations: int = 10, exact_up_to: int = 10
) -> Outcome:
    """Shapley values of every number of the input (every token id), against background rows.

    With at most `exact_up_to` features every subset is tried and the values are exact; with more, `permutations`
    orders are walked forwards and backwards (Mitchell et al., "Sampling Permutations for Shapley Value
    Estimation", 2022). Either way they add up to F(x) − E F(background).
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions" (2017).

    Raises:
        ExplanationError: when it would take more than five million evaluations.
    """
    rows = problem.background_rows(background_rows)
    size, features = len(rows[0]), sum(math.prod(array.shape[1:]) for array in problem.flat)
    exact = features <= exact_up_to
    evaluations = subsets(features, permutations, exact_up_to) * size * len(problem)
    if evaluations > _MOST_EVALUATIONS:
        raise ExplanationError(
            f"Permutation SHAP on {features:,} features would take {evaluations:,} evaluations.",
            expected=f"at most {_MOST_EVALUATIONS:,}",
            fix="Choose fewer background examples or permutations, or expected gradients.",
            where="permutations",
        )
    values, base = np.zeros((len(problem), features)), np.zeros(len(problem))
    for i in range(len(problem)):
        game = Game(problem, i, rows)
        values[i], base[i] = exact_values(game) if exact else sampled_values(game, permutations, problem.random)
    mean = [np.broadcast_to(row.mean(0), array.shape) for row, array in zip(rows, problem.flat, strict=True)]
    how = "Exact: every subset of the features was tried." if exact else f"{permutations:,} orders were walked."
    notes = (how, f"Compared with {size:,} background examples.")
    return Outcome(_split(values, problem.flat), mean, base, notes)


class Game:
    """What a set of revealed features is worth: E F(x where revealed, a background row elsewhere)."""

    def __init__(self, problem: Problem, example: int, rows: list[np.ndarray]):
        self.problem, self.example = problem, example
        self.x, self.background = _joined(problem.flat)[example], _joined(rows)

    @property
    def features(self) -> int:
        return len(self.x)

    def worth(self, revealed: np.ndarray) -> np.ndarray:
        """(sets,) from `revealed` (sets, features), True where a feature is known."""
        rows, block = len(self.background), max(1, _ELEMENTS_A_BLOCK // self.background.size)
        parts = []
        for first in range(0, len(revealed), block):
            known = revealed[first : first + block, None, :]
            mixed = np.where(known, self.x, self.background).reshape(-1, self.features)
            flat = [
                part.astype(array.dtype)
                for part, array in zip(_split(mixed, self.problem.flat), self.problem.flat, strict=True)
            ]
            worths = self.problem.input_values(flat, np.full(len(mixed), self.example))
            parts.append(worths.reshape(-1, rows).mean(1))
        return np.concatenate(parts)


def exact_values(game: Game) -> tuple[np.ndarray, float]:
    """φᵢ = Σ_S |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)), over all sets S without i; and v(∅)."""
    n = game.features
    codes = np.arange(2**n)
    revealed = (codes[:, None] >> np.arange(n)) & 1 == 1
    worth, size = game.worth(revealed), revealed.sum(1)
    share = np.array([math.factorial(s) * math.factorial(n - s - 1) / math.factorial(n) for s in range(n)])
    values = np.zeros(n)
    for i in range(n):
        without = codes[~revealed[:, i]]
        values[i] = np.sum(share[size[without]] * (worth[without | (1 << i)] - worth[without]))
    return values, float(worth[0])


def sampled_values(game: Game, permutations: int, random) -> tuple[np.ndarray, float]:
    """The mean over random orders, each walked forwards and backwards, of what each feature adds; and v(∅)."""
    n = game.features
    nothing, everything = game.worth(np.array([[False] * n, [True] * n]))
    values, together = np.zeros(n), max(1, _MASKS_TOGETHER // (2 * n * n))
    for first in range(0, permutations, together):
        orders = [random.permutation(n) for _ in range(min(together, permutations - first))]
        walks = [walk for order in orders for walk in (order, order[::-1])]
        ranks = np.argsort(walks, axis=1)
        revealed = (ranks[:, None, :] < np.arange(1, n)[:, None]).reshape(-1, n)
        between = game.worth(revealed) if n > 1 else np.zeros(0)
        for walk, worth in zip(walks, between.reshape(len(walks), n - 1), strict=True):
            values[walk] += np.diff(np.concatenate([[nothing], worth, [everything]]))
    return values / (2 * permutations), float(nothing)


def _joined(arrays) -> np.ndarray:
    """All inputs as one matrix (n, features) float64, which holds whole numbers up to 2⁵³ exactly."""
    return np.concatenate([array.reshape(len(array), -1).astype("float64") for array in arrays], axis=1)


def _split(matrix, like) -> list[np.ndarray]:
    """The inverse: (n, features) as arrays (n, …) shaped like the examples of `like`."""
    sizes = [math.prod(array.shape[1:]) for array in like]
    parts = np.split(matrix, np.cumsum(sizes)[:-1], axis=1)
    return [part.reshape(len(matrix), *array.shape[1:]) for part, array in zip(parts, like, strict=True)]
