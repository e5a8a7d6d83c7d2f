"""What a search has come to: the best so far and what random search would have by then, which settings matter, and the
score over any two of them. Worker side."""

import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution
from optuna.trial import TrialState

from nnviz.errors import RunError
from nnviz.studies import gaussian
from nnviz.studies.any_knob import knob_of
from nnviz.studies.search import distribution, told_study, trials_so_far
from nnviz.studies.search_records import Axis, Searched, Surface
from nnviz.studies.spec import variant
from nnviz.studies.store import Study

FEWEST = 6
"""Ended trials from which on a forest is fitted to them."""
_DRAWS, _AVERAGED, _CELLS = 4000, 200, 28


def searched(study_id: str, home: str | None = None) -> Searched:
    """What a search came to. Raises RunError before its first trial has ended."""
    study, so_far, ended = _ended(study_id, home)
    spec, larger = study.spec, so_far.larger
    scores = np.array([so_far.told[place].value for place in ended])
    values = [so_far.trials[place].values for place in ended]
    best = (np.maximum if larger else np.minimum).accumulate(scores)
    enough = len(ended) >= FEWEST
    names = tuple(variant(spec, own).name for own in values)
    chance = _chance(spec, values, scores, larger) if enough and spec.sampler != "random" else None
    axes = tuple(_axis(spec, name, values) for name in sorted(spec.values))
    importance = _importance(so_far) if enough and len(axes) > 1 else {}
    return Searched(larger, axes, np.array(ended), scores, names, best, chance, importance)


def surface(study_id: str, across: str, up: str, home: str | None = None) -> Surface:
    """The score over two settings. Raises RunError for fewer than six ended trials."""
    study, so_far, ended = _ended(study_id, home)
    if len(ended) < FEWEST:
        raise RunError(
            f"{len(ended)} trials have ended; the picture needs {FEWEST}.", fix="Wait a moment.", where="study"
        )
    spec, values = study.spec, [so_far.trials[place].values for place in ended]
    space = {name: distribution(spec, name) for name in sorted(spec.values)}
    forest = _forest(space, values, np.array([so_far.told[place].value for place in ended]))
    first, second = _axis(spec, across, values), _axis(spec, up, values)
    x, y = _ticks(first), _ticks(second)
    others = np.random.default_rng(0).random((_AVERAGED, len(space)))
    names = list(space)
    ux, uy = _unit(space[across], first, x), _unit(space[up], second, y)
    rows = np.repeat(others[None], len(x) * len(y), 0)
    rows[:, :, names.index(across)] = np.tile(ux, len(y))[:, None]
    rows[:, :, names.index(up)] = np.repeat(uy, len(x))[:, None]
    z = forest.predict(gaussian.coded(rows.reshape(-1, len(space)), space)).reshape(len(y), len(x), -1).mean(-1)
    return Surface(first, second, x, y, z)


def _ended(study_id: str, home: str | None):
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = Study.open(study_id, home)
    so_far = trials_so_far(study, home)
    ended = [place for place, own in enumerate(so_far.told) if own.state in (TrialState.COMPLETE, TrialState.PRUNED)]
    if not ended:
        raise RunError("No trial of this search has ended yet.", fix="Wait a moment.", where="study")
    return study, so_far, ended


def _axis(spec, name: str, values: list[dict]) -> Axis:
    knob, own = knob_of(spec.base, name), distribution(spec, name)
    if isinstance(own, CategoricalDistribution):
        places = np.array([own.choices.index(one[name]) for one in values])
        return Axis(name, knob.title, places, tuple(map(_text, own.choices)), 0, len(own.choices) - 1)
    return Axis(name, knob.title, np.array([float(one[name]) for one in values]), (), own.low, own.high, own.log)


def _text(choice) -> str:
    return ("no", "yes")[choice] if isinstance(choice, bool) else str(choice).replace("_", " ")


def _forest(space: dict, values: list[dict], scores: np.ndarray):
    from sklearn.ensemble import RandomForestRegressor

    x = gaussian.coded(np.array([gaussian.values_to_unit(own, space) for own in values]), space)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of few trials some may be in every tree's sample
        return RandomForestRegressor(200, random_state=0, n_jobs=1, oob_score=True).fit(x, scores)


def _chance(spec, values: list[dict], scores: np.ndarray, larger: bool) -> np.ndarray:
    """Random trials are drawn from the forest, each with what it leaves unexplained of some trial that a tree had not
    seen. Of n such the best is below the r-th smallest of the sample with the chance (r / size)^n."""
    space = {name: distribution(spec, name) for name in sorted(spec.values)}
    rng, forest = np.random.default_rng(0), _forest(space, values, scores)
    draws = forest.predict(gaussian.coded(rng.random((_DRAWS, len(space))), space))
    unexplained = scores - forest.oob_prediction_
    draws = draws + rng.choice(unexplained - unexplained.mean(), _DRAWS)
    sign = 1 if larger else -1
    ranked = np.sort(sign * (np.clip(draws, 0, 1) if larger else np.maximum(draws, min(0.0, scores.min()))))
    below = np.arange(1, _DRAWS + 1) / _DRAWS
    told = []
    for n in range(1, len(scores) + 1):
        chance = below**n
        mean = float(np.dot(np.diff(chance, prepend=0.0), ranked))
        low, high = (float(ranked[np.searchsorted(chance, share)]) for share in (0.05, 0.95))
        told.append((mean, low, high))
    return sign * np.array(told).T


def _importance(so_far) -> dict[str, float]:
    study = told_study(so_far)
    evaluator = optuna.importance.FanovaImportanceEvaluator(seed=0)
    try:
        shares = optuna.importance.get_param_importances(study, evaluator=evaluator)
    except (RuntimeError, ValueError):  # all trials scored alike: nothing to explain
        return {}
    return {name: float(share) for name, share in shares.items() if np.isfinite(share)}


def _ticks(axis: Axis) -> np.ndarray:
    if axis.choices:
        return np.arange(len(axis.choices))
    return np.geomspace(axis.low, axis.high, _CELLS) if axis.log else np.linspace(axis.low, axis.high, _CELLS)


def _unit(own, axis: Axis, ticks: np.ndarray) -> np.ndarray:
    if axis.choices:
        return (ticks + 0.5) / len(axis.choices)
    low, high = (np.log(axis.low), np.log(axis.high)) if axis.log else (axis.low, axis.high)
    return ((np.log(ticks) if axis.log else ticks) - low) / ((high - low) or 1)
