"""Whether the parts are from one population: each column's values in training and held out, by tests of SciPy's."""

import numpy as np
from scipy import stats

from nnviz import words
from nnviz.data.profiling import mends
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.relations import contingency, named
from nnviz.data.profiling.samples import sample
from nnviz.data.profiling.table import PARTS, Table

_SURE, _LARGE = 0.001, 0.1
"""Corrected p value and distance from which a difference is told."""
_MOST = 5_000
"""Examples of a part that are compared, at most."""


def columns(table: Table) -> list[Finding]:
    """Columns whose values are spread differently in a held-out part than in training.

    Quantities by the two-sample test of Kolmogorov and Smirnov, names by chi-square; p values corrected for their
    number (Benjamini and Hochberg, 1995).
    """
    found = []
    compared = [*((column, table.codes[:, k]) for k, column in enumerate(table.inputs)), (table.target, table.y)]
    for part in (1, 2):
        if (table.parts == part).sum() < 20 or not table.inputs:
            continue
        before, now = (_some(np.flatnonzero(table.parts == own)) for own in (0, part))
        tests = [two_samples(codes[before], codes[now], named(column)) for column, codes in compared]
        corrected = _corrected(np.array([p for _, p in tests]))
        for (column, codes), (distance, _), q in zip(compared, tests, corrected, strict=True):
            if q < _SURE and distance >= _LARGE:
                found.append(_finding(column, codes, distance, part, table))
    return found


def two_samples(before: np.ndarray, now: np.ndarray, names: bool) -> tuple[float, float]:
    """(distance, p value): the largest difference of the distribution functions of two samples, or of names half the
    sum of the differences of their shares. NaN where a sample has no value."""
    before, now = (sample[np.isfinite(sample)] for sample in (before, now))
    if not len(before) or not len(now):
        return np.nan, np.nan
    if not names:
        test = stats.ks_2samp(before, now, method="asymp")
        return float(test.statistic), float(test.pvalue)
    which = np.repeat([0.0, 1.0], [len(before), len(now)])
    counts = contingency(which, np.r_[before, now])
    shares = counts / counts.sum(axis=1, keepdims=True)
    distance = float(np.abs(shares[0] - shares[1]).sum() / 2)
    return distance, float(stats.chi2_contingency(counts, correction=False).pvalue) if counts.shape[1] > 1 else 1.0


def _some(positions: np.ndarray) -> np.ndarray:
    return positions[sample(len(positions), _MOST)]


def _corrected(p: np.ndarray) -> np.ndarray:
    corrected, tested = np.full(len(p), np.nan), np.isfinite(p)
    if tested.any():
        corrected[tested] = stats.false_discovery_control(p[tested], method="bh")
    return corrected


def _finding(column, codes: np.ndarray, distance: float, part: int, table: Table) -> Finding:
    name, unit = column.name, f" {column.unit}" if column.unit else ""
    samples = [codes[(table.parts == k) & np.isfinite(codes)] for k in (0, part)]
    if named(column):
        most = [column.categories[int(np.bincount(sample.astype(int)).argmax())] for sample in samples]
        told = f"The most frequent value is {most[0]} in training and {most[1]} there"
    elif column.kind == "date":
        days = [np.datetime64(int(np.median(sample) // 1), "D") for sample in samples]
        told = f"Its median is {days[0]} in training and {days[1]} there"
    else:
        told = f"Its median is {words.plain(float(np.median(samples[0])))}{unit} in training and "
        told += f"{words.plain(float(np.median(samples[1])))}{unit} there"
    evidence = (
        f"{told}; the distributions differ by up to {words.percent(distance)} of the examples, which chance hardly "
        "does. Scores there tell how the network does on other data than it learnt from."
    )
    sentence = f"{name} is spread differently in the {PARTS[part]} part than in training."
    fix = mends.ignore([name], table)
    return Finding("drift", "hint" if table.timed else "warning", sentence, evidence, (name,), fix)
