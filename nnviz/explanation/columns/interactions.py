"""Shapley interactions: what two columns bring together beyond what each brings alone."""

import importlib.util
import math
from collections.abc import Callable, Sequence

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.columns.answers import in_blocks, of_arrays
from nnviz.explanation.columns.records import Interactions
from nnviz.explanation.target import Chosen
from nnviz.training.meaning import OutputMeaning

EXACT = 10
"""Columns up to which every set of them is tried, by ourselves."""
MOST = 60
"""Columns whose pairs are estimated at most."""
Worth = Callable[[np.ndarray], np.ndarray]
"""Sets of players (m, players) bool → what each is worth (m,)."""


def interactions(
    model,
    x,
    background,
    target: Chosen = None,
    *,
    budget: int = 2048,
    seed: int = 0,
    names: Sequence[str] = (),
    meaning: OutputMeaning | None = None,
) -> Interactions:
    """How pairs of columns act together on a network's answer.

    A set of columns is worth the mean answer to background rows that have those columns from the example. Up to ten
    columns every set is tried; beyond, the shapiq package estimates the indices from `budget` sets. Grabisch and
    Roubens, "An axiomatic approach to the concept of interaction among players in cooperative games" (1999); k-SII:
    Bordt and von Luxburg, "From Shapley Values to Generalized Additive Models and back" (2023).

    Args:
        model: any Keras 3 model of one input; it is left as found.
        x: (n, columns) examples.
        background: (m, columns) rows to compare with.
        target: as in `nnviz.partial_dependence`.

    Raises:
        ExplanationError: for more than sixty columns, or more than ten where shapiq is not installed.
    """
    answers, table = of_arrays(model, x, meaning)
    rows = np.asarray(background, table.dtype)
    if rows.ndim != 2 or rows.shape[1:] != table.shape[1:] or not len(rows):
        raise ExplanationError(
            f"The background has the shape {rows.shape}.", expected=f"rows of {table.shape[1]:,} columns",
            where="background",
        )  # fmt: skip
    chosen = answers.usual(table) if target is None else target
    number = answers.number(chosen)
    named = tuple(names) or tuple(f"column {k + 1}" for k in range(table.shape[1]))
    return pairs_of(number, table, np.arange(len(table)), rows, named, f"output {chosen}", budget, seed)


def pairs_of(number, table, places, rows, names, target: str, budget: int, seed: int) -> Interactions:
    """The interactions of every row of `table`, made of the examples `places`. Raises as `interactions`."""
    count = table.shape[1]
    exact = check_players(count)
    tried, values, ends = 2**count if exact else budget, [], []
    for row, place in zip(table, places, strict=True):
        worth = worth_of(number, row, rows, place)
        ends.append(worth(np.array([[False] * count, [True] * count])))
        values.append(exact_pairs(worth, count) if exact else estimated_pairs(worth, count, budget, seed))
    base, output = np.array(ends).T
    return Interactions(tuple(names), np.array(values), output, base, target, exact, tried)


def check_players(count: int) -> bool:
    """Whether every set is tried. Raises ExplanationError for too many columns, or where the package is missing."""
    if count < 2:
        raise ExplanationError("There is one column, and so no pair.", fix="Choose data with more columns.")
    if count > MOST:
        raise ExplanationError(
            f"{count:,} columns make {math.comb(count, 2):,} pairs.",
            expected=f"at most {MOST} columns",
            fix="Look at single columns; permutation importance and SHAP values say which.",
        )
    if count > EXACT and importlib.util.find_spec("shapiq") is None:
        raise ExplanationError(
            f"For more than {EXACT} columns (here {count}) pairs are estimated by the package shapiq, which is not "
            "installed here.",
            fix='pip install "nnviz[interactions]" installs it.',
        )
    return count <= EXACT


def worth_of(number, row: np.ndarray, rows: np.ndarray, place: int) -> Worth:
    """What sets of one example's columns are worth: the mean number over rows that have them from the example."""

    def worth(revealed):
        sets = np.asarray(revealed, bool)

        def rows_of(first, last):
            mixed = np.where(sets[first:last, None, :], row, rows)
            return mixed.reshape(-1, len(row)), np.full((last - first) * len(rows), place)

        return in_blocks(number, rows_of, len(sets), rows.size).reshape(len(sets), len(rows)).mean(1)

    return worth


def exact_pairs(worth: Worth, players: int) -> np.ndarray:
    """(players, players) the k-SII of order 2 from every set: pairs off the diagonal, on it a player alone.

    Of a pair Σ_S (n − |S| − 2)! |S|! / (n − 1)! · (v(S ∪ ij) − v(S ∪ i) − v(S ∪ j) + v(S)), over all sets S without
    both; of a player its Shapley value less half of its pairs.
    """
    codes = np.arange(2**players)
    known = (codes[:, None] >> np.arange(players)) & 1 == 1
    values, size = worth(known), known.sum(1)
    factorial = [math.factorial(k) for k in range(players + 1)]
    alone = np.array([factorial[s] * factorial[players - s - 1] / factorial[players] for s in range(players)])
    both = np.array([factorial[s] * factorial[players - s - 2] / factorial[players - 1] for s in range(players - 1)])
    pairs, shapley = np.zeros((players, players)), np.zeros(players)
    for i in range(players):
        without = codes[~known[:, i]]
        shapley[i] = alone[size[without]] @ (values[without | 1 << i] - values[without])
        for j in range(i):
            rest = codes[~known[:, i] & ~known[:, j]]
            more = values[rest | 1 << i | 1 << j] - values[rest | 1 << i] - values[rest | 1 << j] + values[rest]
            pairs[i, j] = pairs[j, i] = both[size[rest]] @ more
    return pairs + np.diag(shapley - pairs.sum(1) / 2)


def estimated_pairs(worth: Worth, players: int, budget: int, seed: int) -> np.ndarray:
    """The same, estimated by shapiq from `budget` sets (Fumagalli et al., "KernelSHAP-IQ", 2024)."""
    from shapiq import KernelSHAPIQ

    found = KernelSHAPIQ(players, max_order=2, index="k-SII", random_state=seed).approximate(budget, worth)
    return found.get_n_order_values(2) + np.diag(found.get_n_order_values(1))
