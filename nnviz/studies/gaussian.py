"""A Gaussian process as an Optuna sampler, over scikit-learn's regressor: the next trial is where it expects most.

Optuna's own needs torch. Every trial is drawn from random numbers of its own, so that the same trials before it make
the same one.
"""

import math
import warnings
from zlib import crc32

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution
from optuna.trial import TrialState

_CANDIDATES, _NEAR = 2000, 400
"""Places looked at all over the range, and near the best three so far."""


class GaussianSampler(optuna.samplers.BaseSampler):
    """Expected improvement of a Gaussian process with a Matérn 5/2 kernel (Snoek, Larochelle & Adams, 2012)."""

    def __init__(self, seed: int = 0, first_trials: int = 4):
        self._seed, self._first = seed, first_trials

    def infer_relative_search_space(self, study, trial):
        return optuna.search_space.IntersectionSearchSpace().calculate(study)

    def sample_relative(self, study, trial, search_space):
        ended = [own for own in study.get_trials(deepcopy=False) if own.state == TrialState.COMPLETE]
        if len(ended) < self._first or not search_space:
            return {}
        sign = 1 if study.direction == optuna.study.StudyDirection.MAXIMIZE else -1
        x = np.array([values_to_unit(own.params, search_space) for own in ended])
        y = sign * np.array([own.value for own in ended])
        best = _best_place(x, y, search_space, np.random.default_rng([self._seed, trial.number]))
        return unit_to_values(best[None], search_space)[0]

    def sample_independent(self, study, trial, param_name, param_distribution):
        rng = np.random.default_rng([self._seed, trial.number, crc32(param_name.encode())])
        return _value(rng.random(), param_distribution)


def _best_place(x: np.ndarray, y: np.ndarray, space: dict, rng: np.random.Generator) -> np.ndarray:
    from scipy.special import ndtr

    candidates = rng.random((_CANDIDATES, len(space)))
    best = x[np.argsort(-y)[:3]]
    near = np.clip(np.repeat(best, _NEAR, 0) + rng.normal(0, 0.08, (len(best) * _NEAR, len(space))), 0, 1 - 1e-9)
    candidates = np.concatenate([candidates, near])
    mean, deviation = _fitted(coded(x, space), y, int(rng.integers(2**31))).predict(
        coded(candidates, space), return_std=True
    )
    deviation = np.maximum(deviation, 1e-12)
    z = (mean - y.max()) / deviation
    gain = (mean - y.max()) * ndtr(z) + deviation * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return candidates[int(gain.argmax())]


def _fitted(x: np.ndarray, y: np.ndarray, seed: int):
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

    kernel = ConstantKernel(1.0, (1e-2, 1e2)) * Matern(np.full(x.shape[1], 0.5), (0.05, 10.0), nu=2.5)
    kernel += WhiteKernel(1e-2, (1e-6, 1.0))
    process = GaussianProcessRegressor(kernel, normalize_y=True, n_restarts_optimizer=1, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return process.fit(x, y)


def values_to_unit(params: dict, space: dict) -> list[float]:
    """A trial's values as numbers from 0 to 1; of a choice, the middle of its share."""
    unit = []
    for name, own in space.items():
        if isinstance(own, CategoricalDistribution):
            unit.append((own.choices.index(params[name]) + 0.5) / len(own.choices))
            continue
        low, high, value = own.low, own.high, params[name]
        if own.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        unit.append((value - low) / ((high - low) or 1))
    return unit


def unit_to_values(unit: np.ndarray, space: dict) -> list[dict]:
    """(n, knobs) numbers from 0 to 1 as the values of n trials."""
    return [{name: _value(u, own) for u, (name, own) in zip(row, space.items(), strict=True)} for row in unit]


def _value(u: float, own):
    if isinstance(own, CategoricalDistribution):
        return own.choices[min(int(u * len(own.choices)), len(own.choices) - 1)]
    low, high = (math.log(own.low), math.log(own.high)) if own.log else (own.low, own.high)
    value = low + u * (high - low)
    value = min(max(math.exp(value) if own.log else value, own.low), own.high)
    return int(round(value)) if isinstance(own, optuna.distributions.IntDistribution) else float(value)


def coded(unit: np.ndarray, space: dict) -> np.ndarray:
    """The same with a column for every choice, so that no choice is nearer to one than to another."""
    columns = []
    for place, own in enumerate(space.values()):
        if isinstance(own, CategoricalDistribution):
            chosen = np.minimum((unit[:, place] * len(own.choices)).astype(int), len(own.choices) - 1)
            columns.append(np.eye(len(own.choices))[chosen] * 0.7)
        else:
            columns.append(unit[:, place : place + 1])
    return np.concatenate(columns, 1)
