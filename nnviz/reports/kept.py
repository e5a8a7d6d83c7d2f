"""A run's report, kept in its folder: how far it is, and the file. Imports no framework.

report/report.html   the page          report/report.json   what it was asked for and how far it is
report/stop          somebody wants it to end
"""

import contextlib
import dataclasses
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from nnviz import settings
from nnviz.explanation.scoreboard import weights_of
from nnviz.runs import files
from nnviz.runs.run import Run
from nnviz.runs.status import lost

ACTIVE = ("queued", "running")
_MOST_BYTES = 100_000


@dataclass(frozen=True)
class Kept:
    """A report as it stands.

    Attributes:
        examples: how many predictions are explained in it.
        state: "queued", "running", "finished", "stopped" or "failed".
        now: what is being done; `done` of `steps` are.
        message: why it failed.
        process: [host, process id, process start] of the worker; None before it began.
        owner: who asked for it, and so may stop it.
        updated: seconds since 1970.
    """

    examples: int
    state: str = "queued"
    now: str = ""
    done: int = 0
    steps: int = 1
    message: str = ""
    process: tuple | None = None
    owner: str = ""
    updated: float = field(default_factory=time.time)

    @property
    def active(self) -> bool:
        return self.state in ACTIVE


def path(run: Run) -> Path:
    """Where the page is."""
    return run.folder / "report" / "report.html"


def begin(run: Run, examples: int, owner: str = "") -> Kept:
    """Writes that it waits, and forgets that anybody wanted it to end."""
    path(run).parent.mkdir(exist_ok=True)
    (path(run).parent / "stop").unlink(missing_ok=True)
    kept = Kept(examples, owner=owner)
    write(run, kept)
    return kept


def write(run: Run, kept: Kept) -> None:
    content = {**dataclasses.asdict(kept), "updated": time.time(), "weights": weights_of(run)}
    files.replace(path(run).parent / "report.json", json.dumps(content))


def read(run: Run) -> Kept | None:
    """The report of the run's present weights; None where there is none."""
    content = files.read_object(path(run).parent / "report.json", _MOST_BYTES)
    try:
        if content is None or content.pop("weights") != weights_of(run):
            return None
        process = content.pop("process")
        kept = Kept(process=tuple(process) if process else None, **content)
    except (KeyError, TypeError):
        return None
    if kept.state == "finished" and not path(run).is_file():
        return None
    return _as_it_is(kept)


def stop(run: Run) -> None:
    """Asks the worker to end before its next step."""
    with contextlib.suppress(OSError):
        files.replace(path(run).parent / "stop", "")


def is_stopped(run: Run) -> bool:
    return (path(run).parent / "stop").is_file()


def _as_it_is(kept: Kept) -> Kept:
    """One whose worker is gone has ended, whatever it wrote last."""
    if not kept.active:
        return kept
    silent = time.time() - kept.updated
    if kept.process is None:
        gone = "" if silent < settings.get().wait_seconds + 60 else "It never began."
    else:
        gone = "The worker that wrote it ended unexpectedly." if lost(kept.process, silent) else ""
    return dataclasses.replace(kept, state="failed", message=gone) if gone else kept
