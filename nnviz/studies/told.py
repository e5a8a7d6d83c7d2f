"""A study, told as a race is: the lines that a side-by-side view of its runs is drawn from. Imports no framework."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nnviz.errors import NnvizError
from nnviz.runs.outcome import outcome
from nnviz.runs.run import Run
from nnviz.studies.race import answer_range, quantised
from nnviz.studies.spec import variant
from nnviz.studies.store import Study, Trial

_MOMENTS = 40
"""Of a run, about as many are told."""
_EVERY = 2
"""Of a plane's nodes, every other row and column is told."""
_STATES = {"running": "training", "paused": "training", "failed": "broken", "queued": "waiting"}


@dataclass(frozen=True)
class Told:
    """What of a study has not been told yet.

    Attributes:
        lines: as `nnviz.studies.lockstep` writes them.
        steps: for each run, the step of the last frame that was told, by its place; what to ask after next.
        states: of every run: "waiting", "training", "finished", "stopped", "diverged", "broken", "ended early" or
            "gone".
    """

    lines: list[dict]
    steps: list[int]
    states: list[str]


def told(study: Study, after: list[int] = (), home: Path | str | None = None) -> Told:
    """The lines of a study after those frames; from the beginning without `after`."""
    known = dict(enumerate(after))
    lines, steps, states = [], [], []
    for place, trial in enumerate(study.trials):
        own, step, state = _of_run(study, place, trial, known.get(place, -1), home)
        lines += own
        steps.append(step)
        states.append(state)
    return Told(lines, steps, states)


def _of_run(study: Study, place: int, trial: Trial, after: int, home) -> tuple[list[dict], int, str]:
    try:
        run = Run.open(trial.run, home)
        status, graph = run.status(), run.graph
    except NnvizError:
        return [], after, "gone"
    state = _state(trial, status)
    steps = run.frame_ids() if graph else []
    lines = []
    if graph and steps and after < 0:
        lines.append(_described(study, place, trial, run, graph))
    history, last = run.history() if steps and steps[-1] > after else {}, after
    apart = run.experiment.train.epochs / _MOMENTS
    told_epoch = _epoch_of(run, after)
    for step in steps:
        if step <= after:
            continue
        frame = run.frame(step)
        if frame is None or (float(frame["epoch"]) - told_epoch < apart and step != steps[-1] and told_epoch >= 0):
            continue
        lines.append(_frame(place, frame, graph, history, told_epoch, state))
        told_epoch, last = float(frame["epoch"]), step
    return lines, last, state


def _state(trial: Trial, status) -> str:
    if status.active:
        return _STATES[status.state]
    if trial.pruned:
        return "ended early"
    ended = outcome(status.state, status.message)
    return "diverged" if ended == "diverged" else _STATES.get(status.state, status.state)


def _epoch_of(run: Run, step: int) -> float:
    """The epoch of a frame that was told; -1 for none, or for one that has been thinned out since."""
    frame = run.frame(step) if step >= 0 else None
    return float(frame["epoch"]) if frame is not None else -1.0


def _described(study: Study, place: int, trial: Trial, run: Run, graph: dict) -> dict:
    experiment = run.experiment
    return {
        "network": place,
        "label": variant(study.spec, trial.values).name,
        "layers": [],
        "parameters": run.facts.get("parameters"),
        "epochs": experiment.train.epochs,
        "steps_per_epoch": 1,
        "data": _ground(graph),
    }


def _ground(graph: dict) -> dict:
    plane = graph.get("plane")
    targets = plane["points"]["label"] if plane and graph["task"] == "regression" else ()
    return {
        "task": graph["task"],
        "class_names": graph["class_names"],
        "target_name": graph["target_name"],
        "meaning": _meaning(graph),
        "plane": _thinned(plane) if plane else None,
        "range": answer_range(_meaning(graph), targets),
        "line": None,
    }


def _meaning(graph: dict) -> dict:
    """What its answers mean; where none was recorded they are probabilities."""
    return graph.get("meaning") or {"shown": "probability", "low": 0, "high": 1, "threshold": 0.5, "shares": True}


def _thinned(plane: dict) -> dict:
    """The plane as far as its thinned nodes reach."""
    axes = {}
    for name, cells in (("x", plane["cols"]), ("y", plane["rows"])):
        low, high = plane[name]
        axes[name] = [low, low + (high - low) * ((cells - 1) // _EVERY * _EVERY) / (cells - 1)]
    size = {name: -(-plane[name] // _EVERY) for name in ("rows", "cols")}
    return {**plane, **axes, **size}


def _frame(place: int, frame: dict, graph: dict, history: dict, since: float, state: str) -> dict:
    epoch = float(frame["epoch"])
    output = None
    if graph.get("plane") and "output" in frame:
        output = quantised(frame["output"][:, ::_EVERY, ::_EVERY], *_ground(graph)["range"])
    return {
        "network": place,
        "epoch": epoch,
        "step": int(frame["step"]),
        "took": _took(history, epoch),
        "rows": _rows(history, since, epoch),
        "state": state,
        "best": None,
        "output": output,
    }


def _rows(history: dict, since: float, until: float) -> list[dict]:
    """The epochs after one frame up to another one."""
    epochs = np.asarray(history.get("epoch", ()))
    chosen = np.flatnonzero((epochs > since) & (epochs <= until))
    names = [name for name in history if name not in ("epoch", "seconds")]
    return [{name: _number(history[name][i]) for name in names} for i in chosen]


def _took(history: dict, until: float) -> float:
    epochs, seconds = np.asarray(history.get("epoch", ())), history.get("seconds", ())
    reached = np.flatnonzero(epochs <= until)
    return float(seconds[reached[-1]]) if len(reached) and len(seconds) else 0.0


def _number(value) -> float | None:
    value = float(value)
    return float(f"{value:.5g}") if np.isfinite(value) else None
