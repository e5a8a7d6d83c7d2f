"""Arrays that took long to work out about a run, kept in its folder: a second look is instant, also in another tab or
after a restart. Imports no framework."""

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from nnviz.explanation.shap_kept import weights_of
from nnviz.runs import files
from nnviz.runs.run import Run

_FOLDER, _VERSION = "explained", 1
_MOST_FILES, _MOST_BYTES = 80, 30_000_000
"""What is kept of one run."""


def arrays(run_id: str, question: tuple, work_out: Callable[[], Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """What `work_out` returns, or returned before for the same weights.

    Args:
        run_id: of the run, or its `reference` at a moment.
        question: plain values that tell what was asked.
    """
    run = Run.open(run_id)
    path = _path(run, question)
    found = _read(path)
    if found is None:
        found = {name: np.asarray(value) for name, value in work_out().items()}
        _write(path, found)
    return found


def _path(run: Run, question: tuple) -> Path:
    text = json.dumps([question, weights_of(run), _VERSION], default=str)
    return run.folder / _FOLDER / f"{hashlib.sha256(text.encode()).hexdigest()[:20]}.npz"


def _read(path: Path) -> dict[str, np.ndarray] | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as own:
            return dict(own)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _write(path: Path, found: Mapping[str, np.ndarray]) -> None:
    """What cannot be written is not kept; the oldest of many give way."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **found)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        files.replace(path, buffer.getvalue())
        stats = sorted(((own, own.stat()) for own in path.parent.iterdir()), key=lambda pair: -pair[1].st_mtime_ns)
        total = 0
        for count, (own, stat) in enumerate(stats):
            total += stat.st_size
            if count >= _MOST_FILES or total > _MOST_BYTES:
                own.unlink(missing_ok=True)
