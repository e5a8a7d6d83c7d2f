"""How sure the scores of a study are: of each variant its mean and interval, and of two variants their difference in
pairs over the same seeds or folds. No framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.errors import NnvizError
from nnviz.studies.results import Results
from nnviz.studies.spec import AGAIN, StudySpec, group_name

SURE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean over n trainings.

    Attributes:
        name: the variant; "" where seeds or folds are all that varies.
        low, high: the 95 % confidence interval of the mean; NaN for fewer than two values.
        deviation: sample standard deviation.
        values: (n,) the scores at the end of training.      again: (n,) seed or fold of each.
        p: of a difference: how probable one as large would be if there were none; NaN otherwise.
    """

    name: str
    mean: float
    low: float
    high: float
    deviation: float
    values: np.ndarray
    again: tuple[tuple, ...]
    p: float = float("nan")


def estimates(spec: StudySpec, came_to: Results) -> tuple[Estimate, ...]:
    """One for each variant that has finished from two seeds or on two folds at least; () where there is none."""
    made = []
    for name, scores in _by_variant(spec, came_to).items():
        if len(scores) > 1:
            made.append(estimate(name, scores, shared_ratio(spec)))
    return tuple(made)


def differences(spec: StudySpec, came_to: Results) -> tuple[Estimate, ...]:
    """Every variant minus the first one, over the seeds or folds that both have finished."""
    by_variant = _by_variant(spec, came_to)
    if len(by_variant) < 2:
        return ()
    (first, own), *others = by_variant.items()
    made = []
    for name, scores in others:
        both = {again: scores[again] - own[again] for again in own if again in scores}
        if len(both) > 1:
            made.append(estimate(f"{name} − {first}", both, shared_ratio(spec)))
    return tuple(made)


def estimate(name: str, scores: dict[tuple, float], ratio: float = 0.0) -> Estimate:
    """The mean and its interval by Student's t.

    Args:
        scores: seed or fold → score, two or more.
        ratio: validation over training examples where the training parts overlap: the variance of the mean is then
            (1 / n + ratio) s² (Nadeau & Bengio, 2003), wider than 1 / n alone; 0 for independent seeds.
    """
    from scipy.special import stdtr, stdtrit

    values = np.array(list(scores.values()), float)
    n, mean, deviation = len(values), float(values.mean()), float(values.std(ddof=1))
    error = deviation * np.sqrt(1 / n + ratio)
    reach = float(stdtrit(n - 1, 0.5 + SURE / 2)) * error
    p = 2 * float(stdtr(n - 1, -abs(mean) / error)) if error > 0 else float(mean == 0)
    return Estimate(name, mean, mean - reach, mean + reach, deviation, values, tuple(scores), p)


def shared_ratio(spec: StudySpec) -> float:
    """Validation over training examples of folds; 0 for a study over seeds."""
    folds = spec.count if spec.kind == "folds" else spec.again if spec.over == "folds" else 0
    return 1 / (folds - 1) if folds > 1 else 0.0


def _by_variant(spec: StudySpec, came_to: Results) -> dict[str, dict[tuple, float]]:
    scores: dict[str, dict[tuple, float]] = {}
    for row in came_to.rows:
        again = tuple(row.values[name] for name in AGAIN if name in row.values)
        if again and row.state == "finished" and np.isfinite(row.last):
            try:
                scores.setdefault(group_name(spec, row.values), {})[again] = row.last
            except NnvizError:
                continue
    return scores
