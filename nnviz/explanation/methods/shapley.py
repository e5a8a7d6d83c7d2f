"""Shapley values by looking only at outputs: exact for few features, by permutations for many.

A feature's Shapley value is what it adds on average when features are revealed in a random order; a feature
that is not revealed yet takes its values from the background rows. Where features are too many, regions of them are
revealed as a whole (`nnviz.explanation.regions`).
"""

import math
import time

import numpy as np

from nnviz import progress, words
from nnviz.errors import ExplanationError
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.costs import subsets
from nnviz.explanation.hiding import hiding
from nnviz.explanation.problem import Outcome, Problem

_MOST_EVALUATIONS = 5_000_000
_MASKS_TOGETHER = 2**22
_SETS_TOGETHER = 256
_WORK_TOGETHER = 4 * 10**9
"""Bytes of activations between two looks at the clock: about a second of work."""


def permutation_shap(
    problem: Problem,
    background_rows: int = 20,
    permutations: int = 10,
    exact_up_to: int = 10,
    regions: int = 64,
    hide: str = "background",
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
        ExplanationError: when it would take more than five million evaluations, or one order alone would.
    """
    game = Coalitions(problem, hiding(problem, hide, background_rows), regions)
    exact = game.players <= exact_up_to
    evaluations = subsets(game.players, 1, exact_up_to) * game.hidden.copies * len(problem)
    if evaluations > _MOST_EVALUATIONS:
        each = "" if exact else " for each order"
        raise ExplanationError(
            f"Permutation SHAP on {game.players:,} features would take {evaluations:,} evaluations{each}.",
            expected=f"at most {_MOST_EVALUATIONS:,}",
            fix="Choose fewer background examples, regions or examples, or expected gradients.",
            where="background_rows",
        )
    values, base, walked = np.zeros((len(problem), game.players)), np.zeros(len(problem)), permutations
    limit = progress.Limit(time_limit)
    for i in range(len(problem)):
        with progress.part(i, len(problem)):
            if exact:
                values[i], base[i] = exact_values(game, i)
            else:
                own = progress.Limit(time_limit / len(problem)) if len(problem) > 1 else limit
                values[i], base[i], done = sampled_values(game, i, permutations, problem.draws(), own)
                walked = min(walked, done)
    how = f"{walked:,} orders were walked."
    if walked < permutations:
        how = f"{walked:,} of {permutations:,} orders were walked: {limit.words}."
    return game.outcome(values, base, "Exact: every subset of the features was tried." if exact else how)


def exact_values(game: Coalitions, example: int, seconds: float = math.inf) -> tuple[np.ndarray, float]:
    """φᵢ = Σ_S |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)), over all sets S without i; and v(∅). Raises
    ExplanationError as soon as it is seen that this takes longer than `seconds`."""
    n = game.players
    codes = np.arange(2**n)
    revealed = (codes[:, None] >> np.arange(n)) & 1 == 1
    worth, size = _in_turn(game, example, revealed, seconds), revealed.sum(1)
    share = np.array([math.factorial(s) * math.factorial(n - s - 1) / math.factorial(n) for s in range(n)])
    values = np.zeros(n)
    for i in range(n):
        without = codes[~revealed[:, i]]
        values[i] = np.sum(share[size[without]] * (worth[without | (1 << i)] - worth[without]))
    return values, float(worth[0])


def _in_turn(game: Coalitions, example: int, revealed: np.ndarray, seconds: float) -> np.ndarray:
    """What all sets are worth, block by block; the first of them is not timed, for the network gets ready in it."""
    parts, begin = [], math.nan
    for first in range(0, len(revealed), _SETS_TOGETHER):
        progress.tell(first / len(revealed))
        if first > _SETS_TOGETHER:
            needs = (time.monotonic() - begin) / (first - _SETS_TOGETHER) * len(revealed)
            if needs > seconds:
                raise _too_long(game.players, needs, seconds)
        parts.append(game.worth(example, revealed[first : first + _SETS_TOGETHER]))
        begin = time.monotonic() if first == 0 else begin
    return np.concatenate(parts)


def _too_long(players: int, needs: float, seconds: float) -> ExplanationError:
    return ExplanationError(
        f"Trying all {2**players:,} sets of {players} parts would take about {words.plain(needs, 2)} s with this "
        "network.",
        expected=f"at most {words.plain(seconds, 2)} s, which is the time limit",
        fix="Choose fewer parts or background examples, or Shapley values by permutation, which try some orders alone.",
        where="time_limit",
    )


def sampled_values(
    game: Coalitions, example: int, permutations: int, random, limit: progress.Limit
) -> tuple[np.ndarray, float, int]:
    """The mean over random orders, each walked forwards and backwards, of what each player adds; v(∅); and how many
    orders were walked: as many as the limit allows, at least one."""
    n = game.players
    nothing, everything = game.ends(example)
    values, walked = np.zeros(n), 0
    together = max(1, min(_MASKS_TOGETHER // (2 * n * n), _WORK_TOGETHER // max(1, 2 * n * game.work)))
    while walked < permutations and not (walked and limit.reached()):
        orders = [random.permutation(n) for _ in range(min(together, permutations - walked))]
        walks = [walk for order in orders for walk in (order, order[::-1])]
        ranks = np.argsort(walks, axis=1)
        revealed = (ranks[:, None, :] < np.arange(1, n)[:, None]).reshape(-1, n)
        with limit.ends(walked > 0):
            progress.tell(walked / permutations)
            between = game.worth(example, revealed)
        if limit.cut:
            break
        for walk, worth in zip(walks, between.reshape(len(walks), n - 1), strict=True):
            values[walk] += np.diff(np.concatenate([[nothing], worth, [everything]]))
        walked += len(orders)
    return values / (2 * walked), nothing, walked
