"""Where a network errs: its error in every part of the examples that a column, a class or two of them make. Only NumPy.

A part is blamed only where chance hardly explains that it is worse than all the others, although so many parts were
looked at (Bonferroni): among a hundred small ones some are bad by chance alone. Shares are compared by Fisher's exact
test, amounts by Welch's.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from nnviz.errors import DataError, unknown_name
from nnviz.evaluation.proportions import wilson

FEWEST = 5
"""Examples that a part needs to be among the worst."""
_MOST_PAIRS = 300
"""Pairs of attributes that are looked at: the first ones."""


@dataclass(frozen=True)
class Attribute:
    """Something by which examples fall into groups.

    Attributes:
        name: a column, the class, or what can be measured of any example, such as a text's length.
        groups: what each group is called.
        codes: (n,) whole numbers, the group of each example; −1 where it is not known.
        ranges: whether the groups are ranges of a number, rather than names or single values.
    """

    name: str
    groups: tuple[str, ...]
    codes: np.ndarray
    ranges: bool = False


@dataclass(frozen=True)
class Slice:
    """One part of the examples.

    Attributes:
        where: (attribute, group) of each thing that its examples have in common.
        size: examples.
        error: their mean error: of classes and labels the share that is wrong.
        low, high: the interval of that mean.
        others: the mean error of all other examples; NaN where there are none.
    """

    where: tuple[tuple[str, str], ...]
    size: int
    error: float
    low: float
    high: float
    others: float


@dataclass(frozen=True)
class Slices:
    """The errors of examples, and what they fall into.

    Attributes:
        attributes: what examples can be divided by.
        errors: (n,) of each example: 1 for a wrong one and 0 for a right one, or how far a number is off.
        shares: whether errors are 0 and 1.
        noun: what the mean error is called: "wrong", "mean absolute error".

    >>> town = Attribute("town", ("Rome", "Oslo"), np.array([0, 0, 1, 1]))
    >>> [(one.where[0][1], one.error) for one in Slices((town,), np.array([0.0, 0, 1, 0])).by("town")]
    [('Rome', 0.0), ('Oslo', 0.5)]
    """

    attributes: tuple[Attribute, ...]
    errors: np.ndarray
    shares: bool = True
    noun: str = "wrong"

    @property
    def error(self) -> float:
        """The mean error of all examples."""
        return float(np.mean(self.errors))

    def of(self, name: str) -> Attribute:
        """An attribute by its name. Raises DataError for one that is not there."""
        named = {one.name: one for one in self.attributes}
        if name not in named:
            raise unknown_name("attribute", name, named, kind=DataError)
        return named[name]

    def positions(self, part: Slice) -> np.ndarray:
        """(k,) where the examples of a part are, the largest errors first."""
        inside = np.ones(len(self.errors), bool)
        for name, group in part.where:
            own = self.of(name)
            inside &= own.codes == own.groups.index(group)
        places = np.flatnonzero(inside)
        return places[np.argsort(-self.errors[places], kind="stable")]

    def by(self, first: str, second: str | None = None, level: float = 0.95) -> tuple[Slice, ...]:
        """Every part that one attribute makes, or two at once, in their order. Raises as `of`.

        Args:
            level: how certain each interval is to hold the true mean.
        """
        chosen = [self.of(name) for name in dict.fromkeys(filter(None, (first, second)))]
        cells, sizes = self._cells(chosen)
        own = np.flatnonzero(sizes > 0)
        return tuple(self._slice(chosen, cell, cells == cell, level) for cell in own)

    def worst(self, most: int = 5, level: float = 0.95) -> tuple[Slice, ...]:
        """The parts, by one attribute or two, that are worse than the others by more than chance, the surest first.

        A part of two is told only where it is worse than both parts of one that hold it.
        """
        families = [(one,) for one in self.attributes] + self._pairs()
        looked_at = sum(int((self._cells(list(own))[1] >= FEWEST).sum()) for own in families)
        rare = (1 - level) / max(1, looked_at)
        blamed = {one.where: (p, one) for own in families for p, one in self._blamed(list(own), level) if p < rare}
        told = [pair for where, pair in blamed.items() if all(_worse(pair[1], blamed.get((one,))) for one in where)]
        return tuple(one for _, one in sorted(told, key=lambda pair: pair[0])[:most])

    def _blamed(self, chosen: list[Attribute], level: float):
        """(p, part) of the parts that are worse than the mean."""
        cells, sizes = self._cells(chosen)
        sums = np.bincount(cells[cells >= 0], self.errors[cells >= 0], len(sizes))
        for cell in np.flatnonzero((sizes >= FEWEST) & (sums > self.error * sizes)):
            inside = cells == cell
            if not inside.all():
                yield (
                    chance(self.errors[inside], self.errors[~inside], self.shares),
                    self._slice(chosen, cell, inside, level),
                )

    def _pairs(self) -> list[tuple[Attribute, Attribute]]:
        own = self.attributes
        return [(a, b) for k, a in enumerate(own) for b in own[k + 1 :]][:_MOST_PAIRS]

    def _cells(self, chosen: list[Attribute]) -> tuple[np.ndarray, np.ndarray]:
        """(n,) which combination of groups each example is of, −1 for none; (combinations,) how many are of each."""
        cells, count = np.zeros(len(self.errors), int), 1
        known = np.ones(len(self.errors), bool)
        for one in chosen:
            cells, count = cells * len(one.groups) + np.maximum(one.codes, 0), count * len(one.groups)
            known &= one.codes >= 0
        cells = np.where(known, cells, -1)
        return cells, np.bincount(cells[known], minlength=count)

    def _slice(self, chosen: list[Attribute], cell: int, inside: np.ndarray, level: float) -> Slice:
        where, rest = [], int(cell)
        for one in reversed(chosen):
            rest, group = divmod(rest, len(one.groups))
            where.insert(0, (one.name, one.groups[group]))
        own, others = self.errors[inside], self.errors[~inside]
        low, high = _interval(own, self.shares, level)
        return Slice(
            tuple(where), len(own), float(own.mean()), low, high, float(others.mean()) if len(others) else float("nan")
        )


def _interval(errors: np.ndarray, shares: bool, level: float) -> tuple[float, float]:
    """Of shares Wilson's; of amounts that of the mean, by its standard error."""
    if shares:
        low, high = wilson(errors.sum(), len(errors), level)
        return float(low), float(high)
    if len(errors) < 2:
        return -np.inf, np.inf
    reach = NormalDist().inv_cdf((1 + level) / 2) * errors.std(ddof=1) / np.sqrt(len(errors))
    return float(errors.mean() - reach), float(errors.mean() + reach)


def chance(own: np.ndarray, others: np.ndarray, shares: bool) -> float:
    """How likely errors that are so much larger than the others are, were both alike (one-sided)."""
    from scipy import stats

    if shares:
        wrong, size = int(own.sum()), len(own)
        return float(stats.hypergeom.sf(wrong - 1, size + len(others), wrong + int(others.sum()), size))
    return float(np.nan_to_num(stats.ttest_ind(own, others, equal_var=False, alternative="greater").pvalue, nan=1.0))


def _worse(part: Slice, single: tuple[float, Slice] | None) -> bool:
    """Whether a part is worse than a part of one attribute that holds it, where that is blamed itself."""
    return single is None or part is single[1] or part.error > single[1].error and part.low > single[1].error
