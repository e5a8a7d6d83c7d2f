"""How an answer follows one column: partial dependence, individual curves, and accumulated local effects."""

from collections.abc import Sequence

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.columns.answers import in_blocks, of_arrays
from nnviz.explanation.columns.records import Dependence
from nnviz.explanation.target import Chosen
from nnviz.training.meaning import OutputMeaning


def partial_dependence(
    model,
    x,
    column: int,
    target: Chosen = None,
    *,
    grid: Sequence[float] | None = None,
    points: int = 40,
    bins: int = 20,
    names: Sequence[str] = (),
    meaning: OutputMeaning | None = None,
) -> Dependence:
    """How a network's answer follows one column of a table.

    Partial dependence: Friedman, "Greedy Function Approximation" (2001); a curve for each example: Goldstein et al.,
    "Peeking Inside the Black Box" (2015); accumulated local effects: Apley and Zhu, "Visualizing the Effects of
    Predictor Variables in Black Box Supervised Learning Models" (2020).

    Args:
        model: any Keras 3 model of one input; it is left as found.
        x: (n, columns) examples.
        column: which one, from 0.
        target: the class or output, or a pair (a, b) for a less b; None for the class decided for most often.
        grid: the values that the column is given; None for `points` of them between its 5th and 95th percentile, or all
            it has where those are fewer.
        bins: pieces that accumulated effects are added up over, as many examples in each.

    Raises:
        ExplanationError: for a column that is not there, or is the same in every example.
    """
    answers, table = of_arrays(model, x, meaning)
    chosen = answers.usual(table) if target is None else target
    check_column(table, column, names)
    values = grid_of(table[:, column], points) if grid is None else np.asarray(grid, float)
    number = answers.number(chosen)
    name = names[column] if len(names) else f"column {column + 1}"
    curves = curves_of(number, table, column, values)
    effects = accumulated(number, table, column, bins)
    level = float(number(table, np.arange(len(table))).mean())
    return Dependence(name, values, curves, table[:, column], f"output {chosen}", effects, level)


def check_column(table: np.ndarray, column: int, names: Sequence[str] = ()) -> None:
    """Raises ExplanationError for a column that is not there, or is the same in every example."""
    if not 0 <= column < table.shape[1]:
        expected = f"0 to {table.shape[1] - 1}"
        raise ExplanationError(f"There is no column {column}.", expected=expected, where="column")
    own = table[:, column]
    if len(np.unique(own[~np.isnan(own)])) < 2:
        name = names[column] if len(names) else f"column {column + 1}"
        raise ExplanationError(
            f"{name} is the same in every example: nothing can be said of what follows it.",
            fix="Choose another column.",
            where="column",
        )


def grid_of(values: np.ndarray, points: int) -> np.ndarray:
    """The values that a column is given: all that it has, or `points` between its 5th and 95th percentile."""
    finite = values[np.isfinite(values)]
    different = np.unique(finite)
    if len(different) <= points:
        return different.astype(float)
    low, high = np.quantile(finite, (0.05, 0.95))
    if high <= low:
        low, high = different[0], different[-1]
    return np.linspace(low, high, points)


def curves_of(number, table: np.ndarray, column: int, grid: np.ndarray) -> np.ndarray:
    """(n, k) the number for every example with its column at each value of the grid (k,)."""
    count, everything = len(table), np.arange(len(table))

    def rows_of(first, last):
        rows = np.tile(table, (last - first, 1, 1))
        rows[:, :, column] = grid[first:last, None]
        return rows.reshape(-1, table.shape[1]), np.tile(everything, last - first)

    return in_blocks(number, rows_of, len(grid), table.size).reshape(len(grid), count).T


def accumulated(number, table: np.ndarray, column: int, bins: int = 20) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The accumulated local effects of a column of numbers: edges (b + 1,), effects (b + 1,), examples a piece (b,).

    In each piece between two quantiles its examples are moved to both ends; the mean differences are added up from
    piece to piece, and the effect's mean over the examples is taken off. For an additive answer that is the column's
    own term, whatever the columns have to do with one another.
    """
    known = np.flatnonzero(np.isfinite(table[:, column]))
    own = table[known, column]
    edges = np.unique(np.quantile(own, np.linspace(0, 1, bins + 1), method="inverted_cdf"))
    piece = np.clip(np.searchsorted(edges, own, side="left") - 1, 0, len(edges) - 2)

    def rows_of(first, last):
        rows = np.tile(table[known], (last - first, 1, 1))
        rows[:, :, column] = np.stack([edges[piece], edges[piece + 1]])[first:last]
        return rows.reshape(-1, table.shape[1]), np.tile(known, last - first)

    low, high = in_blocks(number, rows_of, 2, len(known) * table.shape[1]).reshape(2, -1)
    counts = np.bincount(piece, minlength=len(edges) - 1)
    means = np.bincount(piece, high - low, minlength=len(edges) - 1) / np.maximum(counts, 1)
    effects = np.concatenate([[0.0], np.cumsum(means)])
    middle = (effects[:-1] + effects[1:]) / 2
    return edges.astype(float), effects - counts @ middle / counts.sum(), counts
