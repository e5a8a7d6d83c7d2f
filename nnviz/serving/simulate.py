"""`simulate`: held-out rows, one column changed on purpose, sent to a network as others would send them."""

from copy import copy
from typing import Any

import numpy as np

from nnviz.data.column import Column
from nnviz.errors import ServingError, unknown_name
from nnviz.runs.run import Run
from nnviz.serving.carried import prepare
from nnviz.serving.log import SIMULATED, ServedLog
from nnviz.serving.raw_rows import raw_rows
from nnviz.serving.reference import Reference, reference
from nnviz.serving.rows import as_lists, readable
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
    rows = raw_rows(spec, held_out(spec))
    chosen = np.sort(rng.permutation(len(rows))[:count])
    rows = rows[chosen] if isinstance(rows, np.ndarray) else [copy(rows[place]) for place in chosen]
    if column:
        rows = _with_change(known, rows, column, shift * known.spread(column), (becomes, share, missing), rng)
    log.clear()
    for start in range(0, len(rows), _SENT):
        sent = rows[start : start + _SENT]
        service.ask(as_lists(sent) if isinstance(sent, np.ndarray) else sent)
    return len(rows)


def _with_change(known: Reference, rows, column: str, by: float, swap: tuple[str | None, float, float], rng):
    """The rows with one column changed: by so much, or (what it becomes, in which share, missing in which share)."""
    becomes, share, missing = swap
    if known.recipe["kind"] == "text":
        raise ServingError("Texts can be sent only as they are.", fix="Leave the column out.", where="column")
    if isinstance(rows, np.ndarray):
        _only_shifted(column, becomes, missing)
        names = [own.name for own in known.columns if own.role == "input"]
        return _changed(known.recipe, rows, names.index(column), by)
    _change(_described(known.recipe, column, becomes, missing), rows, by, becomes, share, missing, rng)
    return rows


def _only_shifted(name: str, becomes: str | None, missing: float) -> None:
    if becomes is not None or missing:
        raise ServingError(f"{name} is measured on whole arrays.", expected="a shift, and nothing else", where="column")


def _described(recipe: dict, name: str, becomes: str | None, missing: float) -> dict:
    """What the recipe says of a column. Raises ServingError for a change that it cannot have."""
    own = next(own for own in recipe["columns"] if own["name"] == name)
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
