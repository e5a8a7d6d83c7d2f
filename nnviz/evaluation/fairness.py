"""One threshold for everybody treats groups unequally; a threshold for each group can make a chosen rate equal. Only
NumPy.

Hardt, Price and Srebro, Equality of Opportunity in Supervised Learning (2016): any point of the hull of a group's ROC
curve is reached by two thresholds, one of which is taken by chance, and any point below it by leaving some decisions to
chance altogether. The rules are those that cost least among all that make the rates equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.errors import DataError, unknown_name
from nnviz.evaluation.sweep import Sweep, sweep

CRITERIA = {
    "parity": ("Demographic parity", "the same share of every group is called positive"),
    "opportunity": ("Equal opportunity", "of those that are positive, the same share is found in every group"),
    "odds": ("Equalized odds", "the same share is found in every group, and the same share of the others called too"),
}
"""Name → its title, and what it makes equal."""
_TINY = 1e-12


@dataclass(frozen=True)
class Rule:
    """How one group is decided: positive from `upper` up; between `lower` and `upper` with the chance `between`; and of
    all decisions the share `left_to_chance` is made without looking, positive with the chance `blind`."""

    group: str
    lower: float
    upper: float
    between: float = 0.0
    left_to_chance: float = 0.0
    blind: float = 0.0

    def chances(self, numbers: np.ndarray) -> np.ndarray:
        """(n,) how likely each example is called positive."""
        looked = np.where(numbers >= self.upper, 1.0, np.where(numbers >= self.lower, self.between, 0.0))
        return self.left_to_chance * self.blind + (1 - self.left_to_chance) * looked


@dataclass(frozen=True)
class GroupRates:
    """One group under some rules: how many examples and positive ones it has, and the shares that are called positive,
    found among the positive, called among the others, and decided rightly; NaN where there is nothing to share."""

    group: str
    size: int
    positives: int
    called: float
    recall: float
    false_alarms: float
    accuracy: float


@dataclass(frozen=True)
class Rates:
    """All groups under some rules.

    Attributes:
        groups: `GroupRates`.
        accuracy: of all examples; where chance decides, on average.
        cost: what all errors cost.
    """

    groups: tuple[GroupRates, ...]
    accuracy: float
    cost: float

    def gap(self, criterion: str) -> float:
        """By how much the rates that `criterion` makes equal differ between two groups at most."""
        named = {"parity": ("called",), "opportunity": ("recall",), "odds": ("recall", "false_alarms")}[criterion]
        own = [one for one in self.groups if comparable(criterion, one.positives, one.size - one.positives)]
        told = [[getattr(one, name) for one in own] for name in named]
        return max((max(values) - min(values) for values in told if values), default=0.0)


def comparable(criterion: str, positives: int, negatives: int) -> bool:
    """Whether a criterion says anything of a group with so many positive examples and others."""
    return criterion == "parity" or bool(positives and (negatives or criterion == "opportunity"))


def rates(is_so, numbers, codes, groups: Sequence[str], rules: Sequence[Rule], miss=1.0, alarm=1.0) -> Rates:
    """What becomes of examples under rules, one a group.

    Args:
        is_so: (n,) whether each example is positive.   numbers: (n,) what the network says of that.
        codes: (n,) the group of each example; −1 for those that are left out.
        miss, alarm: what one error of each kind costs.
    """
    is_so, numbers, codes = np.asarray(is_so, bool), np.asarray(numbers, float), np.asarray(codes)
    by_name = {rule.group: rule for rule in rules}
    told, right, cost = [], 0.0, 0.0
    for k, group in enumerate(groups):
        own = codes == k
        if not own.any() or group not in by_name:
            continue
        chances, true = by_name[group].chances(numbers[own]), is_so[own]
        hits, alarms = float(chances[true].sum()), float(chances[~true].sum())
        positives, size = int(true.sum()), len(true)
        correct = hits + size - positives - alarms
        shares = (chances.mean(), _share(hits, positives), _share(alarms, size - positives), correct / size)
        told.append(GroupRates(group, size, positives, *map(float, shares)))
        right, cost = right + correct, cost + miss * (positives - hits) + alarm * alarms
    return Rates(tuple(told), _share(right, sum(one.size for one in told)), cost)


def same_for_all(groups: Sequence[str], threshold: float) -> tuple[Rule, ...]:
    """One threshold for every group."""
    return tuple(Rule(group, threshold, threshold) for group in groups)


def fair_rules(is_so, numbers, codes, groups: Sequence[str], criterion: str, miss=1.0, alarm=1.0) -> tuple[Rule, ...]:
    """The rules, one a group, that make a criterion hold on these examples and cost least.

    Args:
        criterion: a name in `CRITERIA`.
        others: as `rates`. With equal costs the rules are the most accurate ones.

    Groups of which the criterion compares nothing, such as those without positive examples, have no rule.

    Raises:
        DataError: where fewer than two groups can be compared.

    >>> truth, said = [1, 1, 0, 0, 1, 0, 0, 0], [0.9, 0.8, 0.3, 0.1, 0.6, 0.5, 0.3, 0.2]
    >>> town = [0, 0, 0, 0, 1, 1, 1, 1]
    >>> rules = fair_rules(truth, said, town, ("Rome", "Oslo"), "opportunity")
    >>> [one.recall for one in rates(truth, said, town, ("Rome", "Oslo"), rules).groups]
    [1.0, 1.0]
    """
    if criterion not in CRITERIA:
        raise unknown_name("criterion", criterion, CRITERIA, kind=DataError)
    is_so, numbers, codes = np.asarray(is_so, bool), np.asarray(numbers, float), np.asarray(codes)
    every = {k: sweep(is_so[codes == k], numbers[codes == k]) for k in range(len(groups)) if (codes == k).any()}
    there = [k for k, own in every.items() if comparable(criterion, own.positives, own.negatives)]
    if len(there) < 2:
        raise DataError(
            f"{CRITERIA[criterion][0]} compares groups in which some examples are of the class that is looked for"
            f"{' and others are not' if criterion == 'odds' else ''}; of {len(every)} groups {len(there)} have them.",
            expected="two such groups",
            fix="Choose another column, or another class to look for.",
            where="groups",
        )
    sweeps = [every[k] for k in there]
    hulls = [_hull(own) for own in sweeps]
    if criterion == "odds":
        points = _same_odds(hulls, sweeps, miss, alarm)
    else:
        points = _same_rate(hulls, sweeps, criterion, miss, alarm)
    return tuple(
        _rule(groups[k], own, hull, *point) for k, own, hull, point in zip(there, sweeps, hulls, points, strict=True)
    )


def _hull(own: Sweep) -> np.ndarray:
    """Positions of the thresholds on the upper hull of a ROC curve, from (0, 0) to (1, 1)."""
    x = own.false_positive / max(1, own.negatives)
    y = own.true_positive / max(1, own.positives)
    chosen: list[int] = []
    for k in range(len(x)):
        while len(chosen) > 1 and _turns(x, y, chosen[-2], chosen[-1], k) >= -_TINY:
            chosen.pop()
        chosen.append(k)
    return np.array(chosen)


def _turns(x, y, a: int, b: int, c: int) -> float:
    """Above 0 where the way from a over b to c turns left."""
    return (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a])


def _rates_on(own: Sweep, hull: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(false alarms, recall, share called) at the corners of a hull."""
    alarms = own.false_positive[hull] / max(1, own.negatives)
    return alarms, own.true_positive[hull] / max(1, own.positives), own.called[hull]


