"""What a lesson measures once on a machine: arrays, kept in the home folder. For workers."""

import fcntl
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from nnviz import settings, whole_files

_WORDS = "words"
"""The array that holds all that is no array, as JSON."""
_MOST = 80


def kept_arrays(room: str, name: str, measure: Callable[[], dict]) -> dict:
    """What `measure` returns, from a file where it was measured before; whoever asks meanwhile waits for it.

    Args:
        room: the lesson.
        name: of what is measured, all on which it depends; the version of Keras counts too.
        measure: returns {name: array, or something that JSON can hold}.
    """
    import keras

    digest = hashlib.sha256(f"{name} {keras.__version__}".encode()).hexdigest()[:16]
    folder = settings.get().home / "lessons" / room
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{digest}.npz"
    with open(folder / f"{digest}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.is_file():
            whole_files.replace(path, _written(measure()))
            _sweep(folder)
        return _read(path)


def _written(measured: dict) -> bytes:
    arrays = {key: value for key, value in measured.items() if isinstance(value, np.ndarray)}
    words = {key: value for key, value in measured.items() if key not in arrays}
    file = io.BytesIO()
    np.savez_compressed(file, **arrays, **{_WORDS: np.frombuffer(json.dumps(words).encode(), "uint8")})
    return file.getvalue()


def _read(path: Path) -> dict:
    with np.load(path, allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    return {**json.loads(arrays.pop(_WORDS).tobytes()), **arrays}


def _sweep(folder: Path) -> None:
    """Removes what was measured longest ago, beyond the newest."""
    for path in sorted(folder.glob("*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)[_MOST:]:
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)
