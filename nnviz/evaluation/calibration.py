"""Whether a network is right as often as it says: reliability, its expected error, and one temperature that mends it.

Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks (2017).
"""

from dataclasses import dataclass, replace

import numpy as np

from nnviz.errors import DataError
from nnviz.evaluation.proportions import wilson

BINS = 15
_ENDS = (0.05, 20.0)
"""Between which temperatures the best one is looked for."""
_LEAST = 1e-12


@dataclass(frozen=True)
class Reliability:
    """How often answers are right that are as sure as the others of their bin; the bins are equally wide.

    Attributes:
        edges: (bins + 1,) of sureness, in [0, 1].
        sureness, right: (bins,) the mean sureness and the share that is right; NaN in an empty bin.
        low, high: (bins,) between which the share lies with 95 % certainty (Wilson).
        counts: (bins,) answers.
        error: the expected calibration error: the mean |sureness − right| of all answers' bins.
        log_loss: the mean of −log of the probability of what is so.
    """

    edges: np.ndarray
    sureness: np.ndarray
    right: np.ndarray
    low: np.ndarray
    high: np.ndarray
    counts: np.ndarray
    error: float
    log_loss: float


@dataclass(frozen=True)
class Calibration:
    """A network's reliability as it is, and with its logits divided by one temperature.

    Attributes:
        part: whose examples are judged.            fitted_on: the part that the temperature was fitted on.
        before, after: `Reliability`; `after` is None where there was nothing to fit the temperature on.
        temperature: above 1 where the network is too sure of itself, below where it is not sure enough.
        at_end: whether the best temperature lies at an end of the range that was searched.
    """

    part: str
    before: Reliability
    after: Reliability | None = None
    temperature: float = float("nan")
    fitted_on: str = ""
    at_end: bool = False


def reliability(shares, truth, bins: int = BINS) -> Reliability:
    """Of probabilities of each class (n, classes) and classes (n,), how sure the answers are and how often right; or of
    (n,) probabilities of yes, and truths (n,) of 0 and 1, how likely yes is said to be and how often it is so.

    Raises:
        DataError: without examples, or for probabilities that are not finite.

    >>> even = reliability([[0.75, 0.25]] * 4, [0, 0, 0, 1])
    >>> even.error
    0.0
    """
    shares, truth = _checked(shares, truth)
    yes = shares.ndim == 1
    sureness = shares if yes else shares.max(axis=1)
    right = truth.astype(float) if yes else (shares.argmax(axis=1) == truth).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip(np.searchsorted(edges, sureness, side="left") - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    full = np.where(counts > 0, counts, np.nan)
    said, hits = np.bincount(place, sureness, bins) / full, np.bincount(place, right, bins) / full
    low, high = wilson(hits * full, full)
    error = float(np.nansum(np.abs(said - hits) * counts) / len(truth))
    return Reliability(edges, said, hits, low, high, counts, error, _log_loss(shares, truth))


def at_temperature(shares, temperature: float) -> np.ndarray:
    """The same probabilities with their logits divided by a temperature."""
    shares = np.clip(np.asarray(shares, float), _LEAST, 1.0)
    if shares.ndim == 1:
        logit = (np.log(shares) - np.log(np.clip(1 - shares, _LEAST, 1.0))) / temperature
        return 1 / (1 + np.exp(-logit))
    logits = np.log(shares) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(shares, truth) -> float:
    """The temperature that makes the log loss of these examples least: a convex problem in 1 / temperature. Raises as
    `reliability`."""
    from scipy.optimize import minimize_scalar

    shares, truth = _checked(shares, truth)
    inverse = minimize_scalar(
        lambda beta: _log_loss(at_temperature(shares, 1 / beta), truth),
        bounds=(1 / _ENDS[1], 1 / _ENDS[0]),
        method="bounded",
        options={"xatol": 1e-6},
    )
    return float(1 / inverse.x)


def calibrated(part: str, shares, truth, fitted_on: str = "", fit_shares=None, fit_truth=None) -> Calibration:
    """The calibration of examples, with a temperature that was fitted on others where those are given. Raises as
    `reliability`."""
    before = Calibration(part, reliability(shares, truth))
    if fit_truth is None or not len(fit_truth):
        return before
    temperature = best_temperature(fit_shares, fit_truth)
    after = reliability(at_temperature(shares, temperature), truth)
    at_end = not 1.01 * _ENDS[0] < temperature < 0.99 * _ENDS[1]
    return replace(before, after=after, temperature=temperature, fitted_on=fitted_on, at_end=at_end)


def _log_loss(shares: np.ndarray, truth: np.ndarray) -> float:
    if shares.ndim == 1:
        own = np.where(truth == 1, shares, 1 - shares)
    else:
        own = shares[np.arange(len(truth)), truth]
    return float(-np.log(np.clip(own, _LEAST, 1.0)).mean())


def _checked(shares, truth) -> tuple[np.ndarray, np.ndarray]:
    shares, truth = np.asarray(shares, float), np.asarray(truth, int)
    if not len(truth) or len(shares) != len(truth):
        raise DataError(
            f"Received {len(shares):,} predictions for {len(truth):,} examples.",
            expected="one for each example, and at least one",
            where="shares",
        )
    if not np.isfinite(shares).all():
        raise DataError("Some predictions are not numbers, so that nobody can say how sure they are.", where="shares")
    return shares, truth
