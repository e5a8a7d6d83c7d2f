"""`simulate`: held-out rows, one column changed on purpose, sent to a network as others would send them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.data.column import Column
from nnviz.errors import ServingError, unknown_name
from nnviz.runs.run import Run
from nnviz.serving import features
from nnviz.serving.carried import prepare
from nnviz.serving.log import SIMULATED, ServedLog
from nnviz.serving.raw_rows import raw_rows
from nnviz.serving.reference import Reference, reference
from nnviz.serving.rows import readable, records, size, some
from nnviz.serving.service import Service
from nnviz.serving.source import held_out

_SENT = 200
"""Rows of one request."""


def simulate(
    run: Run | str,
    column: str = "",
    *,
    shift: float = 0.0,
    becomes: str | None = None,
    share: float = 1.0,
    missing: float = 0.0,
    count: int | None = None,
    seed: int = 0,
) -> int:
    """Sends held-out rows, one column of them changed, to a run's network as its prediction server would answer them.

    Args:
        column: the one that changes; of images "brightness" or "contrast"; "" for none.
        shift: of a quantity, in deviations of its training values.
        becomes: of a category or a yes-or-no column, what a `share` of the rows, drawn at random, says instead.
        missing: the share of rows whose value is taken away.
        count: how many rows, drawn without repetition; all that are held out for None.

    Returns:
        int: how many rows were sent. `watch(run, "simulated")` compares them; the simulation before is forgotten.

    Raises:
        ServingError: for a column that is not there, or a change that it cannot have.
    """
    run = Run.open(run) if isinstance(run, str) else run
    rng, spec, log = np.random.default_rng(seed), run.experiment.data, ServedLog(run, SIMULATED)
    known, service = reference(run), Service(run, log, most_rows=_SENT)
    rows = raw_rows(spec, held_out(spec), taken=service.taken)
    rows = some(rows, np.sort(rng.permutation(size(rows))[:count]))
    if column:
        change = (shift * known.spread(column), becomes, share, missing)
        rows = _with_change(known, rows, column, change, rng)
    log.clear()
    for start in range(0, size(rows), _SENT):
        service.ask(records(some(rows, slice(start, start + _SENT))))
    return size(rows)


def _with_change(known: Reference, rows, column: str, change: tuple, rng):
    """The rows with one column changed: (by how much, what it becomes, in which share, missing in which share)."""
    places = [own for own in known.columns if own.role == "input"]
    if not isinstance(rows, dict):
        own = [one.name for one in places].index(column)
        return _input_changed(known.recipe, rows, places, own, change, rng)
    start = 0
    for recipe in known.recipe["inputs"]:
        own = places[start : start + len(features.columns(recipe))]
        names = [one.name for one in own]
        start += len(own)
        if column in names:
            changed = _input_changed(recipe, rows[recipe["name"]], own, names.index(column), change, rng)
            return {**rows, recipe["name"]: changed}
    return rows


def _input_changed(recipe: dict, rows, columns: Sequence[Column], place: int, change: tuple, rng):
    """The rows of one input with its column at a place changed."""
    by, becomes, share, missing = change
    if recipe["kind"] == "text":
        raise ServingError("Texts can be sent only as they are.", fix="Leave the column out.", where="column")
    if isinstance(rows, np.ndarray):
        _only_shifted(columns[place].name, becomes, missing)
        return _changed(recipe, rows, place, by)
    own = _described(recipe["columns"][place], becomes, missing)
    _change(own, rows, by, becomes, share, missing, rng)
    return rows


def _only_shifted(name: str, becomes: str | None, missing: float) -> None:
    if becomes is not None or missing:
        raise ServingError(f"{name} is measured on whole arrays.", expected="a shift, and nothing else", where="column")


def _described(own: dict, becomes: str | None, missing: float) -> dict:
    """A column as a recipe has it. Raises ServingError for a change that it cannot have."""
    name = own["name"]
    if missing and own["required"]:
        why = "In training, every example had it."
        raise ServingError(f"{name} may not be missing.", fix=why, where="missing")
    if becomes is not None and becomes not in own["categories"]:
        raise unknown_name(f"value of {name}", becomes, own["categories"] or ["a number"], kind=ServingError)
    return own


def _change(column: dict, rows: list[dict], by: float, becomes, share: float, missing: float, rng) -> None:
    swapped, gone = rng.random(len(rows)) < share, rng.random(len(rows)) < missing
    for place, row in enumerate(rows):
        value = row[column["name"]]
        if becomes is not None and swapped[place]:
            row[column["name"]] = becomes
        elif by and not column["categories"] and value is not None:
            row[column["name"]] = _shifted(column, value, by)
        if gone[place]:
            row[column["name"]] = None


def _shifted(column: dict, value: Any, by: float) -> Any:
    code = prepare.code(column, value)
    return readable(Column(column["name"], column["kind"]), np.array([code + by]))[0]


def _changed(recipe: dict, rows: np.ndarray, place: int, by: float) -> np.ndarray:
    """Arrays whose means (place 0) or deviations (place 1) are larger by `by`; images stay within black and white."""
    axes = tuple(range(1, rows.ndim))
    mean, spread = rows.mean(axes, keepdims=True), rows.std(axes, keepdims=True)
    if place == 0:
        changed = rows + by
    else:
        changed = mean + (rows - mean) * np.maximum(spread + by, 0.0) / np.where(spread > 0, spread, 1.0)
    return np.clip(changed, 0.0, recipe["brightest"]) if recipe["kind"] == "image" else changed
