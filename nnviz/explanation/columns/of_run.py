"""What pages ask of a run's network and the columns of its table."""

from dataclasses import dataclass

import numpy as np

from nnviz.data import plane
from nnviz.data.schema import Dataset
from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.beside import tables_beside
from nnviz.explanation.changed import input_called
from nnviz.explanation.columns.answers import Answers
from nnviz.explanation.columns.dependence import accumulated, check_column, curves_of, grid_of
from nnviz.explanation.columns.importance import falls_of
from nnviz.explanation.columns.interactions import pairs_of
from nnviz.explanation.columns.records import Dependence, Importance, Interactions
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.target import Chosen
from nnviz.explanation.what_if import codes_of
from nnviz.explanation.what_if_image import place_of
from nnviz.runs.run import Run
from nnviz.training.given import apart, given, together
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
    run_id: str, part: str, columns: tuple[int, ...], score: str, repeats: int, examples: int, name: str = ""
) -> Importance:
    """How much worse a run's network answers with some columns shuffled, as `nnviz.permutation_importance`.

    Args:
        part: "train", "validation" or "test".
        columns: which, from 0: the inputs of the table in its order.
        examples: how many of the part, the first ones.
        name: of the table, where it stands beside the first input; "" for the first. All other inputs stay as they
            are.

    Raises:
        ExplanationError: for data that are no table, and as `nnviz.permutation_importance`.
    """
    table = _table(run_id, part, examples, name)
    y = table.dataset.split(part).y[: len(table.rows)]
    truth = table.dataset.unscaled_targets(y) if table.dataset.schema.task == "regression" else y
    members = [[k] for k in columns]
    before, falls = falls_of(table.answers, table.rows, truth, score, members, repeats, seed=0)
    return Importance(tuple(table.names[k] for k in columns), falls, score, before, len(table.rows), 0)


@kept.with_run("column_dependence")
def dependence_of_run(run_id: str, part: str, column: int, target: Chosen, examples: int, name: str = "") -> Dependence:
    """How the answer of a run's network follows one column, as `nnviz.partial_dependence`.

    Args:
        target: the class or output, or a pair (a, b) for a less b.
        name: of the table, as in `importance_of_run`.

    Raises:
        ExplanationError: for data that are no table, and as `nnviz.partial_dependence`.
    """
    table = _table(run_id, part, examples, name)
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
    run_id: str,
    part: str,
    indexes: tuple[int, ...],
    target: Chosen,
    columns: tuple[int, ...],
    rows: int,
    budget: int,
    name: str = "",
) -> Interactions:
    """How pairs of columns act together for some examples, against rows of the training part; as `nnviz.interactions`.

    Args:
        indexes: which examples of the part.
        columns: whose pairs; all others stay as they are in each example.
        rows: how many training examples they are compared with, drawn at random.
        name: of the table, as in `importance_of_run`.

    Raises:
        ExplanationError: for data that are no table, and as `nnviz.interactions`.
    """
    table, places = _table(run_id, part, None, name), np.array(indexes)
    train = _codes(Run.open(run_id), table.dataset, "train", name)
    drawn = np.sort(np.random.default_rng(0).permutation(len(train))[:rows])
    number, own = table.answers.number(target), list(columns)

    def among(chosen, at):
        whole = table.rows[at].copy()
        whole[:, own] = chosen
        return number(whole, at)

    names = [table.names[k] for k in own]
    few = table.rows[places][:, own]
    return pairs_of(among, few, places, train[drawn][:, own], names, _told(table, target), budget, 0)


def _table(run_id: str, part: str, examples: int | None, name: str = "") -> _Table:
    run = Run.open(run_id)
    model, dataset = warm(run_id)
    columns, plane_features = _columns(dataset, name), () if name else dataset.schema.plane_features
    if not columns:
        raise ExplanationError(
            f"{name or 'The first input'} is no table, so that there are no columns to ask about.",
            fix="Attribution and SHAP explain single examples of them.",
        )
    rows = _codes(run, dataset, part, name)[:examples]
    inputs, place = apart(given(model, dataset.split(part))), place_of(model, name)
    form = input_called(dataset, name)

    def make(codes, places):
        given_rows = [array[places] for array in inputs]
        own = plane.inputs(codes, plane_features) if plane_features else codes
        given_rows[place] = form.apply(own) if name else dataset.inputs(own)
        return together(given_rows)

    answers = Answers(model, make, rows, meaning_in(model, dataset, run_id))
    return _Table(answers, rows, columns[: rows.shape[1]], dataset, part)


def _columns(dataset: Dataset, name: str) -> tuple:
    """The columns of a table among the inputs; () where it is none."""
    if name:
        return input_called(dataset, name).form.columns
    columns = dataset.schema.columns if dataset.schema.is_table else ()
    return tuple(column for column in columns if column.role == "input")


def _codes(run: Run, dataset: Dataset, part: str, name: str = "") -> np.ndarray:
    if name:
        return tables_beside(run, dataset, part)[name]
    codes = codes_of(run, dataset, part)
    return codes[:, :2] if dataset.schema.plane_features else codes  # the others follow from the two coordinates


def _told(table: _Table, target: Chosen) -> str:
    """What the answer is, in words: "Probability of malignant", "price"."""
    answers, shown = table.dataset.schema.answers, table.answers.meaning.shown
    if isinstance(target, tuple):
        return f"{answers[target[0]]} less {answers[target[1]]}"
    return answers[target] if shown == "value" else f"{shown.capitalize()} of {answers[target]}"
