"""What the coach says while a run trains: at once what cannot be mistaken, else only what holds on. What was said
stays. Imports no framework."""

from dataclasses import dataclass, field, replace

from nnviz.training.coach.catalog import DIAGNOSES
from nnviz.training.coach.records import Diagnosis, Recorded

AT_ONCE, LATER = ("divergence",), ("rate_too_high", "dead_relus")
_FIRST, _LONGER, _NEWS = 12, 1.6, 1.1
"""Epochs before which nothing is judged that has to hold on; until how many times as many it has to; and how many times
as many epochs make a new look worth while."""


@dataclass(frozen=True)
class Watch:
    """How a run has been looked at so far.

    Attributes:
        seen: epochs at the last look.
        since: name → the epoch at which what holds ever since was first seen.
        told: what was said; None for nothing yet.
    """

    seen: int = 0
    since: dict[str, int] = field(default_factory=dict)
    told: Diagnosis | None = None

    def is_due(self, epochs: float) -> bool:
        """Whether a look after so many epochs could tell anything new."""
        return self.told is None and epochs >= max(2, _NEWS * self.seen)


def looked(run: Recorded, watch: Watch) -> Watch:
    """After another look at a run under way."""
    epochs = len(run.curve("loss"))
    if watch.told is not None:
        return watch
    since = {}
    for name in AT_ONCE + (LATER if epochs >= _FIRST else ()):
        diagnosis = DIAGNOSES[name](run)
        if diagnosis is None:
            continue
        since[name] = watch.since.get(name, epochs)
        if name in AT_ONCE or epochs >= _LONGER * since[name]:
            return replace(watch, seen=epochs, told=diagnosis)
    return Watch(epochs, since)
