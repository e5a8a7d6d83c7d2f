"""What pages ask of a run's network and the columns of its table."""

from dataclasses import dataclass

import numpy as np

from nnviz.data import plane
from nnviz.data.schema import Dataset
from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.columns.answers import Answers
from nnviz.explanation.columns.dependence import accumulated, check_column, curves_of, grid_of
from nnviz.explanation.columns.importance import falls_of
from nnviz.explanation.columns.interactions import pairs_of
from nnviz.explanation.columns.records import Dependence, Importance, Interactions
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.target import Chosen
from nnviz.explanation.what_if import codes_of
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.warm import warm

_POINTS, _BINS = 40, 20


@dataclass(frozen=True)
class _Table:
    """A part of a run's data as the rows of its table (n, columns), and what its network answers to such rows."""

    answers: Answers
    rows: np.ndarray
    columns: tuple
    dataset: Dataset
    part: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@kept.with_run("column_importance")
def importance_of_run(
    run_id: str, part: str, columns: tuple[int, ...], score: str, repeats: int, examples: int
) -> Importance:
    """How much worse a run's network answers with some columns shuffled, as `nnviz.permutation_importance`.

    Args:
        part: "train", "validation" or "test".
        columns: which, from 0: the inputs of the table in its order.
        examples: how many of the part, the first ones.

    Raises:
        ExplanationError: for data that are no table, and as `nnviz.permutation_importance`.
    """
    table = _table(run_id, part, examples)
    y = table.dataset.split(part).y[: len(table.rows)]
    truth = table.dataset.unscaled_targets(y) if table.dataset.schema.task == "regression" else y
    members = [[k] for k in columns]
    before, falls = falls_of(table.answers, table.rows, truth, score, members, repeats, seed=0)
    return Importance(tuple(table.names[k] for k in columns), falls, score, before, len(table.rows), 0)


@kept.with_run("column_dependence")
def dependence_of_run(run_id: str, part: str, column: int, target: Chosen, examples: int) -> Dependence:
    """How the answer of a run's network follows one column, as `nnviz.partial_dependence`.

    Args:
        target: the class or output, or a pair (a, b) for a less b.

    Raises:
        ExplanationError: for data that are no table, and as `nnviz.partial_dependence`.
    """
    table = _table(run_id, part, examples)
    check_column(table.rows, column, table.names)
    own, number = table.columns[column], table.answers.number(target)
    values = table.rows[:, column]
    grid = np.arange(len(own.categories), dtype=float) if own.categories else grid_of(values, _POINTS)
    curves = curves_of(number, table.rows, column, grid)
    effects = None if own.categories else accumulated(number, table.rows, column, _BINS)
    level = float(number(table.rows, np.arange(len(table.rows))).mean())
    return Dependence(own.name, grid, curves, values, _told(table, target), effects, level)


@kept.with_run("column_pairs")
def interactions_of_run(
    run_id: str, part: str, indexes: tuple[int, ...], target: Chosen, columns: tuple[int, ...], rows: int, budget: int
) -> Interactions:
    """How pairs of columns act together for some examples, against rows of the training part; as `nnviz.interactions`.

    Args:
        indexes: which examples of the part.
        columns: whose pairs; all others stay as they are in each example.
        rows: how many training examples they are compared with, drawn at random.

    Raises:
        ExplanationError: for data that are no table, and as `nnviz.interactions`.
    """
    table, places = _table(run_id, part, None), np.array(indexes)
    train = _codes(Run.open(run_id), table.dataset, "train")
    drawn = np.sort(np.random.default_rng(0).permutation(len(train))[:rows])
    number, own = table.answers.number(target), list(columns)

    def among(chosen, at):
        whole = table.rows[at].copy()
        whole[:, own] = chosen
        return number(whole, at)

    names = [table.names[k] for k in own]
    few = table.rows[places][:, own]
    return pairs_of(among, few, places, train[drawn][:, own], names, _told(table, target), budget, 0)


def _table(run_id: str, part: str, examples: int | None) -> _Table:
    run = Run.open(run_id)
    model, dataset = warm(run_id)
    schema = dataset.schema
    if not schema.is_table:
        raise ExplanationError(
            "These examples are not rows of a table, so that there are no columns to ask about.",
            fix="Attribution and SHAP explain single examples of them.",
        )
    rows = _codes(run, dataset, part)[:examples]
    beside = given(model, dataset.split(part))

    def make(codes, places):
        first = dataset.inputs(plane.inputs(codes, schema.plane_features) if schema.plane_features else codes)
        return [first, *(array[places] for array in beside[1:])] if isinstance(beside, list) else first

    columns = tuple(column for column in schema.columns if column.role == "input")[: rows.shape[1]]
    return _Table(Answers(model, make, rows, meaning_in(model, dataset, run_id)), rows, columns, dataset, part)


def _codes(run: Run, dataset: Dataset, part: str) -> np.ndarray:
    codes = codes_of(run, dataset, part)
    return codes[:, :2] if dataset.schema.plane_features else codes  # the others follow from the two coordinates


def _told(table: _Table, target: Chosen) -> str:
    """What the answer is, in words: "Probability of malignant", "price"."""
    answers, shown = table.dataset.schema.answers, table.answers.meaning.shown
    if isinstance(target, tuple):
        return f"{answers[target[0]]} less {answers[target[1]]}"
    return answers[target] if shown == "value" else f"{shown.capitalize()} of {answers[target]}"
