"""What the Prepare tab is told about steps: plain numbers and words, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.specs import StepSpec


@dataclass(frozen=True)
class Spread:
    """How the values of one column, or of the inputs that it became, are spread over the training examples.

    Attributes:
        title: what is counted.
        counts: (bars,) examples in each bar.
        names: one a bar, for names and inputs of 0 and 1; () for the bars of a histogram.
        low, high: the ends of a histogram, as people read them.
        missing: examples without a value.
        more: inputs or names beside those that are shown.
    """

    title: str
    counts: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    missing: int = 0
    more: int = 0


@dataclass(frozen=True)
class StepEffect:
    """What one step does to a column.

    Attributes:
        spec: the step.
        column: the column that it is shown by.
        columns: names of the columns that it changes.
        before, after: its spread; the same twice where the step leaves it alone.
        examples: pairs of texts, a value before and after.
        changes: whether it changes this column at all.
        told: what it was fitted to, in a sentence; "" for nothing.
        problem: why the step cannot be done, "" where it can; then nothing behind it is told.
        pictures: of images the first few before and after, each (k, height, width, 1 or 3) uint8; None for others.
    """

    spec: StepSpec
    column: str = ""
    columns: tuple[str, ...] = ()
    before: Spread | None = None
    after: Spread | None = None
    examples: tuple[tuple[str, str], ...] = ()
    changes: bool = False
    told: str = ""
    problem: str = ""
    pictures: tuple[np.ndarray, np.ndarray] | None = None


@dataclass(frozen=True)
class Prepared:
    """The whole pipeline, looked at through one column.

    Attributes:
        implied: whether the steps are what `missing` and `scaling` mean, since the specification names none.
        columns: the columns that may be looked at; () for examples that are one array.
        column: the one that is; "" where each step is shown by one that it changes.
        inputs: names of what it becomes, or of all inputs.
        class_names, counts, balanced: training examples of each class, and what they count for after balancing; ()
            where there are no classes.
    """

    effects: tuple[StepEffect, ...]
    implied: bool
    columns: tuple[str, ...]
    column: str
    inputs: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    counts: tuple[float, ...] = ()
    balanced: tuple[float, ...] = ()
