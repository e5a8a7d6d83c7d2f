"""Whether a number of a measure is good, bad or between, by what maps that know nothing reach. Imports no framework."""

import numpy as np

from nnviz.explanation.measures.catalog import Measure

GOOD, MIDDLING, BAD = "good", "middling", "bad"
COMPARED = ("randomization", "random_labels")
"""Measures that compare a map with another one, which is not to be alike."""
_BETTER, _HARDLY, _DRAWS = 0.95, 0.75, 400
"""Shares of maps that know nothing: who outdoes so many is better than chance, or hardly; how many means are drawn."""


def level(
    measure: Measure,
    value: float,
    chance: float | None = None,
    parts: int = 0,
    examples: int = 1,
    rank: tuple[float, float] | None = None,
) -> str:
    """Whether a mean is good, bad or between; "" where that cannot be said.

    Args:
        chance: what a map that knows nothing would reach; a measure of truth counts from there on.
        parts, examples: by which chance alone makes maps alike.
        rank: as in `Row.ranks`. Where it is known, it decides: what outdoes 95 of 100 maps that know nothing is good,
            what does not outdo 75 of them is bad; and maps are alike where they are more so than these are.
    """
    if np.isnan(value) or np.isnan(measure.good):
        return ""
    good = measure.good
    if measure.name in COMPARED:
        by_chance = lucky(rank, parts, examples)
        if by_chance >= measure.bad and value <= by_chance:
            return ""
        good = max(good, by_chance)
    elif rank is not None:
        return "" if np.isnan(rank[0]) else GOOD if rank[0] >= _BETTER else MIDDLING if rank[0] >= _HARDLY else BAD
    if measure.group == "true" and chance is not None:
        value = (value - chance) / max(1 - chance, 1e-9)
    sign = 1 if measure.better == "high" else -1
    if sign * value >= sign * good:
        return GOOD
    return BAD if sign * value <= sign * measure.bad else MIDDLING


def luck(parts: int, examples: int) -> float:
    """Two standard deviations of the mean rank correlation of unrelated maps: 2 / √((parts − 1) · n)."""
    return 2 / np.sqrt(max(1, parts - 1) * max(1, examples))


def lucky(rank: tuple[float, float] | None, parts: int, examples: int) -> float:
    """How alike maps are by chance alone."""
    return luck(parts, examples) if rank is None or np.isnan(rank[1]) else rank[1]


def rank_of(scores: np.ndarray, nulls: np.ndarray, measure: Measure) -> tuple[float, float]:
    """The share of maps that know nothing which a map outdoes in the mean over the examples, and the number that 95 of
    100 of them do not reach; NaN where there is nothing to compare.

    Args:
        scores: (n,) of the map.     nulls: (copies, n) of maps that know nothing.
    """
    there = np.isfinite(scores) & np.isfinite(nulls).all(0)
    if not there.any():
        return float("nan"), float("nan")
    sign, own, others = 1 if measure.better == "high" else -1, scores[there].mean(), nulls[:, there]
    if others.shape[1] > 1:  # any copy of one example goes with any copy of another
        random = np.random.default_rng(0)
        drawn = random.integers(len(others), size=(_DRAWS, others.shape[1]))
        others = np.take_along_axis(others, drawn, 0)
    means = others.mean(1)
    outdone = np.mean(sign * means < sign * own) + np.mean(means == own) / 2
    high = measure.better == "high" or measure.name in COMPARED  # who is alike is so by more, which is worse
    return float(outdone), float(np.quantile(means, _BETTER if high else 1 - _BETTER))


def mean(values) -> float:
    """Over the finite ones; NaN where there is none."""
    values = np.asarray(values, "float64")
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else float("nan")
