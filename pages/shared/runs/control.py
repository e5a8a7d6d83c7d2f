"""Who may do what with a run: its owner everything, whoever has the link may watch."""

from nnviz.engine import client
from nnviz.errors import RunError
from nnviz.runs.run import Run, RunRecord
from pages.shared.session import owner

SOMEBODY_ELSES = "This run belongs to somebody else."
WATCH = "You can watch it; Train starts your own."


def mine(run: Run | RunRecord) -> bool:
    """Whether the run belongs to whoever uses this session."""
    return not owner.hosted() or owner.owns(run.owner)


def check_mine(run: Run | RunRecord) -> None:
    """Raises RunError for a run that belongs to somebody else."""
    if not mine(run):
        raise RunError(SOMEBODY_ELSES, fix=WATCH, where="run")


def command(run: Run | None, asked: str) -> None:
    """Does what was asked of a run: "run", "pause", "step" or "stop".

    Raises:
        RunError: when there is no run, or it belongs to somebody else.
    """
    if run is None:
        raise RunError("There is no run yet.", fix="Press Train to start one.", where="run")
    check_mine(run)
    if asked == "stop":
        client.get().stop(run)
    else:
        run.command(asked)


def set_speed(run: Run, speed: str) -> None:
    """How fast a run may go from now on. Raises RunError for a run that belongs to somebody else."""
    check_mine(run)
    run.set_speed(speed)
