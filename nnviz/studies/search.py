"""The next trial of a search, and which one to end early: Optuna's samplers and its median rule. Worker side.

A search keeps no state of its own: Optuna is told anew what the runs came to each time it is asked.
"""

from typing import Any

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import FrozenTrial, TrialState, create_trial

from nnviz.runs.run import ACTIVE, Run
from nnviz.studies.knobs import KNOBS
from nnviz.studies.results import monitored
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study, Trial

_FIRST_TRIALS = 4
"""Trials that are drawn at random before the sampler learns from them, and before any is ended early."""
_FIRST_EPOCHS = 3


def next_step(study_id: str, home: str | None = None) -> dict[str, Any]:
    """What a search wants now.

    Returns:
        {"prune": run id or None, "values": knob → value of the next trial, or None while one is under way or all are
        done}.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = Study.open(study_id, home)
    spec, trials = study.spec, study.trials
    monitor, larger = monitored(spec)
    told = [_told(spec, trial, monitor, home) for trial in trials]
    under_way = [(trial, own) for trial, own in zip(trials, told, strict=True) if own.state == TrialState.RUNNING]
    done = [own for own in told if own.state != TrialState.RUNNING]
    search = _study(spec, larger, len(trials), done)
    if under_way:
        pruned = [
            trial.run for trial, own in under_way if spec.prune and not trial.pruned and _is_hopeless(search, own)
        ]
        return {"prune": pruned[0] if pruned else None, "values": None}
    if study.stopped or len(trials) >= spec.count:
        return {"prune": None, "values": None}
    asked = search.ask(_space(spec))
    return {"prune": None, "values": {name: _plain(value) for name, value in asked.params.items()}}


def _study(spec: StudySpec, larger: bool, number: int, done: list[FrozenTrial]) -> optuna.Study:
    seed = spec.base.train.seed + number
    sampler = (
        optuna.samplers.RandomSampler(seed=seed)
        if spec.sampler == "random"
        else optuna.samplers.TPESampler(seed=seed, n_startup_trials=_FIRST_TRIALS)
    )
    pruner = optuna.pruners.MedianPruner(n_startup_trials=_FIRST_TRIALS, n_warmup_steps=_FIRST_EPOCHS)
    study = optuna.create_study(direction="maximize" if larger else "minimize", sampler=sampler, pruner=pruner)
    study.add_trials(done)
    return study


def _space(spec: StudySpec) -> dict[str, Any]:
    return {name: _distribution(name, values) for name, values in spec.values.items()}


def _distribution(name: str, values: tuple):
    param = KNOBS[name].param
    if param.kind == "int":
        return IntDistribution(int(values[0]), int(values[1]), log=param.log)
    if param.kind == "float":
        return FloatDistribution(float(values[0]), float(values[1]), log=param.log)
    return CategoricalDistribution(list(values))


def _told(spec: StudySpec, trial: Trial, monitor: str, home: str | None) -> FrozenTrial:
    """A trial as Optuna is told of it: its values at every epoch, and the best one as its own."""
    state, values = _came_to(trial, monitor, home)
    finite = {epoch: float(value) for epoch, value in enumerate(values, 1) if np.isfinite(value)}
    larger = monitored(spec)[1]
    final = (max if larger else min)(finite.values()) if finite else None
    if state == TrialState.COMPLETE and final is None:
        state = TrialState.FAIL
    if state == TrialState.PRUNED and final is None:
        state = TrialState.FAIL
    return create_trial(
        state=state,
        params={name: trial.values[name] for name in spec.values},
        distributions=_space(spec),
        value=final if state in (TrialState.COMPLETE, TrialState.PRUNED) else None,
        intermediate_values=finite,
    )


def _came_to(trial: Trial, monitor: str, home: str | None) -> tuple[TrialState, np.ndarray]:
    try:
        run = Run.open(trial.run, home)
        state, values = run.status().state, np.asarray(run.history().get(monitor, ()), float)
    except Exception:  # deleted meanwhile: it tells nothing any more
        return TrialState.FAIL, np.zeros(0)
    if state in ACTIVE:
        return TrialState.RUNNING, values
    if trial.pruned:
        return TrialState.PRUNED, values
    return (TrialState.COMPLETE if state in ("finished", "stopped") else TrialState.FAIL), values


def _is_hopeless(study: optuna.Study, trial: FrozenTrial) -> bool:
    return bool(trial.intermediate_values) and study.pruner.prune(study, trial)


def _plain(value):
    """A value as JSON writes it; a float with six digits, as a person would type it."""
    return float(f"{value:.6g}") if isinstance(value, float) else value
