"""How fast a run may go: what a person may ask for while it trains. Imports no framework.

The speed is kept in a file of its own, `speed.json`, beside `command.json`: a change of speed can undo no command.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Speed:
    """One speed: at most so many calls a second, each of one step, of one epoch, or (None) of any length.

    Attributes:
        per: "step", "epoch" or None for as fast as the machine goes.
        rate: how many of them a second, at most; 0 for no limit.
    """

    title: str
    help: str
    per: str | None
    rate: float


SPEEDS: dict[str, Speed] = {
    "slow": Speed(title="Slow", help="one step (one batch of examples) at a time, 4 a second", per="step", rate=4.0),
    "epoch": Speed(title="By epoch", help="one pass over the data at a time, up to 8 a second", per="epoch", rate=8.0),
    "full": Speed(title="Full", help="as fast as the computer goes", per=None, rate=0.0),
}
FULL = "full"


def least_seconds(speed: str, epochs: float) -> float | None:
    """Seconds that so many epochs take at least, for their pace alone; None where that depends on their steps."""
    chosen = SPEEDS[speed]
    return None if chosen.per == "step" else epochs / chosen.rate if chosen.per else 0.0
