"""The smallest changes of a row of a run's table that flip its answer, in the table's own columns."""

import time
from dataclasses import replace

import numpy as np

from nnviz.data import plane
from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.beside import Tables
from nnviz.explanation.changes.goal import Goal, Wanted
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.changes.nearest import around
from nnviz.explanation.changes.records import Changes
from nnviz.explanation.changes.search import Rows, Search
from nnviz.explanation.changes.space import Space, space_of
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.what_if import codes_of, column_of_input
from nnviz.runs.run import Run
from nnviz.training.given import inputs_beside, together
from nnviz.training.warm import warm

_REAL = 2_000
_BUMP = 1e-2
"""Of a column's unit, for slopes of what prepares it."""


@kept.with_run("changes")
def changes_of_run(
    run_id: str,
    codes: tuple[float, ...],
    wanted: Wanted = None,
    fixed: tuple[int, ...] = (),
    count: int = 3,
    tables: Tables | None = None,
) -> Changes:
    """The smallest changes of a row with which a run's network answers otherwise.

    Args:
        codes: the row, one a column, as in `nnviz.explanation.what_if_records.Row`.
        wanted: see `nnviz.explanation.changes.goal.Wanted`.
        fixed: places of columns that have to stay as they are.
        count: ways at most; each further one leaves the column alone that the one before changed most.
        tables: what stands beside the row, which stays as it is: name → codes.

    Raises:
        NnvizError: for data that are no table, or a goal that cannot be.
    """
    begin = time.perf_counter()
    model, dataset = warm(run_id)
    if not dataset.schema.is_table:
        raise ExplanationError("These examples are not rows of a table.", fix="Choose a run that learned from a table.")
    run, origin = Run.open(run_id), np.asarray(codes, float)
    meaning, known = meaning_in(model, dataset, run_id), codes_of(run, dataset, "train")[:, : len(origin)]
    columns = tuple(column for column in dataset.schema.columns if column.role == "input")[: len(origin)]
    space = space_of(known, np.array([len(column.categories) for column in columns]), _held(fixed, len(origin)))
    space = space.around(origin)
    rows = rows_of(dataset, space, inputs_beside(model, dataset, tables or {}))
    leads = Leads(model, rows.batch(origin[None]), meaning)
    search = Search(leads, leads.goal(wanted, rows.batch(origin[None])), rows, origin, space)

    def said(shown: np.ndarray) -> str:
        return meaning.words(shown, dataset.schema.answers)

    into = wanted_words(search.goal, dataset.schema, meaning)
    told, place = around(search, columns, known[:_REAL], count, said, into)
    row = -1 if place is None else int(dataset.train.rows[place])
    return replace(told, real_row=row, seconds=time.perf_counter() - begin)


def rows_of(dataset, space: Space, beside: list[np.ndarray]) -> Rows:
    """How rows of a data set's table are given to its network, with what stands beside all of them."""
    further = dataset.schema.plane_features
    owner = None if further else column_of_input(dataset)
    bump = np.where(space.movable, _BUMP * space.unit, 0.0)

    def first(codes: np.ndarray) -> np.ndarray:
        return dataset.inputs(plane.inputs(codes, further) if further else codes)

    def batch(codes: np.ndarray):
        codes = np.asarray(codes, float)
        return together([first(codes), *(np.repeat(own, len(codes), 0) for own in beside)])

    def pull(codes: np.ndarray, gradients: list[np.ndarray]) -> np.ndarray:
        slope = gradients[0].reshape(len(codes), -1).astype(float)
        if dataset.schema.kind == "tokens":
            return np.zeros_like(codes)
        base = first(codes).astype(float)
        if owner is None:  # inputs made of several columns
            ends = [first(codes + bump * one) for one in np.eye(codes.shape[1])]
            pulled = np.stack([((end - base) * slope).sum(1) for end in ends], 1)
            return pulled / np.where(bump, bump, 1.0)
        moved = (first(codes + bump) - base) * slope
        pulled = np.zeros_like(codes)
        np.add.at(pulled.T, owner, moved.T)
        return pulled / np.where(bump, bump, 1.0)

    return Rows(batch, pull)


def _held(fixed: tuple[int, ...], count: int) -> np.ndarray:
    if any(not 0 <= place < count for place in fixed):
        raise ExplanationError(f"Received the columns {fixed} to hold.", expected=f"0 to {count - 1}", where="fixed")
    held = np.zeros(count, bool)
    held[list(fixed)] = True
    return held


def wanted_words(goal: Goal, schema, meaning) -> str:
    """What an answer is to become: "malignant", "anything but cat", "with circle", "price above 200"."""
    if goal.kind == "class":
        name = schema.class_names[goal.present if goal.index < 0 else goal.index]
        return f"anything but {name}" if goal.index < 0 else name
    if goal.kind == "label":
        return f"{'with' if goal.sign > 0 else 'without'} {schema.class_names[goal.index]}"
    return f"{schema.answers[goal.index]} {'above' if goal.sign > 0 else 'below'} {meaning.number(goal.bound)}"
