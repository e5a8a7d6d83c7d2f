"""The scoreboard of explanation methods: the order that the measures put them in, and how sure that is. No framework.

In each measure every method has a place, 1 for the best and 0 for the worst. A method's score is the mean over what
measures are about (`GROUPS`) of its mean place in their measures. In what a map just passes, such as steadiness, all
that pass have the same place. What does not deserve belief, such as maps that stay the same when the network forgets,
comes last, whatever else it scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz import words
from nnviz.explanation.measures.catalog import GROUPS, MEASURES
from nnviz.explanation.measures.records import FEW, Row

_DRAWS = 400
_SURE = 0.95
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Board:
    """Methods measured on the same examples of one network.

    Attributes:
        rows: one a method, as they were measured.
        examples: how many.
        asked: methods that were to be measured; those without a row are still to come, or were stopped.
    """

    rows: tuple[Row, ...]
    examples: int
    asked: tuple[str, ...] = ()

    @property
    def measured(self) -> tuple[Row, ...]:
        """Those that explained something, in their order: the best first."""
        there = [row for row in self.rows if row.scores]
        place = dict(zip([row.method for row in there], self._scores(self._means), strict=True)) if there else {}
        return tuple(sorted(there, key=lambda row: (row.belief == "no", -np.nan_to_num(place[row.method], nan=-1.0))))

    @property
    def refused(self) -> tuple[Row, ...]:
        """Those that explain nothing here."""
        return tuple(row for row in self.rows if not row.scores)

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the methods that explained something, the best first."""
        return tuple(row.method for row in self.measured)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that any method has a number in, in the catalog's order."""
        return tuple(name for name in MEASURES if any(name in row.scores for row in self.rows))

    @property
    def scores(self) -> dict[str, float]:
        """Method → its score in [0, 1]; NaN where nothing that decides was measured."""
        there = [row.method for row in self.rows if row.scores]
        return dict(zip(there, (float(own) for own in self._scores(self._means)), strict=True))

    def interval(self, method: str, measure: str) -> tuple[float, float]:
        """Where the mean lies in 95 of 100 draws of as many examples; NaN of fewer than two."""
        place = [row.method for row in self.rows if row.scores].index(method)
        own = self._drawn[:, place, list(MEASURES).index(measure)]
        own = own[np.isfinite(own)]
        if self.examples < 2 or not len(own):
            return float("nan"), float("nan")
        return float(np.quantile(own, 0.025)), float(np.quantile(own, 0.975))

    @cached_property
    def first_share(self) -> float:
        """In what share of draws of as many examples the first method comes first again."""
        names = [row.method for row in self.rows if row.scores]
        first = names.index(self.order[0])
        fails = np.array([row.belief == "no" for row in self.rows if row.scores])
        scores = np.stack([self._scores(means) for means in self._drawn])
        scores = np.where(fails & ~fails.all(), -1.0, np.nan_to_num(scores, nan=-1.0))
        best = scores.max(1, keepdims=True)
        return float(np.mean(scores[:, first] >= best[:, 0] - _TOLERANCE))

    @property
    def verdict(self) -> str:
        """Who is first, by what, and how sure that is."""
        ranked = self.measured
        if not ranked:
            return "No method explains this network."
        if len(ranked) == 1:
            return f"{ranked[0].title} is the only method that was measured."
        first, second = ranked[:2]
        if np.isnan(self.scores[first.method]):
            return "Nothing that would put the methods in an order could be measured."
        told = f"{first.title} does best on this network: it comes first by the mean of its places in {self._groups}."
        if first.belief == "no":
            told += " But no method that was measured deserves belief here."
        if self.examples < FEW:
            return f"{told} But so few examples ({self.examples}) say next to nothing: take more."
        share = self.first_share
        if share >= _SURE:
            return f"{told} Other examples of this kind would hardly change that."
        return (
            f"{told} That is not certain: of 100 other choices of {self.examples} examples about {100 * share:.0f} "
            f"would say so. {second.title} is second."
        )

    def figure(self, dark: bool = False, most: int | None = None, **options):
        """A row a method, at most `most` of the best, a column a measure; see `nnviz.plots.scoreboard.scoreboard`."""
        from nnviz.plots import scoreboard

        rows = self.measured[:most]
        return scoreboard.scoreboard(
            [row.title for row in rows], [self._column(name, rows) for name in self.measures], dark, **options
        )

    def _column(self, name: str, rows: tuple[Row, ...]):
        from nnviz.plots.scoreboard import Column

        measure = MEASURES[name]
        ends = np.array([self.interval(row.method, name) for row in rows]).reshape(len(rows), 2)
        chances = [row.chances[name] for row in rows if name in row.chances]
        return Column(
            title=measure.title,
            better=measure.better,
            values=np.array([row.mean(name) for row in rows]),
            low=ends[:, 0],
            high=ends[:, 1],
            levels=[row.level(name) for row in rows],
            chance=chances[0] if chances else None,
            percent=measure.percent,
            reasons=[row.said(name) for row in rows],
        )

    @property
    def _groups(self) -> str:
        """What the order is by, in words."""
        there = {MEASURES[name].group for name in self.measures}
        return words.listed([_NOUNS[group] for group in GROUPS if group in there])

    @cached_property
    def _values(self) -> np.ndarray:
        """(methods, measures, examples); NaN where there is no number."""
        there = [row for row in self.rows if row.scores]
        values = np.full((len(there), len(MEASURES), max(1, self.examples)), np.nan)
        for i, row in enumerate(there):
            for k, name in enumerate(MEASURES):
                own = row.scores.get(name, ())
                values[i, k, : len(own)] = own
        return values

    @cached_property
    def _means(self) -> np.ndarray:
        """(methods, measures)."""
        return _means(self._values)

    @cached_property
    def _drawn(self) -> np.ndarray:
        """(draws, methods, measures) the means over as many examples, drawn with repetition."""
        random = np.random.default_rng(0)
        count = self._values.shape[2]
        rows = random.integers(0, count, (_DRAWS, count))
        return np.stack([_means(self._values[..., own]) for own in rows])

    def _scores(self, means: np.ndarray) -> np.ndarray:
        """(methods,) from means (methods, measures)."""
        places = np.full(means.shape, np.nan)
        for k, name in enumerate(MEASURES):
            if MEASURES[name].group:
                own = _beyond_good(means[:, k], name) if MEASURES[name].group in _PASSED else means[:, k]
                places[:, k] = _places(own if MEASURES[name].better == "high" else -own)
        groups = [[k for k, name in enumerate(MEASURES) if MEASURES[name].group == group] for group in GROUPS]
        return _nanmean(np.stack([_nanmean(places[:, own]) for own in groups], axis=1))


