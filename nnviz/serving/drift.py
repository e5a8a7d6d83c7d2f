"""Two samples of the same columns compared, by tests of SciPy's that are corrected for their number."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from nnviz.data.column import Column
from nnviz.serving.drift_records import LEAST, ColumnDrift
from nnviz.serving.features import UNKNOWN

_FEW = 5.0
"""Expected count below which names are merged, so that chi-square holds (Cochran, 1954)."""
_MOST_EXACT = 1_000
_MOST_BINS = 30
_NEW = "names that training did not know"


def compare(
    training: Sequence[np.ndarray],
    now: Sequence[np.ndarray],
    columns: Sequence[Column],
    predictions: Sequence[bool] | None = None,
) -> tuple[ColumnDrift, ...]:
    """How each column differs between two samples, the most drifted first.

    Args:
        training, now: for each column its codes (n,), NaN where missing; of a category -1 is a new name.
        predictions: which of the columns are the network's own answers.

    Every test of every column counts as one of those that Benjamini and Hochberg's correction is for.
    """
    marks = predictions if predictions is not None else [False] * len(columns)
    drifts = [
        (_names if column.categories else _values)(column, before, after, mark)
        for column, before, after, mark in zip(columns, training, now, marks, strict=True)
    ]
    missing = [_missing(before, after) for before, after in zip(training, now, strict=True)]
    corrected = benjamini_hochberg(np.array([*(own.p for own in drifts), *missing]))
    drifts = [
        replace(own, q=float(corrected[place]), missing_q=float(corrected[len(drifts) + place]))
        for place, own in enumerate(drifts)
    ]
    order = {"drifted": 0, "slightly different": 1, "as in training": 2, "too few rows": 3}
    return tuple(sorted(drifts, key=lambda own: (order[own.verdict], -_gap(own))))


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """p values (n,) corrected for their number: called different where at most α, a share α of that is by chance.

    NaN is no test and stays NaN. Benjamini and Hochberg, Controlling the false discovery rate (1995).
    """
    corrected = np.full(len(p), np.nan)
    tested = np.isfinite(p)
    if tested.any():
        corrected[tested] = stats.false_discovery_control(p[tested], method="bh")
    return corrected


def merged(training: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts (k,) of names in two samples, the rarest of them merged until chi-square expects five of each."""
    order = np.argsort(training + now, kind="stable")
    expected = (training + now)[order] * min(training.sum(), now.sum()) / max(training.sum() + now.sum(), 1.0)
    rare = 0
    while rare < len(order) and (expected[rare] < _FEW or 0 < expected[:rare].sum() < _FEW):
        rare += 1
    keep, drop = order[rare:], order[:rare]
    if not len(drop):
        return training, now
    return tuple(np.append(counts[keep], counts[drop].sum()) for counts in (training, now))


def _gap(drift: ColumnDrift) -> float:
    return max(np.nan_to_num(drift.distance), abs(drift.missing[1] - drift.missing[0]))


def _values(column: Column, training: np.ndarray, now: np.ndarray, is_prediction: bool) -> ColumnDrift:
    before, after = training[np.isfinite(training)], now[np.isfinite(now)]
    distance = p = shift = np.nan
    if len(before) and len(after):
        method = "auto" if max(len(before), len(after)) <= _MOST_EXACT else "asymp"
        test = stats.ks_2samp(before, after, method=method)
        distance, p = float(test.statistic), float(test.pvalue)
        shift = float((after.mean() - before.mean()) / (before.std() or 1.0))
    edges = _edges(before, after)
    shares = [np.histogram(sample, edges)[0] / max(len(sample), 1) for sample in (before, after)]
    medians = tuple(float(np.median(sample)) if len(sample) else np.nan for sample in (before, after))
    return ColumnDrift(
        column,
        is_prediction,
        "Kolmogorov–Smirnov",
        distance,
        p if len(after) >= LEAST else np.nan,
        missing=_shares_missing(training, now),
        shift=shift,
        edges=edges,
        training=shares[0],
        now=shares[1],
        medians=medians,
        rows=len(after),
    )


def _names(column: Column, training: np.ndarray, now: np.ndarray, is_prediction: bool) -> ColumnDrift:
    names = (*column.categories, _NEW) if (now == UNKNOWN).any() else column.categories
    before, after = (_counts(sample, len(names)) for sample in (training, now))
    shares = [counts / max(counts.sum(), 1) for counts in (before, after)]
    distance = float(np.abs(shares[0] - shares[1]).sum() / 2) if before.sum() and after.sum() else np.nan
    p = _chi_square(before, after) if after.sum() >= LEAST else np.nan
    return ColumnDrift(
        column,
        is_prediction,
        "chi-square",
        distance,
        p,
        missing=_shares_missing(training, now),
        names=tuple(names),
        training=shares[0],
        now=shares[1],
        rows=int(after.sum()),
    )


def _chi_square(before: np.ndarray, after: np.ndarray) -> float:
    """The p value of the two rows of counts being from one distribution; 1 where a single name is left to compare."""
    table = np.stack(merged(before, after))
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return 1.0
    return float(stats.chi2_contingency(table, correction=False).pvalue)


def _missing(training: np.ndarray, now: np.ndarray) -> float:
    """The p value of as many values being missing; NaN where none is."""
    gaps = [int(np.isnan(sample).sum()) for sample in (training, now)]
    if not any(gaps) or not len(training) or not len(now):
        return np.nan
    table = [[gap, len(sample) - gap] for gap, sample in zip(gaps, (training, now), strict=True)]
    return float(stats.fisher_exact(table).pvalue)


def _shares_missing(training: np.ndarray, now: np.ndarray) -> tuple[float, float]:
    return tuple(float(np.isnan(sample).mean()) if len(sample) else 0.0 for sample in (training, now))


def _counts(codes: np.ndarray, count: int) -> np.ndarray:
    """How often each name stands; a new one is the last."""
    codes = codes[np.isfinite(codes)].astype(int)
    return np.bincount(np.where(codes < 0, count - 1, codes), minlength=count).astype(float)


def _edges(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    both = np.concatenate([before, after])
    if not len(both):
        return np.array([0.0, 1.0])
    low, high = float(both.min()), float(both.max())
    if high - low < _MOST_BINS and (both == np.round(both)).all():
        return np.arange(low - 0.5, high + 1.0)  # a bin for each whole number
    bins = int(np.clip(np.sqrt(min(len(before), len(after)) or 1), 6, _MOST_BINS))
    return np.linspace(low, high if high > low else low + 1.0, bins + 1)
