"""What a search has come to, as small records. No framework."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Axis:
    """One setting that varies.

    Attributes:
        choices: what it chooses among, as text; () for a number.
        values: (n,) of every trial, places in `choices` for a choice.
        low, high, log: the range of a number.
    """

    name: str
    title: str
    values: np.ndarray
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    log: bool = False


@dataclass(frozen=True)
class Searched:
    """A search so far; the trials are those that ended with a score, in their order.

    Attributes:
        places: (n,) which trials of the study these are.     scores, names: (n,) of each.
        best: (n,) the best score so far.
        chance: (3, n) what as many random trials would have found: the expected best, and where nine of ten lie
            between. Estimated from a forest that was fitted to the trials; None for fewer than six, or a search by
            chance.
        importance: setting → share of the score's variance that it explains (functional ANOVA); {} for fewer than
            six.
    """

    larger_is_better: bool
    axes: tuple[Axis, ...]
    places: np.ndarray
    scores: np.ndarray
    names: tuple[str, ...]
    best: np.ndarray
    chance: np.ndarray | None
    importance: dict[str, float]

    def axis(self, name: str) -> Axis:
        return next(own for own in self.axes if own.name == name)


@dataclass(frozen=True)
class Surface:
    """The mean score that a forest fitted to the trials gives over two settings, the others averaged over.

    Attributes:
        x, y: (columns,), (rows,) values of both; places in the choices of a choice.     z: (rows, columns).
    """

    across: Axis
    up: Axis
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
