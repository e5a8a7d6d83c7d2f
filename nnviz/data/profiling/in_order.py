"""A quantity's values by class, put in order as far as is asked: its quantiles, and how many lie below a mark. Only
NumPy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.data import ranks

_FEW = 6
"""Bins that are looked for one by one."""


@dataclass(frozen=True)
class InOrder:
    """Values (n,), none missing, of classes (n,): in narrow bins, so that only those of the few bins which an answer
    falls into are looked at; where bins do not suit them, sorted.

    Attributes:
        values, classes: (n,) numbers, and whole numbers from 0.
        count: how many classes there are; 1 for none.
    """

    values: np.ndarray
    classes: np.ndarray
    count: int

    @cached_property
    def _bins(self) -> ranks.Bins | None:
        return ranks.bins_of(self.values) if len(self.values) >= ranks.FEW else None

    @cached_property
    def _counts(self) -> np.ndarray:
        """(classes, bins) values in each bin."""
        places = self._bins.places if self.count == 1 else self.classes * ranks.BINS + self._bins.places
        return np.bincount(places, minlength=self.count * ranks.BINS).reshape(self.count, ranks.BINS)

    @cached_property
    def _sorted(self) -> tuple[np.ndarray, np.ndarray]:
        """(n,) values in order, and the class of each."""
        order = np.argsort(self.values, kind="stable")
        return self.values[order], self.classes[order]

    def quantiles(self, shares: Sequence[float]) -> np.ndarray:
        """As `nnviz.data.ranks.quantiles`."""
        if self._bins is None:
            return ranks.between_ranks(lambda places: self._sorted[0][list(places)], len(self.values), shares)
        up_to = np.cumsum(self._counts.sum(axis=0))
        return ranks.between_ranks(lambda places: self._bins.at_ranks(places, up_to), len(self.values), shares)

    def below(self, marks: np.ndarray) -> np.ndarray:
        """(classes, marks) how many values are smaller than each of the marks (k,)."""
        if self._bins is None:
            values, classes = self._sorted
            return self._passed(np.searchsorted(np.sort(marks), values, "right"), classes, marks)
        own = self._bins.of(marks)
        chosen = np.zeros(ranks.BINS, bool)
        chosen[own] = True
        rows = self._in(np.flatnonzero(chosen)) if len(own) <= _FEW else np.flatnonzero(chosen[self._bins.places])
        places = np.searchsorted(np.sort(marks), self.values[rows], "right")
        before = np.cumsum(np.where(chosen, 0, self._counts), axis=1)[:, own]
        return before + self._passed(places, self.classes[rows], marks)

    def _in(self, bins: np.ndarray) -> np.ndarray:
        """Positions of the values in a few bins."""
        return np.flatnonzero(np.logical_or.reduce([self._bins.places == one for one in bins]))

    def _passed(self, places: np.ndarray, classes: np.ndarray, marks: np.ndarray) -> np.ndarray:
        """(classes, marks) how many values each mark is above, where `places` (n,) of the marks in order are not."""
        width = len(marks) + 1
        counts = np.bincount(classes * width + places, minlength=self.count * width).reshape(self.count, width)
        return np.cumsum(counts, axis=1)[:, np.argsort(np.argsort(marks))]
