"""How much of a training's time goes into reading its gradients: all readings together stay below a share of it."""

_SHARE = 0.08
"""Of the time that has passed, what all readings so far and the next one may take together."""
_EARLY_SHARE, _SPACING = 0.035, 1.4
"""Before the probe is compiled, readings after the first one leave the rest for compiling; the time grows so many times
from one to the next."""
_START, _A_LAYER, _READINGS = 0.2, 0.04, 10
"""Seconds that compiling takes about, and for every layer; and as how many readings without compiling."""
_EARLY_A_LAYER, _FIRST_OF_ALL = 0.01, 0.12
"""Seconds that a reading without compiling takes about for every layer, and what the first of a process takes more."""
_AT_THE_ENDS = 0.25
"""Seconds up to which, by what layers take about, the first and the last moment are read in any case: a short training
has these two at least."""
NONE, EARLY, COMPILED = "none", "early", "compiled"


class ReadingBudget:
    """Says which reading the time that has passed can pay for.

    Args:
        layers: of the network.
    """

    def __init__(self, layers: int):
        self.layers, self.compiled = layers, False
        self._spent, self._first, self._early, self._last = 0.0, 0.0, _EARLY_A_LAYER * layers, 0.0
        self._quick = self._early / _READINGS

    def affords(self, passed: float, first: bool, last: bool, first_of_all: bool) -> str:
        """`NONE`, `EARLY` or `COMPILED`.

        Args:
            passed: seconds since the training began.
            first, last: whether it is the first or the last moment of the run.
            first_of_all: whether this process has not read any gradients yet.
        """
        if self.compiled:
            return COMPILED if last or self._spent + self._quick <= _SHARE * passed else NONE
        if not last and self._spent + self._compiling <= _SHARE * passed:
            return COMPILED
        if (first or last) and _EARLY_A_LAYER * self.layers <= _AT_THE_ENDS:
            return EARLY
        cost = self._early + (_FIRST_OF_ALL if first_of_all else 0)
        paid = self._spent + cost <= _SHARE * passed and self._spent - self._first + cost <= _EARLY_SHARE * passed
        return EARLY if paid and passed >= _SPACING * self._last else NONE

    def note(self, kind: str, seconds: float, passed: float, first_of_all: bool) -> None:
        """Takes down what a reading took, and when it ended."""
        self._first = self._first or seconds
        self._spent += seconds
        if kind == EARLY:
            self._last = passed
            if not first_of_all:
                self._early = seconds
        elif self.compiled:
            self._quick = seconds
        self.compiled |= kind == COMPILED

    def begin_anew(self) -> None:
        """The probe is to be compiled again."""
        self.compiled = False

    @property
    def _compiling(self) -> float:
        """Seconds that compiling takes about."""
        return max(_START + _A_LAYER * self.layers, _READINGS * self._early)
