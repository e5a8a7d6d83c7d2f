"""Fetching a data set of TensorFlow Datasets in a process of its own: how far it is, and its end when it is late.

Without a network, TensorFlow Datasets retries for minutes and cannot be interrupted from inside; hence the separate
process. What it has read once is kept as a plain array file and needs no network again. Imports no framework.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import nnviz
from nnviz import settings, words
from nnviz.errors import DataError

MAX_NUMBERS = 64_000_000
"""Numbers (examples × values of one) that are read at most: 20,000 colour images of 32 by 32."""
COMMAND = (sys.executable, "-m", "nnviz.data.downloading.fetch")
_PHASES = {
    "starting": "Starting TensorFlow Datasets",
    "downloading": "Downloading",
    "preparing": "Preparing",
    "reading": "Reading",
}
_BETWEEN_LOOKS = 0.1


def folder() -> Path:
    """Where data sets are kept."""
    return settings.get().home / "datasets"


def places() -> tuple[Path, ...]:
    """Where prepared data sets may lie: our own folder first, then where TensorFlow Datasets itself keeps them."""
    own = os.environ.get("TFDS_DATA_DIR")
    return folder() / "tfds", Path(own).expanduser() if own else Path.home() / "tensorflow_datasets"


@dataclass(frozen=True)
class Wanted:
    """What is read of a data set: the first `limit` examples of a split, its images resized to size × size (0: as they
    are), and which of its parts are input and target ("" for what the set says, or what is likely)."""

    name: str
    limit: int
    split: str
    size: int
    input: str = ""
    target: str = ""

    @property
    def file(self) -> Path:
        """Where it is kept once it was read."""
        chosen = f"-{self.input}-to-{self.target}" if self.input or self.target else ""
        stem = re.sub("[^A-Za-z0-9._-]", "-", f"{self.name}-{self.split}{chosen}")
        return folder() / f"{stem}-{self.limit}-{self.size}.npz"

    @property
    def is_here(self) -> bool:
        """Whether it needs no network."""
        return self.file.is_file() or prepared_in(self.name) is not None


def prepared_in(name: str) -> Path | None:
    """The place where a data set lies prepared ("mnist", "glue/cola", "mnist:3.0.1"); None where it does not."""
    path, _, version = name.partition(":")
    for place in places():
        if any((place / path).glob(f"{version or '*'}/dataset_info.json")):
            return place
    return None


def prepared_names() -> tuple[str, ...]:
    """Every data set that lies prepared here, "glue/cola" for one of several variants."""
    found = set()
    for place in places():
        for pattern in ("*/*/dataset_info.json", "*/*/*/dataset_info.json"):
            found |= {file.relative_to(place).parent.parent.as_posix() for file in place.glob(pattern)}
    return tuple(sorted(found))


@dataclass(frozen=True)
class Progress:
    """How far a fetching has come: `done` of `total` bytes while it downloads, of examples afterwards; None where that
    is not known."""

    phase: str
    done: int = 0
    total: int | None = None

    @property
    def share(self) -> float | None:
        return min(self.done / self.total, 1.0) if self.total else None

    @property
    def words(self) -> str:
        """ "Downloading: 3.1 of 11.6 MB"."""
        if not self.done:
            return _PHASES.get(self.phase, self.phase)
        if self.phase == "downloading":
            of = f" of {words.memory(self.total)}" if self.total else ""
            return f"{_PHASES[self.phase]}: {words.memory(self.done)}{of}"
        of = f" of {self.total:,}" if self.total else ""
        return f"{_PHASES.get(self.phase, self.phase)}: {self.done:,}{of} examples"


class Fetching:
    """A data set on its way here. `look` says how far it is; once `ended`, `problem` says why it did not come."""

    def __init__(self, wanted: Wanted, owner: str = ""):
        self.wanted, self.owner = wanted, owner
        self.ended, self.problem, self.cancelled = False, None, False
        self._seconds = settings.get().download_seconds
        self._prepared = prepared_in(wanted.name) or places()[0]
        self._scratch = folder() / f".{uuid.uuid4().hex}"
        self._lock = threading.RLock()
        self._progress, self._since = Progress("starting"), time.monotonic()
        self._before = self._unfinished()
        try:
            (self._scratch / "downloads").mkdir(parents=True)
            self._prepared.mkdir(parents=True, exist_ok=True)
            self._process = self._begun()
        except OSError as error:
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise _unwritable(folder(), error) from error

    def look(self) -> Progress:
        """How far it is. Ends it where nothing has come for `NNVIZ_DOWNLOAD_SECONDS`, and cleans up once it is over."""
        with self._lock:
            if not self.ended:
                self._note_progress()
                if self._process.poll() is not None:
                    self._over()
                elif time.monotonic() - self._since > self._seconds:
                    self._stop()
                    self.problem = _late(self.wanted.name, self._seconds, places()[0])
            return self._progress

    def cancel(self) -> None:
        """Ends it, and removes what was half done."""
        with self._lock:
            if not self.ended:
                self.cancelled = True
                self._stop()

    def wait(self) -> None:
        """Returns once it is over. Raises DataError where the data did not come."""
        try:
            while not self.ended:
                self.look()
                time.sleep(_BETWEEN_LOOKS)
        except BaseException:
            self.cancel()
            raise
        if self.problem:
            raise self.problem

    def _begun(self) -> subprocess.Popen:
        order = {
            "name": self.wanted.name,
            "limit": self.wanted.limit,
            "split": self.wanted.split,
            "size": self.wanted.size,
            "input": self.wanted.input,
            "target": self.wanted.target,
            "numbers": MAX_NUMBERS,
            "data_dir": str(self._prepared),
            "scratch": str(self._scratch / "downloads"),
            "file": str(self._scratch / "examples.npz"),
            "progress": str(self._scratch / "progress.json"),
            "seconds": self._seconds,
            "bytes": int(settings.get().download_megabytes * 1e6),
        }
        paths = [str(Path(nnviz.__path__[0]).parent), os.environ.get("PYTHONPATH", "")]
        environment = {
            **os.environ,
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "-1",
            "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        }
        with (self._scratch / "said.txt").open("w") as said:
            return subprocess.Popen(
                [*COMMAND, json.dumps(order)],
                stdout=said,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )

    def _note_progress(self) -> None:
        try:
            told = Progress(**json.loads((self._scratch / "progress.json").read_text()))
        except (OSError, ValueError, TypeError):
            return
        if told != self._progress:
            self._progress, self._since = told, time.monotonic()

    def _over(self) -> None:
        """The process has ended: what it read is kept, or what it said is the problem."""
        lines = [line for line in (self._scratch / "said.txt").read_text().splitlines() if line.startswith("{")]
        said, read = json.loads(lines[-1]) if lines else {}, self._scratch / "examples.npz"
        if said or not read.is_file():
            self.problem = _refusal(self.wanted.name, said or {"problem": "the process that fetches it ended early."})
        else:
            try:
                os.replace(read, self.wanted.file)
            except OSError as error:
                self.problem = _unwritable(folder(), error)
        self._clean()

    def _stop(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, AttributeError):
            self._process.kill()
        self._process.wait()
        self._clean()

    def _clean(self) -> None:
        for unfinished in (self._scratch, *(self._unfinished() - self._before)):
            shutil.rmtree(unfinished, ignore_errors=True)
        self.ended = True

    def _unfinished(self) -> set[Path]:
        return set((self._prepared / self.wanted.name.split("/")[0].split(":")[0]).rglob("*incomplete*"))


def _refusal(name: str, said: dict) -> DataError:
    return DataError(
        f"{name!r}: {said['problem']}", expected=said.get("expected", ""), fix=said.get("fix", ""), where="name"
    )


def _late(name: str, seconds: float, prepared: Path) -> DataError:
    return DataError(
        f"Nothing of the data set {name!r} has arrived for {seconds:g} seconds.",
        expected=f"a network connection, or the data set in {prepared}",
        fix="Check the connection, set NNVIZ_DOWNLOAD_SECONDS higher, "
        "or choose a source that needs no download, such as Digits.",
        where="name",
    )


def _unwritable(place: Path, error: OSError) -> DataError:
    return DataError(
        f"The folder {place} cannot be written ({error.strerror or error}).",
        expected="a folder that this account may write to",
        fix="Set NNVIZ_HOME to such a folder and start nnviz again.",
        where="NNVIZ_HOME",
    )
