"""Curves over all thresholds of one class or label against the others. Plain arrays, no framework."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Curve:
    """Precision and recall, and the gain, of one class.

    Attributes:
        name: of the class that counts as positive;  place: its number.
        recall, precision: (m,) shares in [0, 1], from a threshold that calls everything to one that calls nothing.
        thresholds: (m − 1,) the shown numbers at and above which an example counts as positive.
        average_precision: the area below the steps of precision over recall.
        called, found: (k,) the share of all examples that is called, and of the class that is then found; from 0 to 1.
        lift: (k,) found ÷ called; NaN where nothing is called.
        share: of all examples that is of the class.
    """

    name: str
    place: int
    recall: np.ndarray
    precision: np.ndarray
    thresholds: np.ndarray
    average_precision: float
    called: np.ndarray
    found: np.ndarray
    lift: np.ndarray
    share: float
