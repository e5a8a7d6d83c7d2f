"""How much one person may train on a hosted copy. On one's own computer there is no such limit."""

from nnviz import settings
from nnviz.errors import RunError
from nnviz.runs import retention
from nnviz.runs.index import run_index
from nnviz.runs.run import Run
from pages.shared.session import owner


def at_once() -> int:
    """How many of this person's runs may train at once; 0 for any number. Those above it wait."""
    return settings.get().person_training if owner.hosted() else 0


def check(instead_of: Run | None = None, count: int = 1) -> None:
    """Returns when this person may start another run, or `count` of them, in place of `instead_of` where there is one.

    Raises:
        RunError: when so many are under way already, or what is kept is as much as it may be and none of it can go.
    """
    if not owner.hosted():
        return
    limits, index = settings.get(), run_index()
    under_way = [run.id for run in index.recent(owner.owner(), 1000, active_only=True) if not _ending(run.id)]
    if instead_of is not None and instead_of.id in under_way:
        under_way.remove(instead_of.id)
    most = limits.person_training + limits.person_waiting
    if count > 1 and len(under_way) + count > most:
        raise RunError(
            f"This study trains {count} runs, and you have {len(under_way)} training or waiting.",
            expected=f"at most {most} for one person here",
            fix="Make the study smaller, or wait until others have ended.",
            where="run",
        )
    if len(under_way) >= most:
        raise RunError(
            f"You have {len(under_way)} run{'s' * (len(under_way) != 1)} training or waiting, "
            "as many as one person may have here.",
            fix="Wait until one has ended, or stop one; the Runs page lists them.",
            where="run",
        )
    kept = retention.kept(index, owner.owner())
    if kept.full and not index.oldest_ended(owner.owner(), 1):
        raise RunError(
            f"Your runs fill {kept.bytes / 1e9:.2g} GB, and one person's may fill {kept.most_bytes / 1e9:.2g} GB here.",
            fix="Delete some of those that you keep, on the Runs page.",
            where="run",
        )


def _ending(run_id: str) -> bool:
    """Whether a run was told to stop and will not go on for long."""
    try:
        return (Run.open(run_id).commanded() or ("", ""))[0] == "stop"
    except RunError:
        return True