_NOUNS = {
    "faithful": "finding what counts",
    "learned": "depending on what was learned",
    "true": "agreeing with the truth",
    "steady": "steadiness",
}


_PASSED = ("learned", "steady")
"""What a map passes or does not pass: how well it does beyond good is chance."""


def _beyond_good(means: np.ndarray, name: str) -> np.ndarray:
    """Means (m,) of a measure of which less is better, all that are good alike."""
    return np.maximum(means, MEASURES[name].good)


def _places(values: np.ndarray) -> np.ndarray:
    """(m,) 1 for the largest, 0 for the smallest, alike for equal ones; NaN where there is no number or no other."""
    there = np.isfinite(values)
    if there.sum() < 2:
        return np.full(len(values), np.nan)
    own = values[there]
    beaten = (own[:, None] > own[None] + _TOLERANCE).sum(1) + 0.5 * (
        (np.abs(own[:, None] - own[None]) <= _TOLERANCE).sum(1) - 1
    )
    places = np.full(len(values), np.nan)
    places[there] = beaten / (len(own) - 1)
    return places


def _means(values: np.ndarray) -> np.ndarray:
    """Over the last axis, of what is finite."""
    return _nanmean(np.where(np.isfinite(values), values, np.nan))


def _nanmean(values: np.ndarray) -> np.ndarray:
    there = ~np.isnan(values)
    total = np.where(there, values, 0.0).sum(-1)
    return np.where(there.any(-1), total / np.maximum(there.sum(-1), 1), np.nan)


def joined(rows: Sequence[Row], asked: Sequence[str] = ()) -> Board:
    """A board of rows on the same examples."""
    return Board(tuple(rows), max((row.examples for row in rows), default=0), tuple(asked))
