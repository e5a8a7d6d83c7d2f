"""The next trial of a search, and which one to end early: Optuna's samplers and its median rule. Worker side.

A search keeps no state but its trials: Optuna is told anew what they came to each time it is asked. A sampler that
draws from a stream of random numbers is taken through the same questions in the same order first, so that a search asks
what a plain loop over Optuna with the same seed would ask.
"""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import FrozenTrial, TrialState, create_trial

from nnviz.runs.run import ACTIVE, Run
from nnviz.studies import storage
from nnviz.studies.any_knob import knob_of
from nnviz.studies.gaussian import GaussianSampler
from nnviz.studies.results import monitored
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study, Trial

FIRST_TRIALS = 4
"""Trials that are drawn at random before the sampler learns from them, and before any is ended early."""
_FIRST_EPOCHS = 3


@dataclass(frozen=True)
class _So_far:
    """A search as Optuna is told of it."""

    spec: StudySpec
    larger: bool
    trials: tuple[Trial, ...]
    told: list[FrozenTrial]

    @property
    def ended(self) -> list[int]:
        return [place for place, own in enumerate(self.told) if own.state != TrialState.RUNNING]


def next_step(study_id: str, home: str | None = None, at_once: int = 1) -> dict[str, Any]:
    """What a search wants now.

    Args:
        at_once: how many trials may be under way at once, where the study does not ask for fewer.

    Returns:
        {"prune": run id or None, "trial": the next one (its `run` still empty), or None while as many as may are under
        way or all are done}.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = Study.open(study_id, home)
    so_far = trials_so_far(study, home)
    storage.mirror(study, so_far.larger, so_far.told)
    under_way = [place for place in range(len(so_far.told)) if place not in so_far.ended]
    hopeless = [place for place in under_way if _is_hopeless(so_far, place)]
    if hopeless:
        return {"prune": so_far.trials[hopeless[0]].run, "trial": None}
    at_once = study.spec.at_once or at_once
    done = study.stopped or study.paused or len(so_far.trials) >= study.spec.trials
    if done or len(under_way) >= max(1, at_once):
        return {"prune": None, "trial": None}
    asked = _asking(so_far).ask(_space(so_far.spec))
    return {"prune": None, "trial": Trial(asked.params, after=tuple(so_far.ended), version=optuna.__version__)}


def trials_so_far(study: Study, home: str | None = None) -> _So_far:
    """What a search's trials came to."""
    spec, trials = study.spec, study.trials
    monitor, larger = monitored(spec)
    return _So_far(spec, larger, trials, [_told(spec, trial, monitor, larger, home) for trial in trials])


def told_study(so_far: _So_far, sampler=None) -> optuna.Study:
    """An Optuna study that holds these trials."""
    pruner = optuna.pruners.MedianPruner(n_startup_trials=FIRST_TRIALS, n_warmup_steps=_FIRST_EPOCHS)
    direction = "maximize" if so_far.larger else "minimize"
    study = optuna.create_study(direction=direction, sampler=sampler, pruner=pruner)
    study.add_trials(so_far.told)
    return study


def sampler_of(spec: StudySpec, seed: int) -> optuna.samplers.BaseSampler:
    """The sampler that a search draws with."""
    if spec.sampler == "grid":
        return optuna.samplers.GridSampler(spec.lattice, seed=seed)
    if spec.sampler == "random":
        return optuna.samplers.RandomSampler(seed=seed)
    if spec.sampler == "gp":
        return GaussianSampler(seed=seed, first_trials=FIRST_TRIALS)
    return optuna.samplers.TPESampler(seed=seed, n_startup_trials=FIRST_TRIALS)


def _asking(so_far: _So_far) -> optuna.Study:
    seed = so_far.spec.base.train.seed
    if so_far.spec.sampler != "gp":  # which draws each trial from numbers of its own
        study = _replayed(so_far, sampler_of(so_far.spec, seed))
        if study is not None:
            return study
        seed += len(so_far.trials)
    if so_far.spec.sampler == "grid":
        return _with_the_next(so_far)
    return told_study(so_far, sampler_of(so_far.spec, seed))


def _replayed(so_far: _So_far, sampler) -> optuna.Study | None:
    """A study that was asked and told as the search was; None where it answers otherwise, as after a trial of another
    version of Optuna, or one whose run was deleted."""
    study = optuna.create_study(direction="maximize" if so_far.larger else "minimize", sampler=sampler)
    asked, ended = [], set()
    for trial in so_far.trials:
        for place in trial.after:
            if place not in ended and place < len(asked):
                ended.add(place)
                _tell(study, asked[place], so_far.told[place])
        asked.append(study.ask(_space(so_far.spec)))
        if trial.version != optuna.__version__ or asked[-1].params != trial.values:
            return None
    for place in so_far.ended:
        if place not in ended:
            _tell(study, asked[place], so_far.told[place])
    return study


def _with_the_next(so_far: _So_far) -> optuna.Study:
    """A study that asks for the first combination of the grid that was not tried."""
    study, lattice = told_study(so_far), so_far.spec.lattice
    every = (dict(zip(lattice, each, strict=True)) for each in itertools.product(*lattice.values()))
    tried = [trial.values for trial in so_far.trials]
    study.enqueue_trial(next(own for own in every if own not in tried))
    return study


def _tell(study: optuna.Study, asked: optuna.Trial, told: FrozenTrial) -> None:
    if told.state == TrialState.RUNNING:
        return
    for step, value in told.intermediate_values.items():
        asked.report(value, step)
    study.tell(asked, told.value if told.state == TrialState.COMPLETE else None, state=told.state)


def _space(spec: StudySpec) -> dict[str, Any]:
    return {name: distribution(spec, name) for name in sorted(spec.values)}


def distribution(spec: StudySpec, name: str):
    """Where a knob's values are drawn from, as Optuna says it."""
    param, values = knob_of(spec.base, name).param, spec.values[name]
    log = param.log and param.kind in ("int", "float") and values[0] > 0
    if param.kind == "int":
        return IntDistribution(int(values[0]), int(values[1]), log=log)
    if param.kind == "float":
        return FloatDistribution(float(values[0]), float(values[1]), log=log)
    return CategoricalDistribution(list(values))


def _told(spec: StudySpec, trial: Trial, monitor: str, larger: bool, home: str | None) -> FrozenTrial:
    """A trial as Optuna is told of it: its values at every epoch, and the best one as its own."""
    state, values = _came_to(trial, monitor, home)
    finite = {epoch: float(value) for epoch, value in enumerate(values, 1) if np.isfinite(value)}
    final = (max if larger else min)(finite.values()) if finite else None
    if state in (TrialState.COMPLETE, TrialState.PRUNED) and final is None:
        state = TrialState.FAIL
    return create_trial(
        state=state,
        params={name: trial.values[name] for name in sorted(spec.values)},
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


def _is_hopeless(so_far: _So_far, place: int) -> bool:
    own, trial = so_far.told[place], so_far.trials[place]
    if not so_far.spec.prune or trial.pruned or not own.intermediate_values:
        return False
    study = told_study(so_far)
    return bool(study.pruner.prune(study, own))
