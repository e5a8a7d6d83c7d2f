"""The smallest changes of a row of a run's table that flip its answer, in the table's own columns."""

import time
from dataclasses import dataclass, replace

import numpy as np

from nnviz.data import plane
from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.beside import Tables, tables_beside
from nnviz.explanation.changed import Changed, given_as_changed, input_called
from nnviz.explanation.changes.goal import Goal, Wanted
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.changes.nearest import around
from nnviz.explanation.changes.records import Changes
from nnviz.explanation.changes.search import Rows, Search
from nnviz.explanation.changes.space import Space, space_of
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.what_if import codes_of, column_of_input
from nnviz.explanation.what_if_image import place_of
from nnviz.runs.run import Run
from nnviz.training.given import apart, inputs_beside, together
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
    origin = np.asarray(codes, float)
    known = codes_of(Run.open(run_id), dataset, "train")[:, : len(origin)]
    columns = tuple(column for column in dataset.schema.columns if column.role == "input")[: len(origin)]
    further = dataset.schema.plane_features
    first = dataset.inputs(plane.inputs(origin[None], further) if further else origin[None])
    batch = [first, *inputs_beside(model, dataset, tables or {})]
    found = _found(run_id, model, dataset, batch, _Asked("", columns, origin, known, wanted, fixed, count))
    return replace(found, seconds=time.perf_counter() - begin)


@kept.with_run("changes_beside")
def changes_beside_of_run(
    run_id: str,
    split: str,
    index: int,
    name: str,
    codes: tuple[float, ...],
    wanted: Wanted = None,
    fixed: tuple[int, ...] = (),
    count: int = 3,
    changed: Changed | None = None,
) -> Changes:
    """The smallest changes of a table that stands beside an example's first input, which stays as it is.

    Args:
        split, index: which example.
        name: of the table.
        codes: its row, one a column.
        changed: what somebody changed of the other inputs, such as pixels that were painted; see
            `nnviz.explanation.changed.Changed`.
        wanted, fixed, count: as for `changes_of_run`, which says what is raised too.
    """
    begin = time.perf_counter()
    model, dataset = warm(run_id)
    columns = input_called(dataset, name).form.columns if name else ()
    if not columns:
        raise ExplanationError(f"What is called {name!r} is no table.", expected="a table beside the first input")
    known = tables_beside(Run.open(run_id), dataset, "train")[name]
    batch = apart(given_as_changed(model, dataset, run_id, split, index, changed))
    asked = _Asked(name, columns, np.asarray(codes, float), known, wanted, fixed, count)
    return replace(_found(run_id, model, dataset, batch, asked), seconds=time.perf_counter() - begin)


@dataclass(frozen=True)
class _Asked:
    """A row of the table called `name`, what is known of its columns (n, columns), and what is wanted of it."""

    name: str
    columns: tuple
    origin: np.ndarray
    known: np.ndarray
    wanted: Wanted
    fixed: tuple[int, ...]
    count: int


def _found(run_id: str, model, dataset, batch: list[np.ndarray], asked: _Asked) -> Changes:
    """What is found around a row, all other inputs as in `batch` (1, …)."""
    meaning, origin, columns = meaning_in(model, dataset, run_id), asked.origin, asked.columns
    held = _held(asked.fixed, len(origin))
    space = space_of(asked.known, np.array([len(column.categories) for column in columns]), held).around(origin)
    rows = _rows_of(model, dataset, space, batch, asked.name)
    leads = Leads(model, rows.batch(origin[None]), meaning)
    search = Search(leads, leads.goal(asked.wanted, rows.batch(origin[None])), rows, origin, space)

    def said(shown: np.ndarray) -> str:
        return meaning.words(shown, dataset.schema.answers)

    into = wanted_words(search.goal, dataset.schema, meaning)
    told, place = around(search, columns, asked.known[:_REAL], asked.count, said, into)
    return replace(told, real_row=-1 if place is None else int(dataset.train.rows[place]))


def _rows_of(model, dataset, space: Space, batch: list[np.ndarray], name: str) -> Rows:
    """How rows of one of a data set's tables are given to its network, all other inputs as in `batch` (1, …)."""
    form, place = input_called(dataset, name), place_of(model, name)
    further = () if name else dataset.schema.plane_features
    owner = None if further else form.feature_columns if name else column_of_input(dataset)
    bump, entry = np.where(space.movable, _BUMP * space.unit, 0.0), Leads(model, together(batch)).entry(place)

    def made(codes: np.ndarray) -> np.ndarray:
        if name:
            return form.apply(codes)
        return dataset.inputs(plane.inputs(codes, further) if further else codes)

    def given(codes: np.ndarray):
        codes = np.asarray(codes, float)
        inputs = [np.repeat(own, len(codes), 0) for own in batch]
        inputs[place] = made(codes)
        return together(inputs)

    def pull(codes: np.ndarray, gradients: list[np.ndarray]) -> np.ndarray:
        if entry is None:  # names that an Embedding reads
            return np.zeros_like(codes)
        slope, base = gradients[entry].reshape(len(codes), -1).astype(float), made(codes).astype(float)
        if owner is None:  # inputs made of several columns
            ends = [made(codes + bump * one) for one in np.eye(codes.shape[1])]
            pulled = np.stack([((end - base) * slope).sum(1) for end in ends], 1)
            return pulled / np.where(bump, bump, 1.0)
        moved = (made(codes + bump) - base) * slope
        pulled = np.zeros_like(codes)
        np.add.at(pulled.T, owner, moved.T)
        return pulled / np.where(bump, bump, 1.0)

    return Rows(given, pull)


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