def _cost(own: Sweep, alarms, recall, miss: float, alarm: float):
    return miss * own.positives * (1 - recall) + alarm * own.negatives * alarms


def _same_rate(hulls, sweeps, criterion: str, miss: float, alarm: float) -> list[tuple[float, float]]:
    """(false alarms, recall) of each group where all have the same rate: the cost is convex and piecewise linear in it,
    so that it is least at a corner."""
    corners = []
    for own, hull in zip(sweeps, hulls, strict=True):
        alarms, recall, called = _rates_on(own, hull)
        rate = recall if criterion == "opportunity" else called
        first = np.append(True, np.diff(rate) > _TINY)  # of several points with one rate the one with fewer alarms
        corners.append((rate[first], alarms[first], recall[first]))
    tried = np.unique(np.concatenate([rate for rate, _, _ in corners]))
    at = [(np.interp(tried, rate, alarms), np.interp(tried, rate, recall)) for rate, alarms, recall in corners]
    costs = sum(_cost(own, *point, miss, alarm) for own, point in zip(sweeps, at, strict=True))
    best = int(np.argmin(costs))
    return [(float(alarms[best]), float(recall[best])) for alarms, recall in at]


def _same_odds(hulls, sweeps, miss: float, alarm: float) -> list[tuple[float, float]]:
    """The same point for each group: on the lowest of all hulls, at one of its corners."""
    curves = [_rates_on(own, hull)[:2] for own, hull in zip(sweeps, hulls, strict=True)]
    tried = np.unique(np.concatenate([alarms for alarms, _ in curves]))
    tried = np.unique(np.concatenate([tried, *_crossings(curves, tried)]))
    lowest = np.min([_above(curve, tried) for curve in curves], axis=0)
    costs = sum(_cost(own, tried, lowest, miss, alarm) for own in sweeps)
    best = int(np.argmin(costs))
    return [(float(tried[best]), float(lowest[best]))] * len(sweeps)


def _above(curve, alarms: np.ndarray) -> np.ndarray:
    """The highest recall of a hull at some rates of false alarms; its first corners may stand above each other."""
    x, y = curve
    last = np.append(np.diff(x) > _TINY, True)
    return np.interp(alarms, x[last], y[last])


def _crossings(curves, tried: np.ndarray):
    """Where two hulls cross between neighbouring corners."""
    heights = np.array([_above(curve, tried) for curve in curves])
    for a in range(len(curves)):
        for b in range(a + 1, len(curves)):
            difference = heights[a] - heights[b]
            k = np.flatnonzero(difference[:-1] * difference[1:] < 0)
            share = difference[k] / (difference[k] - difference[k + 1])
            yield tried[k] + share * (tried[k + 1] - tried[k])


def _rule(group: str, own: Sweep, hull: np.ndarray, alarms: float, recall: float) -> Rule:
    """The rule that has these rates in its group: two neighbouring corners of the hull, and chance for what lies below
    it."""
    x, y, _ = _rates_on(own, hull)
    top = float(_above((x, y), np.array([alarms]))[0])
    left = (top - recall) / (top - alarms) if top - recall > 1e-9 and top - alarms > _TINY else 0.0
    height = top if left else recall
    k = int(np.clip(np.searchsorted(y + x, height + alarms, side="left"), 1, len(hull) - 1))
    before, after = y[k - 1] + x[k - 1], y[k] + x[k]
    share = float(np.clip((height + alarms - before) / (after - before), 0.0, 1.0))
    upper, lower = float(own.thresholds[hull[k - 1]]), float(own.thresholds[hull[k]])
    if share > 1 - 1e-9:
        upper, share = lower, 0.0
    if share < 1e-9:
        lower = upper
    return Rule(group, lower, upper, share, float(left), alarms if left else 0.0)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
