"""Data sets of TensorFlow Datasets, fetched by a process that is ended when its time is up.

Without a network, TensorFlow Datasets retries for minutes and cannot be interrupted from inside; hence
the separate process. What it has read once is kept as a plain array file and needs no network again.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import uuid
import zipfile
import zlib
from pathlib import Path

import numpy as np

import nnviz
from nnviz import settings
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

MAX_NUMBERS = 64_000_000
"""Numbers (examples × values of one) that are read at most: 20,000 colour images of 32 by 32."""


def folder() -> Path:
    """Where data sets are kept."""
    return settings.get().home / "datasets"


def read(name: str, limit: int, split: str, size: int, seed: int) -> Raw:
    """The first `limit` examples of a split of the TensorFlow Datasets collection.

    Args:
        name: such as "mnist", "glue/cola" or "mnist:3.0.1".
        size: images are resized to size × size; 0 leaves them.
        seed: not used; the data do not depend on it.

    Raises:
        DataError: when the data do not arrive in time (`NNVIZ_DOWNLOAD_SECONDS`), there is no such data set
            or split, or its examples are of a form that nnviz does not read.
    """
    file = folder() / f"{name.replace('/', '-').replace(':', '-')}-{split}-{limit}-{size}.npz"
    if not file.exists():
        _fetch(file, name, limit, split, size)
    try:
        with np.load(file, allow_pickle=False) as stored:
            facts = json.loads(str(stored["schema"]))
            notes = tuple(str(note) for note in stored["notes"])
            x, y = stored["x"], stored["y"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        file.unlink(missing_ok=True)
        raise DataError(
            f"The stored copy of {name!r} was damaged and has been removed ({error}).",
            fix="Load the data again.",
            where="name",
        ) from None
    return Raw(x, y, Schema(**{k: tuple(v) if isinstance(v, list) else v for k, v in facts.items()}), notes)


def _fetch(file: Path, name: str, limit: int, split: str, size: int) -> None:
    """Have another process write `file`, whole or not at all, within the deadline."""
    prepared, scratch = file.parent / "tfds", file.parent / f".{uuid.uuid4().hex}"
    unfinished = scratch / "examples.npz"
    seconds = settings.get().download_seconds
    order = {
        "name": name,
        "limit": limit,
        "split": split,
        "size": size,
        "numbers": MAX_NUMBERS,
        "data_dir": str(prepared),
        "scratch": str(scratch),
        "file": str(unfinished),
        "seconds": seconds,
    }
    before = set(prepared.rglob("incomplete.*"))
    try:
        scratch.mkdir(parents=True)
        prepared.mkdir(exist_ok=True)
        said = _run([sys.executable, "-m", "nnviz.data.fetch", json.dumps(order)], seconds)
        if said or not unfinished.exists():
            raise _refusal(name, said or {"problem": "The process that fetches data ended early."})
        os.replace(unfinished, file)
    except subprocess.TimeoutExpired:
        raise _late(name, seconds, prepared) from None
    except OSError as error:
        raise _unwritable(file.parent, error) from error
    finally:
        for unfinished_folder in (scratch, *set(prepared.rglob("incomplete.*")) - before):
            shutil.rmtree(unfinished_folder, ignore_errors=True)


def _run(command: list[str], seconds: float) -> dict:
    """What `command` printed last, as JSON ({} when nothing); it is ended, whole, at the deadline."""
    places = [str(Path(nnviz.__path__[0]).parent), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONPATH": os.pathsep.join(place for place in places if place),
    }
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        text=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
    except BaseException:
        _end(process)
        raise
    lines = [line for line in output.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


def _end(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, AttributeError):
        process.kill()
    process.wait()
    process.stdout.close()


def _refusal(name: str, said: dict) -> DataError:
    return DataError(
        f"{name!r}: {said['problem']}", expected=said.get("expected", ""), fix=said.get("fix", ""), where="name"
    )


def _late(name: str, seconds: float, prepared: Path) -> DataError:
    return DataError(
        f"The data set {name!r} did not arrive within {seconds:g} seconds.",
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
