"""Shapley values by drawing: each part in turn, after some of the others in a random order, beside a random row."""

import numpy as np

from nnviz import progress, words
from nnviz.errors import ExplanationError
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.hiding import hiding
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.records import scale

_MOST = 5_000_000
_TOGETHER = 4_096
"""Draws that are valued together."""
_LARGE = 1e6
"""How much more what is uncertain takes of the difference than what is certain."""


def sampling_shap(
    problem: Problem, background_rows: int = 20, samples: int = 100, regions: int = 64, hide: str = "background"
) -> Outcome:
    """Shapley values, every part's own mean over random orders of the others and random background rows.

    Half of the draws are made alike for all parts, half where the first half spread most. What the sum then still
    misses is shared out by how uncertain each value is, as the shap package does, and told.
    Štrumbelj and Kononenko, "Explaining prediction models and individual predictions with feature contributions"
    (2014).

    Raises:
        ExplanationError: when it would take more than five million evaluations.
    """
    game = Coalitions(problem, hiding(problem, hide, background_rows), regions)
    total = 2 * samples * game.players * len(problem)
    if total > _MOST:
        raise ExplanationError(
            f"Sampling {game.players:,} parts would take {total:,} evaluations.",
            expected=f"at most {_MOST:,}",
            fix="Choose fewer draws, or expected gradients.",
            where="samples",
        )
    values, base, missed = np.zeros((len(problem), game.players)), np.zeros(len(problem)), 0.0
    for i in range(len(problem)):
        base[i], output = game.ends(i)
        with progress.part(i, len(problem)):
            values[i], uncertain = drawn_values(game, i, samples, problem.draws())
        error = output - base[i] - values[i].sum()
        missed = max(missed, abs(error) / float(scale(output, base[i])))
        values[i] += error * _shares(uncertain)
    told = f"{samples:,} draws a part on average. Before it was shared out, the sum missed the difference by "
    return game.outcome(values, base, f"{told}{words.percent(missed)}.")


def drawn_values(game: Coalitions, example: int, samples: int, random) -> tuple[np.ndarray, np.ndarray]:
    """(players,) means of what each player adds, and the variances of these means."""
    count = game.players
    first = np.full(count, max(2, samples // 2))
    with progress.part(0, 2):
        sums, squares, draws = _draw(game, example, first, random)
    spread = np.sqrt(np.maximum(squares / draws - (sums / draws) ** 2, 0))
    left = samples * count - int(draws.sum())
    if left > 0 and np.all(np.isfinite(spread)) and spread.sum() > 0:
        more = np.floor(left * spread / spread.sum()).astype(int)
        with progress.part(1, 2):
            again = _draw(game, example, more, random)
        sums, squares, draws = sums + again[0], squares + again[1], draws + again[2]
    means = sums / draws
    return means, np.maximum(squares / draws - means**2, 0) / draws


def _draw(game: Coalitions, example: int, times: np.ndarray, random) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sums and sums of squares of what each player adds, over its own number of draws."""
    player = np.repeat(np.arange(game.players), times)
    sums, squares = np.zeros(game.players), np.zeros(game.players)
    together = max(1, min(_TOGETHER, 2**22 // max(1, game.players)))
    for first in range(0, len(player), together):
        progress.tell(first / len(player))
        own = player[first : first + together]
        places = random.random((len(own), game.players))
        known = places < places[np.arange(len(own)), own][:, None]
        rows = random.integers(0, game.hidden.copies, len(own))
        without = game.drawn(example, known, rows)
        known[np.arange(len(own)), own] = True
        added = game.drawn(example, known, rows) - without
        np.add.at(sums, own, added)
        np.add.at(squares, own, added**2)
    return sums, squares, times.astype(float)


def _shares(uncertain: np.ndarray) -> np.ndarray:
    """(players,) that add up to about one: who takes how much of what the sum missed."""
    most = uncertain.max()
    if not np.isfinite(most) or most <= 0:
        return np.full(len(uncertain), 1 / len(uncertain))
    heavy = uncertain / most * _LARGE
    return heavy / heavy.sum()
