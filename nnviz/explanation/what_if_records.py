"""What a changed row is told by: plain arrays, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.column import Column


@dataclass(frozen=True)
class Row:
    """One example of a table, to be changed.

    Attributes:
        columns: its input columns.
        codes: (columns,) its values: numbers, days since 1970, 0 and 1, or places of category names; gaps
            are filled as in training, and a missing category is NaN.
        low, high: (columns,) the smallest and largest value of each among the training examples.
    """

    columns: tuple[Column, ...]
    codes: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Shares:
    """How much each column of a table beside the first input counts, (columns,) each."""

    name: str
    columns: tuple[Column, ...]
    shares: np.ndarray


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
        beside: what the tables beside it count, which is part of that sum.
        covered: whether each share is what is lost by covering that part, as for a network without gradients: then
            they need not add up.
    """

    shown: np.ndarray
    said: str
    target: str
    shares: np.ndarray
    base: float
    value: float
    beside: tuple[Shares, ...] = ()
    covered: bool = False


@dataclass(frozen=True)
class Picture:
    """One example that is an image, to be painted on.

    Attributes:
        pixels: (height, width, 1 or 3) uint8 as it is shown.
        low, high: the values, in the data's own units, that are shown as 0 and 255: the smallest and the largest among
            the first training examples.
    """

    pixels: np.ndarray
    low: float
    high: float


@dataclass(frozen=True)
class PaintedAnswer:
    """What a network says of a painted image.

    Attributes:
        shown: (units,) its prediction, as people read it.
        said: the same in words.
        target: what the map explains, in words.
        map: (height, width) how much each pixel counts for that, channels added up.
        base, value: the explained number for the baseline, an image of zeros as the network sees it, and for the
            painted image; the map adds up to their difference.
        beside: what the other inputs count, which is part of that sum; their baseline is zeros.
        covered: whether each share is what is lost by covering that part, as for a network without gradients: then
            they need not add up.
    """

    shown: np.ndarray
    said: str
    target: str
    map: np.ndarray
    base: float
    value: float
    beside: tuple[Shares, ...] = ()
    covered: bool = False


@dataclass(frozen=True)
class WrittenAnswer:
    """What a network says of a text.

    Attributes:
        shown: (units,) its prediction, as people read it.
        said: the same in words.
        target: what the shares explain, in words.
        words: as the network reads them.
        shares: (words,) how much each word counts for that.
        after: how much the empty places after the text's end count, together.
        base, value: the explained number for a text without words, and for this one; all shares add up to their
            difference.
        beside: what the tables beside the text count, which is part of that sum; their baseline is a row of zeros.
        covered: whether each share is what is lost by covering that part, as for a network without gradients: then
            they need not add up.
    """

    shown: np.ndarray
    said: str
    target: str
    words: tuple[str, ...]
    shares: np.ndarray
    after: float
    base: float
    value: float
    beside: tuple[Shares, ...] = ()
    covered: bool = False
