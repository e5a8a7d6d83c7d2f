"""What an example may become, column by column, and how far one change is from another. Imports no framework."""

from dataclasses import dataclass, replace

import numpy as np

_MOST_DECIMALS = 3
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Space:
    """The values that a row of numbers and places of names may take, (columns,) each.

    Attributes:
        low, high: between which a number stays: what occurs in the data.
        unit: what counts as a distance of 1: the median absolute deviation of a number among the data (Wachter,
            Mittelstadt and Russell, 2017). Another name counts as 1 as well.
        step: between two values that can be: 1 for whole numbers, 0.1 for one decimal; of other numbers a tenth of the
            unit or less, so that a change is easy to say.
        choices: how many names there are; 0 for numbers.
        fixed: whether it has to stay as it is.
    """

    low: np.ndarray
    high: np.ndarray
    unit: np.ndarray
    step: np.ndarray
    choices: np.ndarray
    fixed: np.ndarray

    @property
    def movable(self) -> np.ndarray:
        """(columns,) numbers that can change."""
        return (self.choices == 0) & ~self.fixed & (self.high > self.low)

    @property
    def named(self) -> np.ndarray:
        """Places of the columns of names that can change."""
        return np.flatnonzero((self.choices > 1) & ~self.fixed)

    def holding(self, columns) -> "Space":
        """The same with some columns more that stay as they are."""
        fixed = self.fixed.copy()
        fixed[list(columns)] = True
        return replace(self, fixed=fixed)

    def around(self, origin: np.ndarray) -> "Space":
        """The same, so that an example beyond the data's range may stay where it is."""
        return replace(self, low=np.fmin(self.low, origin), high=np.fmax(self.high, origin))

    def changed(self, codes: np.ndarray, origin: np.ndarray) -> np.ndarray:
        """(n, columns) which values of codes (n, columns) differ from those of an origin (columns,)."""
        return ~np.isclose(codes, origin, rtol=_ROUNDING, atol=0, equal_nan=True)

    def parts(self, codes: np.ndarray, origin: np.ndarray) -> np.ndarray:
        """(n, columns) the distance in each column."""
        moved = np.abs(codes - origin) / self.unit
        return np.where(self.choices > 0, self.changed(codes, origin), np.nan_to_num(moved)).astype(float)

    def distance(self, codes: np.ndarray, origin: np.ndarray) -> np.ndarray:
        """(n,) the sum over the columns."""
        return self.parts(codes, origin).sum(-1)

    def on_grid(self, codes: np.ndarray, origin: np.ndarray, more: int = 0) -> np.ndarray:
        """Codes (n, columns) moved on, away from the origin, to the next value that can be, `more` steps further."""
        codes = np.array(codes, float)
        for j in np.flatnonzero(self.movable & (self.step > 0)):
            away, step = np.sign(codes[:, j] - origin[j]), self.step[j]
            places = np.ceil(np.abs(codes[:, j] - origin[j]) / step - _ROUNDING) + more * (away != 0)
            inside = np.floor(np.where(away > 0, self.high[j] - origin[j], origin[j] - self.low[j]) / step + _ROUNDING)
            digits = max(0, round(-np.log10(step)))
            moved = np.round(origin[j] + away * np.minimum(places, inside) * step, digits + 6)
            codes[:, j] = np.where(away == 0, origin[j], moved)
        return codes


def space_of(rows: np.ndarray, choices: np.ndarray, fixed: np.ndarray | None = None) -> Space:
    """The space that rows (n, columns) of data span; columns that are the same everywhere stay so."""
    rows = np.asarray(rows, float)
    with np.errstate(all="ignore"):
        low, high = np.fmin.reduce(rows, 0), np.fmax.reduce(rows, 0)
        unit = np.nanmedian(np.abs(rows - np.nanmedian(rows, 0)), 0)
        spread = np.nanstd(rows, 0)
    unit = np.where(unit > 0, unit, np.where(spread > 0, spread, 1.0))
    each = zip(choices, rows.T, unit, strict=True)
    step = np.array(
        [0.0 if count else _step(column) or 10.0 ** np.floor(np.log10(own / 10)) for count, column, own in each]
    )
    fixed = np.zeros(rows.shape[1], bool) if fixed is None else np.asarray(fixed, bool)
    return Space(np.nan_to_num(low), np.nan_to_num(high), unit, step, np.asarray(choices, int), fixed)


def _step(values: np.ndarray) -> float:
    """The step between values that have at most three decimals; 0 where they have more."""
    values = values[np.isfinite(values)]
    for decimals in range(_MOST_DECIMALS + 1):
        scaled = values * 10.0**decimals
        if len(values) and np.allclose(scaled, np.round(scaled), rtol=0, atol=2e-3):
            return 10.0**-decimals
    return 0.0
