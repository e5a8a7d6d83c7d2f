"""`Run`: the directory that training an experiment leaves behind, readable while it is being written.

    experiment.json   the experiment            history.jsonl   a line an epoch
    status.json       state and progress        graph.json      what the frames show
    command.json      what a person asked for   frames/*.npz    the pictures' numbers, thinned out
    live.npz          the newest frame          weights/*.npz   snapshots of all weights, thinned out
    final.keras       the trained model         schema.json     the form of the data
    facts.json        number of examples and of parameters

Whole files are replaced at once and lines are appended, so a reader never sees half of anything but a
last line, which it leaves for the next look. Imports no framework.
"""

import contextlib
import dataclasses
import json
import os
import re
import secrets
import socket
import time
from pathlib import Path

import numpy as np
import psutil

from nnviz import settings
from nnviz.data.schema import Schema
from nnviz.errors import RunError
from nnviz.runs.frames import unpacked_frame
from nnviz.runs.history import HistoryReader
from nnviz.specs import Experiment

ID = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{6}$")
ACTIVE = ("queued", "running", "paused")
COMMANDS = ("run", "pause", "step", "stop")


@dataclasses.dataclass(frozen=True)
class Status:
    """Where a run stands.

    Attributes:
        state: "queued", "running", "paused", "finished", "stopped" or "failed".
        epoch, epochs: completed (with a fraction inside an epoch) and asked for.
        message: a sentence for a person, or "".
        seconds: time spent in training.
        process: [host, process id, process start] of the worker; None while queued.
        updated: when this was written, in seconds since 1970.
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


class Run:
    """One run directory. `Run.create` makes one; `Run.open` finds it by its id."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    @property
    def id(self) -> str:
        return self.folder.name

    @classmethod
    def create(cls, experiment: Experiment, home: Path | str | None = None) -> "Run":
        """A new, queued run. Raises RunError when the home folder cannot be written."""
        runs = Path(home) / "runs" if home else settings.get().runs
        settings.writable_home(settings.get().model_copy(update={"home": runs.parent}))
        run = cls(runs / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}")
        (run.folder / "frames").mkdir(parents=True)
        (run.folder / "weights").mkdir()
        run.write("experiment.json", experiment.to_json(indent=1))
        run.write_status(Status(epochs=experiment.train.epochs))
        return run

    @classmethod
    def open(cls, run_id: str, home: Path | str | None = None) -> "Run":
        """The run with that id. Raises RunError for one that is unknown or damaged."""
        runs = Path(home) / "runs" if home else settings.get().runs
        if not ID.match(str(run_id)):
            raise RunError(
                f"{str(run_id)[:60]!r} is not the id of a run.",
                expected="one like 20260131-235959-0a1b2c",
                fix="Check the link, or train anew.",
                where="run",
            )
        run = cls(runs / run_id)
        if not (run.folder / "experiment.json").is_file():
            raise RunError(
                f"There is no run {run_id} in {runs}.",
                fix="It may have been deleted, or made on another computer; train anew.",
                where="run",
            )
        return run

    @classmethod
    def recent(cls, home: Path | str | None = None, limit: int = 50) -> list["Run"]:
        """The newest runs first."""
        runs = Path(home) / "runs" if home else settings.get().runs
        names = sorted((p.name for p in runs.glob("*") if ID.match(p.name)), reverse=True) if runs.is_dir() else []
        return [cls(runs / name) for name in names[:limit] if (runs / name / "experiment.json").is_file()]

    # What a reader asks.

    @property
    def experiment(self) -> Experiment:
        try:
            return Experiment.from_json((self.folder / "experiment.json").read_text())
        except OSError as error:
            raise RunError(f"The experiment of run {self.id} cannot be read ({error.strerror}).", where="run") from None

    @property
    def schema(self) -> Schema | None:
        data = self._json("schema.json")
        if data is None:
            return None
        return Schema(**{k: tuple(v) if isinstance(v, list) else v for k, v in data.items()})

    @property
    def facts(self) -> dict:
        """{"examples": …, "parameters": …} once training has begun."""
        return self._json("facts.json") or {}

    @property
    def graph(self) -> dict | None:
        """What the frames show (columns, links, axes, samples), or None before the first frame."""
        return self._json("graph.json")

    def status(self) -> Status:
        """Where the run stands. A run whose worker is gone counts as failed, whatever it wrote last."""
        data = self._json("status.json")
        if data is None:
            return Status("failed", message="The run's status is damaged; its history and frames may still be read.")
        status = Status(**{**data, "process": tuple(data["process"]) if data.get("process") else None})
        if status.active and status.process and not _alive(status.process):
            return dataclasses.replace(
                status,
                state="failed",
                message="The worker that trained this run ended without a word (killed, or out of memory).",
            )
        return status

    def history(self) -> dict[str, np.ndarray]:
        """{"epoch": (n,), "loss": (n,), …} of every epoch completed, float64; NaN where a value is not finite."""
        return HistoryReader(self.folder).read()

    def last_epoch(self) -> dict:
        """The newest complete line of the history; {} before there is one. Reads the file's end alone."""
        with contextlib.suppress(OSError, ValueError, IndexError), open(self.folder / "history.jsonl", "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 4096))
            return json.loads(file.read().split(b"\n")[-2])
        return {}

    def frame_ids(self) -> list[int]:
        """The recorded frames in order; a frame's id is its optimizer step."""
        return _numbered(self.folder / "frames")

    def frame(self, step: int | None = None) -> dict[str, np.ndarray] | None:
        """The arrays of one frame, by default of the newest; None when it is not there (yet, or any more)."""
        path = self.folder / ("live.npz" if step is None else f"frames/{step:09d}.npz")
        arrays = _arrays(path)
        return None if arrays is None else unpacked_frame(arrays)

    def weight_ids(self) -> list[int]:
        return _numbered(self.folder / "weights")

    def weights(self, step: int) -> list[np.ndarray] | None:
        """All the model's variables at a recorded step, in `model.variables`' order."""
        arrays = _arrays(self.folder / f"weights/{step:09d}.npz")
        return None if arrays is None else [arrays[f"v{i}"] for i in range(len(arrays))]

    @property
    def model_path(self) -> Path:
        return self.folder / "final.keras"

    def model(self):
        """The trained `keras.Model`. Imports Keras. Raises RunError while there is none."""
        if not self.model_path.is_file():
            raise RunError(
                f"Run {self.id} has no trained model yet.", fix="Wait for its first epochs, or train anew.", where="run"
            )
        import keras

        return keras.saving.load_model(self.model_path, compile=False, safe_mode=True)

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    # What a person asks for, and what the worker answers.

    def command(self, command: str) -> None:
        """Asks the worker to "run", "pause", "step" (one epoch, then pause) or "stop"."""
        if command not in COMMANDS:
            raise RunError(
                f"Received the command {command!r}.", expected=f"one of {', '.join(COMMANDS)}", where="command"
            )
        self.write("command.json", json.dumps({"command": command, "token": secrets.token_hex(4)}))

    def commanded(self) -> tuple[str, str] | None:
        """(command, token) last asked for; a new token is a new request."""
        data = self._json("command.json")
        return (data["command"], data["token"]) if data else None

    def write_status(self, status: Status) -> None:
        self.write("status.json", json.dumps(dataclasses.asdict(dataclasses.replace(status, updated=time.time()))))

    def fail(self, message: str) -> None:
        """Marks an unfinished run as failed, with a sentence."""
        status = self.status()
        if status.active or not status.message:
            self.write_status(dataclasses.replace(status, state="failed", message=message))

    def append_history(self, rows: list[dict]) -> None:
        with open(self.folder / "history.jsonl", "a") as file:
            file.write("".join(json.dumps({k: _plain(v) for k, v in row.items()}) + "\n" for row in rows))

    def write(self, name: str, content: str | bytes) -> None:
        """Replaces a file of the run at once."""
        target = self.folder / name
        part = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            part.write_bytes(content.encode() if isinstance(content, str) else content)
            os.replace(part, target)
        except OSError as error:
            raise RunError(
                f"Run {self.id} cannot be written ({error.strerror or error}).",
                where="run",
                fix="Free some space, or set NNVIZ_HOME to another folder.",
            ) from error

    def _json(self, name: str) -> dict | None:
        try:
            data = json.loads((self.folder / name).read_text())
        except (OSError, ValueError):
            return None
        return data if isinstance(data, dict) else None


def this_process() -> tuple[str, int, float]:
    """What `Status.process` holds for the process that asks."""
    return socket.gethostname(), os.getpid(), psutil.Process().create_time()


def _alive(process: tuple) -> bool:
    host, pid, started = process
    if host != socket.gethostname():
        return True
    try:
        found = psutil.Process(pid)
        return abs(found.create_time() - started) < 1.0 and found.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _arrays(path: Path) -> dict[str, np.ndarray] | None:
    try:
        with np.load(path, allow_pickle=False) as data:
            return {name: data[name] for name in data.files}
    except Exception:  # cut off, replaced or thinned out while being read: there is no such frame
        return None


def _numbered(folder: Path) -> list[int]:
    return sorted(int(path.stem) for path in folder.glob("[0-9]*.npz"))


def _plain(value):
    value = float(value) if not isinstance(value, int) else value
    return value if np.isfinite(value) else None
