"""What the tests of runs share."""

import dataclasses
import os
from pathlib import Path

from nnviz.runs.index import RunIndex
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment, TrainSpec


def ended_run(home: Path, **record) -> Run:
    """A run that has finished, of a thousand and some bytes."""
    run = Run.create(Experiment(train=TrainSpec(epochs=7)), home, **record)
    run.append_history([{"epoch": 7, "loss": 0.25, "val_accuracy": 0.5}])
    run.write_status(Status("finished", 7, 7))
    return run


def fresh(home: Path) -> RunIndex:
    """The index as another process sees it."""
    return RunIndex(home / "runs")


def aged(run: Run, seconds: float) -> None:
    """Makes a run look as if it had last been heard of and opened so long ago."""
    for name in ("status.json", ".opened"):
        path = run.folder / name
        if path.exists():
            then = path.stat().st_mtime - seconds
            os.utime(path, (then, then))


def from_elsewhere(status: Status) -> Status:
    """The same, of a worker on another host."""
    return dataclasses.replace(status, process=("another-host", 4321, 1.0))
