"""The smallest change of a row that reaches a goal: few columns, in the data's range, every value one that can be.

Wachter, Mittelstadt and Russell, "Counterfactual explanations without opening the black box" (2017), ask for the
nearest row, in median absolute deviations, that has another answer. It is found by linear programs: where the lead is
a + g · u, the smallest Σ|u| with a lead of 0 within a box is known in closed form, and it changes few columns; the
network is linearised again wherever that leads.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.changes.goal import Goal
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.changes.space import Space

STEPS = 24
_MOST_NAMES, _PAIRS = 12, 6
_TRUSTED = (0.3, 1.0, 4.0, np.inf)
"""How far one linear program may move a column, in its units."""
_CUTS, _MANY = 24, 48


@dataclass(frozen=True)
class Rows:
    """How rows of codes become what a network takes, and slopes of its inputs those of the codes.

    Attributes:
        batch: codes (n, columns) → inputs in the model's own structure.
        pull: codes (n, columns), ∂F/∂point for each point → ∂F/∂code (n, columns).
    """

    batch: Callable[[np.ndarray], object]
    pull: Callable[[np.ndarray, list[np.ndarray]], np.ndarray]


@dataclass
class Search:
    """The search around one row.

    Args:
        leads: of the network.
        goal: what is wanted.
        rows: how codes are given to the network.
        origin: (columns,) the row.
        space: what it may become.
    """

    leads: Leads
    goal: Goal
    rows: Rows
    origin: np.ndarray
    space: Space

    def nearest(self, others: np.ndarray) -> np.ndarray | None:
        """(columns,) the nearest row that was found to reach the goal; None where none was.

        Args:
            others: (m, columns) rows that the search starts from as well, such as real examples that reach it.
        """
        starts = [self.origin[None], self._switched()]
        if len(others):
            frozen = ~(self.space.movable | ((self.space.choices > 1) & ~self.space.fixed))
            starts.append(np.where(frozen, self.origin, others))
        candidates = self._descend(np.concatenate(starts))
        if not len(candidates):
            return None
        best = None
        for codes in candidates[np.argsort(self.space.distance(candidates, self.origin))[:4]]:
            polished = self._polished(codes)
            if polished is not None and (best is None or self._far(polished) < self._far(best)):
                best = polished
        return best

    def lead(self, codes: np.ndarray) -> np.ndarray:
        """(n,) of codes (n, columns)."""
        return np.nan_to_num(self.leads.lead(self.rows.batch(codes), self.goal), nan=-np.inf)

    def _far(self, codes: np.ndarray) -> float:
        return float(self.space.distance(codes[None], self.origin)[0])

    def _switched(self) -> np.ndarray:
        """(m, columns) the row with one name changed or two: those that help most."""
        singles = [(j, k) for j in self.space.named for k in range(self.space.choices[j]) if k != self.origin[j]]
        if not singles:
            return np.empty((0, len(self.origin)))
        rows = np.repeat(self.origin[None], len(singles), 0)
        for row, (j, k) in zip(rows, singles, strict=True):
            row[j] = k
        order = np.argsort(-self.lead(rows), kind="stable")
        chosen, seen = [rows[place] for place in order[:_MOST_NAMES]], {}
        for place in order:  # the best name of each column
            seen.setdefault(singles[place][0], singles[place])
        best, together = list(seen.values())[:_PAIRS], self.origin.copy()
        for j, k in best:
            together = together.copy()
            together[j] = k
            chosen.append(together)
            for other, name in best:
                if other > j:
                    pair = self.origin.copy()
                    pair[j], pair[other] = k, name
                    chosen.append(pair)
        return np.array(chosen)

    def _descend(self, starts: np.ndarray) -> np.ndarray:
        """(m, columns) rows that reach the goal, of as many starts and reaches as there are."""
        movable, unit = self.space.movable, self.space.unit
        codes = np.repeat(starts, len(_TRUSTED), 0)
        reach = np.tile(_TRUSTED, len(starts))[:, None]
        best, found = codes.copy(), np.full(len(codes), np.inf)
        low, high = ((edge - self.origin) / unit for edge in (self.space.low, self.space.high))
        names, first = np.where(movable, 0.0, codes), self.origin * movable
        u = np.where(movable, (codes - self.origin) / unit, 0.0)
        margin = 0.0
        for step in range(STEPS if movable.any() else 1):
            progress.tell(step / STEPS)
            codes = np.where(movable, first + u * unit, names)
            lead, slopes = self._slopes(codes, movable.any())
            margin = margin or 0.02 * float(np.abs(lead[np.isfinite(lead)]).mean() if np.isfinite(lead).any() else 1)
            far = np.where(lead > 0, self.space.distance(codes, self.origin), np.inf)
            better = far < found
            best[better], found[better] = codes[better], far[better]
            slope = np.nan_to_num(slopes * unit) * movable
            need = margin - np.nan_to_num(lead) + (slope * u).sum(1)
            u = cheapest(slope, need, np.maximum(low, u - reach), np.minimum(high, u + reach))
            reach = 0.93 * reach
        return best[np.isfinite(found)]

    def _slopes(self, codes: np.ndarray, wanted: bool) -> tuple[np.ndarray, np.ndarray]:
        batch = self.rows.batch(codes)
        if not wanted:
            return self.lead(codes), np.zeros_like(codes)
        try:
            lead, gradients = self.leads.slopes(batch, self.goal)
        except ExplanationError:  # no gradient: what is found comes from real examples, which are brought nearer
            return self.lead(codes), np.zeros_like(codes)
        return np.nan_to_num(lead, nan=-np.inf), self.rows.pull(codes, gradients)

    def _polished(self, codes: np.ndarray) -> np.ndarray | None:
        """The same with values that can be, no column changed in vain, and none further than it must."""
        codes = self._cut(codes)
        for more in range(4):
            rounded = self.space.on_grid(codes[None], self.origin, more)
            if self.lead(rounded)[0] > 0:
                break
        else:
            return None
        codes = self._without_idle(self._sparser(rounded[0]))
        for j in np.argsort(-self.space.parts(codes[None], self.origin)[0]):
            codes = self._shortened(codes, j)
        return self._without_idle(codes)

    def _cut(self, codes: np.ndarray) -> np.ndarray:
        """The first row on the way from the origin, along the numbers alone, that reaches the goal."""
        movable, low, high = self.space.movable, 0.0, 1.0
        for _ in range(2):
            shares = np.linspace(low, high, _CUTS + 1)[1:]
            way = np.where(movable, self.origin + shares[:, None] * (codes - self.origin), codes)
            there = self.lead(way) > 0
            if not there.any():
                return codes
            place = int(there.argmax())
            low, high = low if place == 0 else shares[place - 1], shares[place]
        return np.where(movable, self.origin + high * (codes - self.origin), codes)

    def _sparser(self, codes: np.ndarray) -> np.ndarray:
        """Of very many changes those that the slope says help most, as few as reach the goal: 1, 2, 4, … of them."""
        changed = np.flatnonzero(self.space.changed(codes[None], self.origin)[0])
        if len(changed) <= _MANY:
            return codes
        slope = self._slopes(codes[None], self.space.movable.any())[1][0]
        helps = np.nan_to_num(
            slope * (codes - self.origin) / np.maximum(self.space.parts(codes[None], self.origin)[0], 1e-9)
        )
        order = changed[np.argsort(-helps[changed])]
        counts = np.unique(np.append(2 ** np.arange(int(np.log2(len(changed))) + 1), len(changed)))
        rows = np.repeat(self.origin[None], len(counts), 0)
        for row, count in zip(rows, counts, strict=True):
            row[order[:count]] = codes[order[:count]]
        there = self.lead(rows) > 0
        return rows[int(there.argmax())] if there.any() else codes

    def _without_idle(self, codes: np.ndarray) -> np.ndarray:
        """Changes taken back one after the other, the dearest first, as long as the goal is still reached."""
        while True:
            changed = np.flatnonzero(self.space.changed(codes[None], self.origin)[0])
            if not 1 < len(changed) <= 4 * _MANY:
                return codes
            rows = np.repeat(codes[None], len(changed), 0)
            rows[np.arange(len(changed)), changed] = self.origin[changed]
            there = np.flatnonzero(self.lead(rows) > 0)
            if not len(there):
                return codes
            codes = rows[there[self.space.distance(rows[there], self.origin).argmin()]]

    def _shortened(self, codes: np.ndarray, j: int) -> np.ndarray:
        """The least change of one number that still reaches the goal, the others as they are."""
        if not self.space.movable[j] or codes[j] == self.origin[j]:
            return codes
        rows = np.repeat(codes[None], _CUTS, 0)
        rows[:, j] = self.origin[j] + np.linspace(1 / _CUTS, 1, _CUTS) * (codes[j] - self.origin[j])
        rows = self.space.on_grid(rows, self.origin)
        there = self.lead(rows) > 0
        return rows[int(there.argmax())] if there.any() else codes


def cheapest(slope: np.ndarray, need: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The u (n, columns) of least Σ|u| with slope · u ≥ need, each between `low` and `high`; as far as it goes where
    that cannot be had.

    A linear program with one row: from the values nearest to 0, those columns move first that bring most.
    """
    start = np.clip(0.0, low, high)
    room = np.where(slope > 0, high - start, start - low)
    gain = np.abs(slope) * room
    order = np.argsort(-np.abs(slope), axis=1)
    sorted_gain = np.take_along_axis(gain, order, 1)
    before = np.cumsum(sorted_gain, 1) - sorted_gain
    still = (need - (slope * start).sum(1))[:, None] - before
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(np.where(sorted_gain > 0, still / sorted_gain, 0.0), 0.0, 1.0)
    shares = np.empty_like(share)
    np.put_along_axis(shares, order, share, 1)
    return start + np.sign(slope) * room * shares
