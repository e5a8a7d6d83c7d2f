"""What a changed row is told by: plain arrays, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.column import Column


@dataclass(frozen=True)
class Row:
    """One example of a table, to be changed.

    Attributes:
        columns: its input columns.
        codes: (columns,) its values: numbers, days since 1970, 0 and 1, or places of category names
            (`nnviz.data.preparation.Preparation`); gaps are filled as in training, and a missing category is NaN.
        low, high: (columns,) the smallest and largest value of each among the training examples.
    """

    columns: tuple[Column, ...]
    codes: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Answer:
    """What a network says of a row.

    Attributes:
        shown: (units,) its prediction, as people read it.
        said: the same in words.
        target: what the shares explain, in words.
        shares: (columns,) how much each column counts for that, in the target's own units.
        base, value: the explained number for the baseline (all inputs at their training mean, where they are
            standardised), and for the row; the shares add up to their difference.
    """

    shown: np.ndarray
    said: str
    target: str
    shares: np.ndarray
    base: float
    value: float
