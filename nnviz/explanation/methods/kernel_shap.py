"""Kernel SHAP: Shapley values as the line that fits best what sets of revealed parts are worth."""

import math

import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.hiding import hiding
from nnviz.explanation.problem import Outcome, Problem

MOST_PLAYERS = 1_000
"""Players at most: from there on, the line has more slopes than can be found in a minute."""
_A_LOOK = 256
"""Sets between two looks at the clock."""


def kernel_shap(
    problem: Problem,
    background_rows: int = 20,
    sets: int = 1024,
    regions: int = 64,
    hide: str = "background",
    time_limit: float = 60.0,
) -> Outcome:
    """Shapley values by weighted least squares over sets of revealed players.

    v(S) ≈ v(∅) + Σ_{i ∈ S} φᵢ with Σ φᵢ = v(all) − v(∅), each set weighted by (M − 1) / (C(M, |S|) |S| (M − |S|)). With
    all sets tried, that is Shapley's definition; otherwise the small and the large sets are tried whole and the rest
    drawn, each set with its complement. All examples share their sets.
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions" (2017).

    Raises:
        ExplanationError: for more than a thousand players.
    """
    game = Coalitions(problem, hiding(problem, hide, background_rows), regions)
    count = game.players
    if count > MOST_PLAYERS:
        raise ExplanationError(
            f"Kernel SHAP fits one slope a part, and these examples have {count:,} parts.",
            expected=f"at most {MOST_PLAYERS:,}",
            fix="Choose expected gradients, or the hierarchy (partition SHAP).",
            where="method",
        )
    ends = np.array([game.ends(i) for i in range(len(problem))])
    if count == 1:
        return game.outcome(np.diff(ends), ends[:, 0], "There is one part, which counts for everything.")
    known, weights = chosen_sets(count, max(sets, 2 * count), problem.random)
    limit = progress.Limit(time_limit)
    worth = _worth(game, known, limit)
    tried = worth.shape[1]
    values = fitted(known[:tried], weights[:tried], worth, *ends.T)
    return game.outcome(values, ends[:, 0], _told(count, tried, len(known), limit))


def _worth(game: Coalitions, known: np.ndarray, limit: progress.Limit) -> np.ndarray:
    """(n, sets) of as many sets as the time allows, at least two a player."""
    parts, least = [], 2 * game.players
    for first in range(0, len(known), _A_LOOK):
        if first >= least and limit.reached():
            break
        with limit.ends(first >= least):
            progress.tell(first / len(known))
            some = known[first : first + _A_LOOK]
            parts.append([game.worth(i, some) for i in range(len(game.problem))])
    return np.concatenate(parts, axis=1)


def fitted(
    known: np.ndarray, weights: np.ndarray, worth: np.ndarray, nothing: np.ndarray, everything: np.ndarray
) -> np.ndarray:
    """(n, players) the slopes of the best lines through the worths (n, sets) of sets that add up to their ends (n,)."""
    last, whole = known[:, -1].astype(float), (everything - nothing)[:, None]
    weights = weights / weights.max()
    steps = known[:, :-1].astype(float) - last[:, None]
    heights = worth - nothing[:, None] - last * whole
    weighted = steps * weights[:, None]
    normal, sums = weighted.T @ steps, weighted.T @ np.where(np.isfinite(heights), heights, 0.0).T
    try:
        own = np.linalg.solve(normal, sums).T
    except np.linalg.LinAlgError:  # so few sets that two parts are never told apart
        own = np.linalg.lstsq(normal, sums, rcond=None)[0].T
    own[~np.all(np.isfinite(heights), axis=1)] = np.nan
    return np.concatenate([own, whole - own.sum(1, keepdims=True)], axis=1)


def chosen_sets(players: int, most: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(sets, players) bool and their weights (sets,): whole sizes from the outside in, then drawn ones, with their
    complements.

    Args:
        players: at least 2.
        most: sets, about.
    """
    sizes = np.arange(1, players // 2 + 1)
    weights = np.array([(players - 1) / (s * (players - s)) * (1 if 2 * s == players else 2) for s in sizes])
    weights /= weights.sum()
    whole, own, left, at = [], [], most, 0
    for at, size in enumerate(sizes):
        total = math.comb(players, int(size)) * (1 if 2 * size == players else 2)
        if total > left * weights[at] / weights[at:].sum() + 1e-9:
            break
        known = _all_of(players, int(size))
        whole.append(known)
        own.append(np.full(len(known), weights[at] / len(known)))
        left -= len(known)
    else:
        return np.concatenate(whole), np.concatenate(own)
    drawn, times = _drawn(players, sizes[at:], weights[at:], max(2, left), random)
    return np.concatenate([*whole, drawn]), np.concatenate([*own, weights[at:].sum() * times / times.sum()])


def _all_of(players: int, size: int) -> np.ndarray:
    """Every set of that size, and of the complements' size where that is another."""
    from itertools import combinations

    places = np.array(list(combinations(range(players), size)))
    known = np.zeros((len(places), players), bool)
    known[np.arange(len(places))[:, None], places] = True
    return known if 2 * size == players else np.concatenate([known, ~known])


def _drawn(players, sizes, weights, most, random) -> tuple[np.ndarray, np.ndarray]:
    """About `most` different sets with their complements, and how often each came up."""
    pairs = max(1, most // 2)
    size = random.choice(sizes, pairs, p=weights / weights.sum())
    ranks = random.random((pairs, players)).argsort(1).argsort(1)
    known = ranks < size[:, None]
    known, times = np.unique(np.concatenate([known, ~known]), axis=0, return_counts=True)
    shuffled = random.permutation(len(known))  # what the clock cuts off is any of them
    return known[shuffled], times[shuffled].astype(float)


def _told(players: int, tried: int, chosen: int, limit: progress.Limit) -> str:
    if tried == 2**players - 2:
        return "Exact: every set of the parts was tried."
    if tried < chosen:
        return f"{tried:,} of {chosen:,} sets of parts were tried: {limit.words}."
    return f"{tried:,} sets of parts were tried."
