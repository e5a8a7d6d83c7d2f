"""The pace of a training: short waits between calls, as its run's speed asks. They change no number."""

import time

from nnviz import settings
from nnviz.runs.run import Run
from nnviz.runs.speed import FULL, SPEEDS

_POLL = 0.05
"""Seconds of one wait at most: then commands are looked for, and whether the speed is another."""


class Pace:
    """The waits of one training.

    Attributes:
        expired: whether this run has waited for as long as one may on a hosted copy, and goes on at full speed.
    """

    def __init__(self, run: Run):
        self._run, self._begun, self._waited, self._speed = run, -1e9, 0.0, SPEEDS[FULL]
        self.expired = False

    @property
    def shows_every_call(self) -> bool:
        """Whether what each call changed is to be recorded."""
        return self._speed.per is not None

    def rest(self) -> bool:
        """Looks up the speed, and waits a moment where the next call has to; whether it has to wait on."""
        self._speed = SPEEDS[FULL] if self.expired else SPEEDS[self._run.speed()]
        if not self._speed.rate:
            return False
        left = self._begun + 1 / self._speed.rate - time.perf_counter()
        if left <= 0:
            return False
        before = time.perf_counter()
        time.sleep(min(left, _POLL))
        self._waited += time.perf_counter() - before
        limits = settings.get()
        self.expired = limits.mode == "hosted" and self._waited > 60 * limits.pace_minutes
        return True

    def steps(self, in_epoch: int, steps_per_epoch: int) -> int | None:
        """How many steps the next call takes at most; None for any number. Its time begins now."""
        self._begun = time.perf_counter()
        if self._speed.per == "step":
            return 1
        return steps_per_epoch - in_epoch if self._speed.per == "epoch" else None
