"""Exact Shapley values: every set of at most twelve players is tried."""

import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.costs import MOST_PLAYERS
from nnviz.explanation.hiding import Rows
from nnviz.explanation.methods.segments import segments_of
from nnviz.explanation.methods.shapley import exact_values
from nnviz.explanation.problem import Outcome, Problem


def exact_shapley(
    problem: Problem,
    background_rows: int = 20,
    regions: int = 9,
    segments: str = "superpixels",
    groups: tuple[int, ...] | None = None,
    time_limit: float = 60.0,
) -> Outcome:
    """φᵢ = Σ_S |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)), over all sets S of players without i.

    v(S) is the mean of F over background rows that have the players of S from the example. Players are columns, tokens,
    regions of an image or a sequence, or `groups`, the group of each number of the example; a player's numbers share
    its value evenly. Shapley, "A Value for n-Person Games" (1953).

    Raises:
        ExplanationError: for more than twelve players, or where it would take longer than `time_limit` seconds.
    """
    rows = Rows(problem, background_rows)
    totals, base, players = [np.zeros(array.shape) for array in problem.flat], np.zeros(len(problem)), 0
    for i in range(len(problem)):
        parts = segments_of(problem, i, regions, segments, groups)
        _check(parts.count)
        with progress.part(i, len(problem)):
            game = Coalitions(problem, rows, of=parts.parts)
            values, base[i] = exact_values(game, i, time_limit / len(problem))
        players = max(players, parts.count)
        for total, own in zip(totals, parts.shared(values), strict=True):
            total[i] = own
    note = f"All {2**players:,} sets of {players} parts were tried, against {rows.copies:,} background examples."
    return Outcome(totals, rows.mean, base, (note,))


def _check(count: int) -> None:
    if count <= MOST_PLAYERS:
        return
    raise ExplanationError(
        f"This example has {count:,} parts, which make {2.0 ** min(count, 1000):.2g} sets to try.",
        expected=f"at most {MOST_PLAYERS} parts",
        fix="Put numbers together into groups, or choose Shapley values by permutation, which try some orders alone.",
        where="groups",
    )
