"""What a person changed while a run trained, as Python. Imports no framework."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nnviz import escaping


@dataclass(frozen=True)
class Repeated:
    """A change that is made again.

    Attributes:
        kind, values: a name in `nnviz.runs.changes.CHANGES` and its values.
        epoch, steps: when: so many epochs and steps after the training began.
    """

    kind: str
    values: Mapping[str, Any]
    epoch: float
    steps: int


def changes_code(changes: tuple[Repeated, ...]) -> str:
    """`changes = nnviz.Changes({…})`, and what it cannot say."""
    by_step: dict[int, list[Repeated]] = {}
    for change in changes:
        if change.kind != "batch_size":
            by_step.setdefault(change.steps, []).append(change)
    lines = ["# What was changed while it trained: after so many steps, in this order."]
    if any(change.kind == "batch_size" for change in changes):
        lines.append("# The size of a batch changed as well: each size has a fit of its own, and callbacks begin anew.")
    entries = "".join(f"    {step}: [{', '.join(map(_told, own))}],\n" for step, own in by_step.items())
    return "\n".join(
        [*lines, f"changes = nnviz.Changes({{\n{entries}}})" if entries else "changes = nnviz.Changes({})"]
    )


def _told(change: Repeated) -> str:
    values = ", ".join(f"{escaping.literal(name)}: {escaping.literal(value)}" for name, value in change.values.items())
    return f"({escaping.literal(change.kind)}, {{{values}}})"


def stretches(changes: tuple[Repeated, ...], batch_size: int, epochs: int) -> Iterator[tuple[int, int, int]]:
    """(first epoch, epoch to end before, batch size) of each stretch of epochs with batches of one size.

    >>> list(stretches((Repeated("batch_size", {"value": 64}, 3.0, 30),), 32, 10))
    [(0, 3, 32), (3, 10, 64)]
    """
    begins = 0
    for change in changes:
        if change.kind == "batch_size":
            if round(change.epoch) > begins:
                yield begins, round(change.epoch), batch_size
            begins, batch_size = round(change.epoch), change.values["value"]
    yield begins, epochs, batch_size
