"""What a study's runs came to, in one small record: rows, the best, the spread. No framework."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.errors import NnvizError
from nnviz.runs.run import ACTIVE, Run
from nnviz.studies.spec import StudySpec, variant
from nnviz.studies.store import Study, Trial


@dataclass(frozen=True)
class Row:
    """One variant's run.

    Attributes:
        name: what varies, in words.      values: the same, by knob.
        state: of its run; "pruned" when it was ended early, "gone" when its run is no longer kept.
        epoch, epochs: done, and asked for.
        score: the best value of the monitored score so far, NaN before the first epoch; at `best_epoch`.
        last: its last value.
    """

    name: str
    values: dict[str, Any]
    run: str
    state: str
    epoch: float
    epochs: int
    score: float
    best_epoch: float
    last: float
    seconds: float


@dataclass(frozen=True)
class Results:
    """A study so far.

    Attributes:
        monitor: the score that is compared: "val_accuracy", "val_loss", or without validation "accuracy", "loss".
        larger_is_better: of that score.
        expected: how many variants there will be.
    """

    monitor: str
    larger_is_better: bool
    rows: tuple[Row, ...]
    expected: int
    stopped: bool
    paused: bool = False

    @property
    def best(self) -> Row | None:
        """The variant with the best score so far."""
        scored = [row for row in self.rows if np.isfinite(row.score)]
        sign = -1 if self.larger_is_better else 1
        return min(scored, key=lambda row: sign * row.score) if scored else None

    @property
    def spread(self) -> tuple[float, float] | None:
        """Mean and sample standard deviation of the finished variants' last scores; None for fewer than two."""
        last = [row.last for row in self.rows if row.state == "finished" and np.isfinite(row.last)]
        return (float(np.mean(last)), float(np.std(last, ddof=1))) if len(last) > 1 else None

    @property
    def active(self) -> bool:
        """Whether a run is under way, or more are to come."""
        under_way = any(row.state in ACTIVE for row in self.rows)
        return under_way or self.to_come

    @property
    def to_come(self) -> bool:
        """Whether variants that have not begun will begin by themselves."""
        return not self.stopped and not self.paused and len(self.rows) < self.expected


def results(study: Study) -> Results:
    """What a study's runs came to so far."""
    spec, trials = study.spec, study.trials
    monitor, larger = monitored(spec)
    rows = tuple(_row(spec, trial, monitor, larger, study.folder.parent.parent) for trial in trials)
    return Results(monitor, larger, rows, expected(spec), study.stopped, study.paused)


@dataclass(frozen=True)
class LearningCurve:
    """Scores at the end of training against the number of training examples.

    Attributes:
        name: what the line's runs have in common, "" where there is one line.
        examples: (n,) in order.      mean, low, high: (n,) over the runs of each that have finished; NaN for none.
        runs: (n,) how many these are.
    """

    name: str
    examples: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    runs: np.ndarray


def learning_curves(came_to: Results) -> tuple[LearningCurve, ...]:
    """A line for each way to begin; () for a study that does not vary the number of training examples.

    The scores are those of the last epoch: the best one of each run would be chosen by looking at the validation data.
    """
    if any("training_examples" not in row.values for row in came_to.rows) or not came_to.rows:
        return ()
    names = list(dict.fromkeys(row.values.get("start", "") for row in came_to.rows))
    return tuple(_curve(name, [row for row in came_to.rows if row.values.get("start", "") == name]) for name in names)


def _curve(name: str, rows: list[Row]) -> LearningCurve:
    examples = sorted({row.values["training_examples"] for row in rows})
    scores = [
        [own.last for own in rows if own.values["training_examples"] == n and own.state == "finished"] for n in examples
    ]
    known = [np.asarray([one for one in own if np.isfinite(one)]) for own in scores]
    mean, low, high = (np.array([of(own) if len(own) else np.nan for own in known]) for of in (np.mean, np.min, np.max))
    return LearningCurve(name, np.asarray(examples), mean, low, high, np.array([len(own) for own in known]))


def expected(spec: StudySpec) -> int:
    """How many variants a study has in all."""
    from nnviz.studies.spec import variants

    return spec.trials if spec.kind == "search" else len(variants(spec))


def monitored(spec: StudySpec) -> tuple[str, bool]:
    """The score that a study compares, and whether more of it is better.

    Losses of different kinds and scales cannot be compared: where accuracy is measured, it decides.
    """
    validates = spec.kind == "folds" or spec.base.data.validation_fraction > 0 or spec.base.data.folds > 0
    prefix = "val_" if validates else ""
    return (f"{prefix}accuracy", True) if _classifies(spec) else (f"{prefix}loss", False)


def _classifies(spec: StudySpec) -> bool:
    from nnviz.models import heads

    metrics = spec.base.train.metrics
    if metrics is not None:
        return "accuracy" in metrics
    return heads.last_function(spec.base.model) in ("softmax", "sigmoid")


def _row(spec: StudySpec, trial: Trial, monitor: str, larger: bool, home) -> Row:
    name = variant(spec, trial.values).name
    try:
        run = Run.open(trial.run, home)
        status, history = run.status(), run.history()
    except NnvizError:
        nan = float("nan")
        return Row(name, trial.values, trial.run, "gone", 0.0, 0, nan, 0.0, nan, 0.0)
    values = np.asarray(history.get(monitor, ()), float)
    state = "pruned" if trial.pruned and status.state not in ACTIVE else status.state
    score, at, last = float("nan"), 0.0, float("nan")
    if np.isfinite(values).any():
        place = int(np.nanargmax(values) if larger else np.nanargmin(values))
        score, at, last = float(values[place]), float(history["epoch"][place]), float(values[-1])
    return Row(name, trial.values, trial.run, state, status.epoch, status.epochs, score, at, last, status.seconds)
