"""How what a network is asked differs from what it learnt from, column by column. No framework."""

import math
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

import numpy as np

from nnviz import words
from nnviz.data.column import Column
from nnviz.serving.rows import readable

LEVEL = 0.05
"""False discovery rate: of what is called different, this share at most is by chance (Benjamini and Hochberg, 1995)."""
NOTABLE = 0.1
"""Distance from which a difference that is no chance is called drift."""
LEAST = 20
"""Rows below which nothing is said."""

Verdict = Literal["drifted", "slightly different", "as in training", "too few rows"]


@dataclass(frozen=True)
class ColumnDrift:
    """One column, in training and now.

    Attributes:
        column: what it is; `is_prediction` tells the network's own answers from its inputs.
        test: "Kolmogorov–Smirnov" for quantities, "chi-square" for names.
        distance: of quantities the largest gap between the two cumulative shares (the statistic of Kolmogorov and
            Smirnov), of names half the summed gaps between their shares: 0 is the same, 1 is nothing in common.
        p, q: how likely such a distance is by chance; and after correction for the number of columns (Benjamini and
            Hochberg, 1995). NaN where nothing can be said.
        missing: the share of missing values in training and now; `missing_q` as q, NaN where none is missing.
        shift: of quantities how far the mean moved, in deviations of training; NaN for names.
        edges: of the histogram (bins + 1,) of quantities; `names` of the values otherwise.
        training, now: (bins,) shares of each.
        medians: of quantities in training and now.
        rows: how many rows with a value there are now.
    """

    column: Column
    is_prediction: bool
    test: str
    distance: float
    p: float
    q: float = math.nan
    _: KW_ONLY
    missing: tuple[float, float] = (0.0, 0.0)
    missing_q: float = math.nan
    shift: float = math.nan
    edges: np.ndarray = field(default_factory=lambda: np.empty(0))
    names: tuple[str, ...] = ()
    training: np.ndarray
    now: np.ndarray
    medians: tuple[float, float] = (math.nan, math.nan)
    rows: int

    @property
    def verdict(self) -> Verdict:
        """What to make of it: drift needs both a distance that is no chance and one that matters."""
        gap = abs(self.missing[1] - self.missing[0])
        if self.missing_q < LEVEL and gap >= NOTABLE:
            return "drifted"
        if self.rows < LEAST:
            return "too few rows"
        if self.q < LEVEL:
            return "drifted" if self.distance >= NOTABLE else "slightly different"
        return "slightly different" if self.missing_q < LEVEL else "as in training"

    @property
    def sentence(self) -> str:
        """What changed, in words: `Higher by 1.9 deviations: the median was 13, and is 14.6.`"""
        parts = []
        if self.missing_q < LEVEL:
            before, now = map(words.percent, self.missing)
            parts.append(f"Missing in {before} of the training rows, now in {now}.")
        if self.verdict == "too few rows":
            parts.append(f"Only {self.rows:,} rows have a value; {LEAST} or more are needed.")
        elif self.q < LEVEL:
            parts.append(self._names_moved() if self.names else self._values_moved())
        return " ".join(parts) or "No difference beyond chance."

    def _values_moved(self) -> str:
        before, now = map(self._said, self.medians)
        if abs(self.shift) < 0.1:
            return f"About the same mean, but spread otherwise: the median was {before}, and is {now}."
        way = "Higher" if self.shift > 0 else "Lower"
        return f"{way} by {words.plain(abs(self.shift), 2)} deviations: the median was {before}, and is {now}."

    @property
    def dates(self) -> np.ndarray:
        """The edges of a date's bins, as moments."""
        return np.datetime64("1970-01-01T00:00:00") + (self.edges * 86_400).astype("timedelta64[s]")

    def _said(self, value: float) -> str:
        """A value as people write it: a day as a day, a number with its unit."""
        if self.column.kind == "date":
            return str(readable(self.column, np.array([value // 1]))[0])
        return f"{words.plain(value)} {self.column.unit}".strip()

    def _names_moved(self) -> str:
        place = int(np.abs(self.now - self.training).argmax())
        before, now = words.percent(self.training[place]), words.percent(self.now[place])
        return f"{self.names[place]}: {before} in training, now {now}."


@dataclass(frozen=True)
class Drift:
    """All columns, the most drifted first.

    Attributes:
        columns: inputs and, last among equals, the predictions.
        training_rows, rows: how many rows were compared.
        predicted_from: the part of the data whose predictions stand for training's.
    """

    columns: tuple[ColumnDrift, ...]
    training_rows: int
    rows: int
    predicted_from: str

    @property
    def drifted(self) -> tuple[ColumnDrift, ...]:
        return tuple(own for own in self.columns if own.verdict == "drifted")

    @property
    def sentence(self) -> str:
        """`2 of 14 columns have drifted: alcohol, hue.`"""
        count, many = len(self.drifted), len(self.columns)
        if self.rows < LEAST:
            return f"{self.rows:,} rows are too few to tell; {LEAST} or more are needed."
        if not count:
            return f"None of {many:,} columns has drifted."
        names = ", ".join(own.column.name for own in self.drifted[:4]) + (
            f" and {count - 4:,} more" if count > 4 else ""
        )
        return f"{count:,} of {many:,} columns {'has' if count == 1 else 'have'} drifted: {names}."


@dataclass(frozen=True)
class Watched:
    """What a simulation may change.

    Attributes:
        columns: of a table its inputs; of images brightness and contrast.
        required: names of those that may not be missing, which of images are all.
        part, rows: the held-out part of the data that is sent, and how many rows it has.
    """

    columns: tuple[Column, ...]
    required: tuple[str, ...]
    part: str
    rows: int
