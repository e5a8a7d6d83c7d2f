"""Where a run stands: `status.json`, and whether the worker that wrote it still lives. Imports no framework."""

import dataclasses
import json
import math
import os
import socket
from pathlib import Path

import psutil

from nnviz import settings
from nnviz.errors import RunError
from nnviz.runs import clock
from nnviz.versions import unchanged, up_to_date

ACTIVE = ("queued", "running", "paused")
STATES = (*ACTIVE, "finished", "stopped", "failed")
_VERSION = 1
_MIGRATIONS = {0: unchanged}
_MOST_BYTES = 1_000_000
_MOST_LETTERS = 4_000
_MOST_NUMBER = 1e12
_DELETED = "This run is not there any more: it has been deleted."
_DAMAGED = "The run's status is damaged; its history and frames may still be read."


@dataclasses.dataclass(frozen=True)
class Status:
    """Where a run stands.

    Attributes:
        state: "queued", "running", "paused", "finished", "stopped" or "failed".
        epoch, epochs: completed (with a fraction inside an epoch) and asked for.
        message: a sentence for a person, or "".
        seconds: time spent in training.
        process: [host, process id, process start] of the worker; None while queued.
        updated: when the worker was last heard of, in seconds since 1970 by the file system's clock.
    """

    state: str = "queued"
    epoch: float = 0.0
    epochs: int = 0
    message: str = ""
    seconds: float = 0.0
    process: tuple | None = None
    updated: float = 0.0

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    def to_json(self) -> str:
        return json.dumps({**dataclasses.asdict(self), "version": _VERSION})

    @classmethod
    def from_json(cls, text: str | bytes) -> "Status":
        """What is written there. Settings that are missing keep their default, and unknown ones are passed over.

        Raises:
            RunError: for what is damaged, or was written by a newer nnviz.
        """
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise RunError(_DAMAGED, where="run")
        content = up_to_date(content, "This run's status", _VERSION, _MIGRATIONS, kind=RunError)
        try:
            return cls(**{name: read(content[name]) for name, read in _READ.items() if name in content})
        except (TypeError, ValueError, OverflowError):
            raise RunError(_DAMAGED, where="run") from None


def read_status(folder: Path) -> Status:
    """Where the run in `folder` stands. A run whose worker is gone counts as failed, whatever it wrote last.

    On this host the worker's process is looked for. A worker on another host is gone when its file has not been
    touched for `silent_seconds`: the file's own time is compared with the file system's, so that clocks may differ.
    """
    try:
        status = stored_status(folder)
    except RunError as error:
        return Status("failed", message=str(error))
    if not status.active or not status.process:
        return status
    why = lost(status.process, clock.now(folder.parent) - status.updated)
    return dataclasses.replace(status, state="failed", message=why) if why else status


def stored_status(folder: Path) -> Status:
    """What was written last, believed as it stands. Raises RunError for what is damaged, missing or newer."""
    try:
        with open(folder / "status.json", "rb") as file:
            text, heard = file.read(_MOST_BYTES + 1), os.fstat(file.fileno()).st_mtime
    except OSError:
        raise RunError(_DAMAGED if folder.is_dir() else _DELETED, where="run") from None
    if len(text) > _MOST_BYTES:
        raise RunError(_DAMAGED, where="run")
    return dataclasses.replace(Status.from_json(text), updated=heard)


def this_process() -> tuple[str, int, float]:
    """What `Status.process` holds for the process that asks."""
    return socket.gethostname(), os.getpid(), psutil.Process().create_time()


def lost(process: tuple, silent: float) -> str:
    """Why a worker counts as gone, as a sentence; "" while it lives.

    Args:
        process: host, process id and process start of the worker.
        silent: seconds since it was last heard of.
    """
    host, process_id, started = process
    if host != socket.gethostname():
        if silent <= settings.get().silent_seconds:
            return ""
        return f"The worker that trained this run, on {host}, has not reported for {silent:,.0f} seconds."
    try:
        worker = psutil.Process(process_id)
        alive = abs(worker.create_time() - started) < 1.0 and worker.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError, OverflowError):
        alive = False
    return "" if alive else "The worker that trained this run ended unexpectedly (killed, or out of memory)."


def number(value, most: float = _MOST_NUMBER) -> float:
    """`value` as a number between 0 and `most`. Raises TypeError or ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{type(value).__name__} is no number")
    if not math.isfinite(value) or not 0 <= value <= most:
        raise ValueError(f"expected 0 to {most:g}")
    return float(value)


def text(value) -> str:
    """`value`, cut where it is too long to be meant. Raises TypeError for anything but text."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is no text")
    return value[:_MOST_LETTERS]


def _state(value) -> str:
    if value not in STATES:
        raise ValueError(f"expected one of {', '.join(STATES)}")
    return value


def _process(value) -> tuple[str, int, float] | None:
    if value is None:
        return None
    host, process_id, started = value
    return text(host), int(number(process_id)), number(started)


_READ = {
    "state": _state,
    "epoch": number,
    "epochs": lambda value: int(number(value)),
    "message": text,
    "seconds": number,
    "process": _process,
}
