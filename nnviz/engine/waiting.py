"""How long a run that waits for a worker will wait, and how to say so."""

import heapq
from dataclasses import dataclass

_ORDINALS = ("", "Next", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


@dataclass(frozen=True)
class Place:
    """Where a run stands in the queue.

    Attributes:
        position: 1 is next; 0 where it is not the queue that it waits for.
        seconds: until it begins, as far as one can tell; None where nothing is known.
        limited: whether it waits for its owner's other runs rather than for a free worker.
    """

    position: int
    seconds: float | None = None
    limited: bool = False

    @property
    def words(self) -> str:
        """`Second in line, about 20 s`."""
        if self.limited:
            return "Waiting for its owner's other runs"
        ordinal = _ORDINALS[self.position] if self.position < len(_ORDINALS) else f"Number {self.position}"
        return f"{ordinal} in line" + ("" if self.seconds is None else f", about {_duration(self.seconds)}")

    def __str__(self) -> str:
        """`Second in line, about 20 s. Every training worker is busy.`"""
        if self.limited:
            return "Its owner's other runs are still going; this one begins when one of them ends."
        return f"{self.words}. Every training worker is busy."


def expected_wait(position: int, remaining: list[float], mean: float | None) -> float | None:
    """Seconds until the `position`-th in line begins.

    Args:
        remaining: seconds that each of the runs under way still needs; NaN is not allowed.
        mean: seconds that one of the runs before it will take; needed where there are more of them than workers.
    """
    if not remaining or (position > len(remaining) and mean is None):
        return None
    free_at = list(remaining)
    heapq.heapify(free_at)
    for _ in range(position - 1):
        heapq.heappush(free_at, heapq.heappop(free_at) + (mean if mean is not None else 0.0))
    return free_at[0] if mean is not None or position == 1 else None


def remaining_seconds(epoch: float, epochs: int, seconds: float, mean: float | None) -> float | None:
    """What a run still needs, from its pace so far; before its first progress, a mean run's time."""
    if epoch <= 0 or seconds <= 0:
        return mean
    return seconds * max(0.0, epochs - epoch) / epoch


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds / 5) * 5 if seconds >= 10 else round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"
