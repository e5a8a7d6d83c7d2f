"""The moments of a run's training that can be looked at: the weights recorded on the way, and the end. No framework."""

from typing import TYPE_CHECKING

from nnviz.errors import RunError

if TYPE_CHECKING:
    from nnviz.runs.run import Run

_SIGN = "@"
_MOST_SEEN = 1000
_seen: dict[tuple, float] = {}
"""(folder, step) → epochs, of the last runs that were looked at."""


def recorded_epochs(run: "Run") -> dict[int, float]:
    """Step → epochs that the weights recorded then had seen, in order.

    The newest recorded ones are left out: they are what a run is shown with where no moment is chosen.
    """
    steps = run.weight_ids()
    if len(steps) < 2 or not steps[-1]:
        return {}
    seen = _epochs_at(run, steps[-1])
    return {step: epoch_of(run, step, steps[-1] / seen) for step in steps[:-1]} if seen > 0 else {}


def epoch_of(run: "Run", step: int, per_epoch: float) -> float:
    """How many epochs were over after a step; `per_epoch` steps make one where nobody changed the batch size."""
    since, first = (0, 0), True
    for event in run.events():
        if event.get("steps_after"):
            per_epoch = event["steps_before"] if first else per_epoch
            if step <= event["step"]:
                break
            since, per_epoch, first = (event["step"], round(event["epoch"])), event["steps_after"], False
    return since[1] + (step - since[0]) / max(per_epoch, 1e-9)


def _epochs_at(run: "Run", step: int) -> float:
    """Epochs that had been trained at the newest recorded step; its frame is read once."""
    key = run.folder, step
    if key not in _seen:
        frame = run.frame(step)
        if frame is None:
            return run.status().epoch
        while len(_seen) >= _MOST_SEEN:
            _seen.pop(next(iter(_seen)), None)
        _seen[key] = float(frame["epoch"])
    return _seen[key]


def reference(run_id: str, step: int | None) -> str:
    """What names a run at a moment, for `Run.open`: its id alone for None.

    >>> reference("20260131-235959-0a1b2c", 250)
    '20260131-235959-0a1b2c@250'
    """
    return run_id if step is None else f"{run_id}{_SIGN}{step}"


def parted(name: str) -> tuple[str, int | None]:
    """(the run's id, the step or None) of what `reference` returned. Raises RunError for a step that is no number."""
    run_id, sign, step = name.partition(_SIGN)
    if sign and not (step.isascii() and step.isdecimal() and len(step) < 13):
        raise RunError(
            f"{step[:40]!r} names no moment of a run.", expected="a number of training steps", where="moment"
        )
    return run_id, int(step) if sign else None
