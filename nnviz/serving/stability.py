"""The population stability index: how far shares in bins have moved. Only NumPy.

PSI = Σ (now − before) · ln(now / before) over bins, usually tenths of what training had. Siddiqi, Credit Risk
Scorecards (2006), calls less than 0.1 stable and more than 0.25 a shift; on few rows chance alone gives more than that.
"""

import numpy as np

BINS = 10


def edges(training: np.ndarray, bins: int = BINS) -> np.ndarray:
    """The inner edges of bins that hold equal shares of training's values (n,), NaN left out; fewer where many are the
    same."""
    known = training[np.isfinite(training)]
    return np.unique(np.quantile(known, np.arange(1, bins) / bins)) if len(known) else np.empty(0)


def population_stability(training: np.ndarray, now: np.ndarray) -> np.ndarray:
    """PSI (…) of counts in bins (…, k): of training and of now. Half a row is added to each bin, so that an empty one
    gives a number.

    >>> round(float(population_stability(np.array([50, 50]), np.array([80, 20]))), 2)
    0.41
    """
    before, after = (_shares(np.asarray(counts, float)) for counts in (training, now))
    return ((after - before) * np.log(after / before)).sum(axis=-1)


def _shares(counts: np.ndarray) -> np.ndarray:
    return (counts + 0.5) / (counts + 0.5).sum(axis=-1, keepdims=True)
