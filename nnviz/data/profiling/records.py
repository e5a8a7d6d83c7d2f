"""What a profile says of data. Plain arrays, numbers and words, no framework."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from nnviz import words
from nnviz.data.column import Column, are_years
from nnviz.data.profiling.found import Finding
from nnviz.data.schema import Schema

if TYPE_CHECKING:
    from nnviz.data.profiling.kinds import ImageProfile, SequenceProfile, TextProfile


@dataclass(frozen=True)
class Association:
    """How strongly two columns hang together.

    Attributes:
        measure: "Pearson correlation" (two quantities, from −1 to 1), "correlation ratio" (a quantity by the names of a
            category) or "Cramér's V" (two categories), both from 0 to 1.
        value: NaN where there is nothing to compare, such as a column of one value.
    """

    measure: str
    value: float


@dataclass(frozen=True)
class Spread:
    """How often the values of a column stand in each of its bins, or under each of its names.

    Attributes:
        edges: (bins + 1,) of quantities, dates in days since 1970; None for names.
        names: of a category's bins, the most frequent first; () for quantities.
        counts: (groups, bins) whole numbers: one row a class where the target is classes, else a single row.
        outside: how many values lie (below, above) the edges: those far from the others, which would squeeze the bins.
        others: of a category, how many values have none of these names.
    """

    counts: np.ndarray
    edges: np.ndarray | None = None
    names: tuple[str, ...] = ()
    outside: tuple[int, int] = (0, 0)
    others: int = 0

    @property
    def totals(self) -> np.ndarray:
        """(bins,) of all groups together."""
        return self.counts.sum(axis=0)


@dataclass(frozen=True)
class ColumnProfile:
    """One column over all examples, in its own units.

    Attributes:
        column: its name, kind, role and unit.
        examples: how many there are, with those that lack it.
        missing: how many lack it.
        distinct: how many different values it has; None for more than a thousand, of many examples.
        statistics: of a quantity: "mean", "deviation" (of all, n in the denominator), "minimum", "first quartile",
            "median", "third quartile", "maximum"; of a date "minimum" and "maximum" in days since 1970; else empty.
        outliers: values more than 1.5 quartile ranges outside the quartiles (Tukey, 1977).
        far: those of them more than 3 quartile ranges outside.
        spread: None where its values were not read, such as those of an ignored column.
        relation: to the target; None for the target itself.
        alone: how well this column alone predicts the target, by the rows that are nearest in it
            (`nnviz.data.profiling.alone`): the share of the classes told right, or R² of a number; None where it was
            not tried.
    """

    column: Column
    examples: int
    missing: int
    distinct: int | None = 0
    statistics: dict[str, float] = field(default_factory=dict)
    outliers: int = 0
    far: int = 0
    spread: Spread | None = None
    relation: Association | None = None
    alone: float | None = None

    @property
    def are_years(self) -> bool:
        ends = [self.statistics.get(end, 0.0) for end in ("minimum", "maximum")]
        return self.column.kind == "number" and are_years(self.column.name, *ends)

    def said(self, value: float) -> str:
        """One of its values in words: a year without a separator."""
        return f"{value:.0f}" if self.are_years else words.plain(value)

    @property
    def range_words(self) -> str:
        """ "0.1 to 2.5 cm", "2 Jan 2020 to 5 May 2021", "red, green, blue", "12 names"."""
        if self.column.kind == "date" and self.statistics:
            ends = [np.datetime64(int(self.statistics[end] // 1), "D") for end in ("minimum", "maximum")]
            return f"{ends[0]} to {ends[1]}"
        if self.statistics:
            low, high = (self.said(self.statistics[end]) for end in ("minimum", "maximum"))
            return f"{low} to {high}{' ' * bool(self.column.unit)}{self.column.unit}"
        if self.spread is not None and self.spread.names:
            shown = self.spread.names[:3]
            return ", ".join(shown) if len(shown) == self.distinct else f"{self.distinct:,} names, such as {shown[0]}"
        return ""


@dataclass(frozen=True)
class Targets:
    """All labels or targets of data at once.

    Attributes:
        names: (k,) of them.
        size: how many examples there are.
        correlations: (k, k) Pearson's, of labels that of 1 and 0 (φ); NaN for one that is always the same.
        ends: (4, k) the mean (of a label the share that has it), deviation, smallest and largest of each.
        together: (k, k) of labels, the share of the examples with the row's label that have the column's too; NaN for a
            label that none has; None for numbers.
        numbers: (k + 1,) of labels, how many examples have so many.
        sets: of labels, the most frequent sets ("circle and ring") with how many examples have just these.
        told: sentences about pairs that stand out.
    """

    names: tuple[str, ...]
    size: int
    correlations: np.ndarray
    ends: np.ndarray
    together: np.ndarray | None = None
    numbers: np.ndarray | None = None
    sets: tuple[tuple[str, int], ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relations:
    """How the columns hang together, two by two.

    Attributes:
        names: (k,) of the columns, ordered so that those which hang together stand beside each other.
        values: (k, k) in [−1, 1]; NaN where there is nothing to compare; the diagonal is 1.
        measures: (k, k) the measure of each cell (`Association.measure`).
        target: the place of the target in `names`; None where it is not among them.
        left_out: how many columns are not shown, those with the weakest relation to the target.
    """

    names: tuple[str, ...]
    values: np.ndarray
    measures: np.ndarray
    target: int | None = None
    left_out: int = 0

    def strongest(self, count: int) -> "Relations":
        """The target and those that hang together with it most, `count` in all, in the same order; where there is no
        target, the first ones."""
        if len(self.names) <= count:
            return self
        strength = np.zeros(len(self.names)) if self.target is None else np.abs(np.nan_to_num(self.values[self.target]))
        places = np.sort(np.argsort(-strength, kind="stable")[:count])
        target = None if self.target is None else int(np.flatnonzero(places == self.target)[0])
        both = np.ix_(places, places)
        names = tuple(self.names[k] for k in places)
        left_out = self.left_out + len(self.names) - count
        return Relations(names, self.values[both], self.measures[both], target, left_out)


@dataclass(frozen=True)
class Profile:
    """What is known of a data set before anything is trained on it.

    Attributes:
        schema: names, task and shapes.
        size: examples in all; `sizes`: in "train", "validation" and "test".
        target: the name of what is told of; `classes` are its classes, ("no", "yes") for a label, () for a number;
            `answers` the targets or labels of which another can be chosen.
        columns: of a table, the target first; empty for images, sequences and texts.
        relations: between columns; None where there are fewer than two.
        findings: the weightiest first.
        images, sequences, texts: of such data, what is particular to them.
        beside: of each image or sequence beside the first input its name, and the same of it.
        checked: what was looked for, in words, whether it was found or not.
        notes: what was computed from a sample, in sentences.
    """

    schema: Schema
    size: int
    sizes: dict[str, int]
    target: str = ""
    classes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    columns: tuple[ColumnProfile, ...] = ()
    relations: Relations | None = None
    findings: tuple[Finding, ...] = ()
    images: "ImageProfile | None" = None
    sequences: "SequenceProfile | None" = None
    texts: "TextProfile | None" = None
    beside: tuple[tuple[str, "ImageProfile | SequenceProfile"], ...] = ()
    checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> ColumnProfile:
        """The column of that name. Raises KeyError where there is none."""
        for own in self.columns:
            if own.column.name == name:
                return own
        raise KeyError(name)
