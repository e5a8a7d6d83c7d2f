"""What was found out about a run's columns, kept in its folder: a second look is instant, also after a restart.

columns/<key>.npz    the arrays of a record, and all else of it as JSON

Imports no framework.
"""

import contextlib
import dataclasses
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from nnviz.explanation.columns.records import Importance, Interactions
from nnviz.explanation.shap_kept import weights_of
from nnviz.runs import files
from nnviz.runs.run import Run

_FOLDER, _VERSION, _PLAIN = "columns", 1, "plain"
_MOST = 200
"""Files that are kept of one run; the oldest give way."""
_KINDS = {"column_importance": Importance, "column_pairs": Interactions}
"""The tasks whose answers are dear, and what they answer."""


def find(run: Run, task: str, arguments: tuple) -> Any | None:
    """What was kept of a task with these arguments; None where nothing is, or it cannot be read.

    Args:
        arguments: of the task, after the run's id.
    """
    if task not in _KINDS:
        return None
    try:
        with np.load(io.BytesIO(_path(run, task, arguments).read_bytes()), allow_pickle=False) as content:
            arrays = dict(content)
        plain = json.loads(str(arrays.pop(_PLAIN)))
        names = tuple(plain.pop("names"))
        return _KINDS[task](**arrays, **plain, names=names)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def keep(run: Run, task: str, arguments: tuple, record: Any) -> None:
    """Keeps what a task answered. What cannot be written is not kept."""
    values = {one.name: getattr(record, one.name) for one in dataclasses.fields(record)}
    arrays = {name: own for name, own in values.items() if isinstance(own, np.ndarray)}
    plain = {name: own for name, own in values.items() if name not in arrays}
    content = io.BytesIO()
    np.savez_compressed(content, **arrays, **{_PLAIN: json.dumps(plain)})
    with contextlib.suppress(OSError):
        path = _path(run, task, arguments)
        path.parent.mkdir(exist_ok=True)
        files.replace(path, content.getvalue())
        for old in sorted(path.parent.glob("*.npz"), key=lambda one: one.stat().st_mtime_ns)[:-_MOST]:
            old.unlink(missing_ok=True)


def _path(run: Run, task: str, arguments: tuple) -> Path:
    text = json.dumps([task, arguments, weights_of(run), _VERSION])
    return run.folder / _FOLDER / f"{hashlib.sha256(text.encode()).hexdigest()[:20]}.npz"
