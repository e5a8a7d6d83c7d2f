"""SHAP values of a run, kept in its folder: a second look is instant, also in another tab or after a restart.

shap/<key>.npz    the values: arrays, and all else as JSON
shap/<key>.json   how far one is that takes long
shap/<key>.stop   somebody wants it to end

Imports no framework.
"""

import contextlib
import dataclasses
import hashlib
import io
import json
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nnviz.data.column import Column
from nnviz.explanation.shap_records import ShapPart, ShapValues
from nnviz.explanation.target import Chosen, Target
from nnviz.runs import files
from nnviz.runs.run import Run
from nnviz.training.meaning import OutputMeaning

_FOLDER, _VERSION = "shap", 1
_MOST_FILES, _MOST_BYTES = 60, 60_000_000
"""What is kept of one run."""
_SILENT = {"waiting": 3600.0, "running": 180.0}
"""Seconds without a word after which work counts as lost."""
_ARRAYS = ("values", "data", "output", "base")
_PLAIN = ("background", "background_size", "method", "params", "seed", "seconds", "notes")


@dataclass(frozen=True)
class Question:
    """What SHAP values are asked of.

    Attributes:
        split, indexes: which examples.
        target: as in `nnviz.explanation.shap_of_run.shap_of_run`.
        classes, against: of one image, the classes that are mapped beside each other; () where there is one target.
        method, settings: how. `choice`, `rows`, `own`: compared with what.
    """

    split: str
    indexes: tuple[int, ...]
    target: Chosen = None
    classes: tuple[int, ...] = ()
    against: int | None = None
    method: str = "expected_gradients"
    choice: str = "sample"
    rows: int = 50
    own: tuple[int, ...] = ()
    settings: dict = field(default_factory=dict)

    def key(self, run: Run) -> str:
        """What its file is called: other weights have another one."""
        text = json.dumps([dataclasses.asdict(self), weights_of(run), _VERSION], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    def call(self, run_id: str) -> tuple[str, tuple]:
        """The function of `nnviz.explanation.shap_of_run` that answers it, and its arguments."""
        background = self.choice, self.rows, self.own
        if self.classes:
            arguments = (run_id, self.split, self.indexes[0], self.classes, self.against, *background)
            return "shap_maps_of_run", (*arguments, self.method, self.settings)
        arguments = (run_id, self.split, self.indexes, self.target, self.method)
        return "shap_of_run", (*arguments, *background, self.settings)


def weights_of(run: Run) -> tuple:
    """What tells a run's present weights from others."""
    if run.moment is not None:
        return run.moment, 0
    size = run.model_path.stat() if run.model_path.is_file() else None
    return max(run.weight_ids(), default=0), size.st_mtime_ns if size else 0


def find(run: Run, question: Question) -> ShapValues | None:
    """The values that were kept; None where there are none, or they cannot be read."""
    try:
        content = _path(run, question, "npz").read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return _record(dict(arrays))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def keep(run: Run, question: Question, shap: ShapValues) -> None:
    """Keeps values; the oldest of many give way. What cannot be written is not kept."""
    with contextlib.suppress(OSError):
        path = _path(run, question, "npz")
        path.parent.mkdir(exist_ok=True)
        files.replace(path, _content(shap))
        _make_room(path.parent)


@dataclass(frozen=True)
class Work:
    """How far work on a question is: `state` is "waiting", "running", "stopped" or "failed"."""

    state: str
    share: float = 0.0
    message: str = ""
    updated: float = 0.0

    @property
    def active(self) -> bool:
        return time.time() - self.updated < _SILENT.get(self.state, 0.0)


def work(run: Run, question: Question) -> Work | None:
    """How far it is; None where nobody has begun it."""
    content = files.read_object(_path(run, question, "json"))
    try:
        return None if content is None else Work(**content)
    except TypeError:
        return None


def note(run: Run, question: Question, state: str, share: float = 0.0, message: str = "") -> None:
    """Writes how far it is."""
    with contextlib.suppress(OSError):
        path = _path(run, question, "json")
        path.parent.mkdir(exist_ok=True)
        files.replace(path, json.dumps(dataclasses.asdict(Work(state, share, message, time.time()))))


def begin(run: Run, question: Question) -> None:
    """Notes that it waits for a worker, and forgets that anybody wanted it to end."""
    with contextlib.suppress(OSError):
        _path(run, question, "stop").unlink(missing_ok=True)
    note(run, question, "waiting")


def stop(run: Run, question: Question) -> None:
    """Asks the worker to end."""
    with contextlib.suppress(OSError):
        files.replace(_path(run, question, "stop"), "")
    note(run, question, "stopped")


def is_stopped(run: Run, question: Question) -> bool:
    return _path(run, question, "stop").is_file()


def done(run: Run, question: Question) -> None:
    """Forgets how far it was."""
    for ending in ("json", "stop"):
        with contextlib.suppress(OSError):
            _path(run, question, ending).unlink(missing_ok=True)


def _path(run: Run, question: Question, ending: str) -> Path:
    return run.folder / _FOLDER / f"{question.key(run)}.{ending}"


def _make_room(folder: Path) -> None:
    stats = [(path, path.stat()) for path in folder.iterdir()]
    kept = 0
    for count, (path, stat) in enumerate(sorted(stats, key=lambda pair: -pair[1].st_mtime_ns)):
        kept += stat.st_size
        if count >= _MOST_FILES or kept > _MOST_BYTES:
            path.unlink(missing_ok=True)


def _content(shap: ShapValues) -> bytes:
    arrays = {name: getattr(shap, name) for name in _ARRAYS}
    plain = {name: getattr(shap, name) for name in _PLAIN}
    plain["columns"] = [dataclasses.asdict(column) for column in shap.columns]
    plain["target"] = dataclasses.asdict(shap.target)
    plain["further"] = [
        {"name": part.name, "columns": [dataclasses.asdict(column) for column in part.columns]} for part in shap.further
    ]
    for k, part in enumerate(shap.further):
        arrays |= {f"values_{k}": part.values, f"data_{k}": part.data}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays, plain=np.array(json.dumps(plain, default=_plain)))
    return buffer.getvalue()


def _plain(value):
    """NumPy's numbers and arrays as JSON has them."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def _record(arrays: dict[str, np.ndarray]) -> ShapValues:
    plain = json.loads(str(arrays["plain"]))
    target = {name: _tuples(value) for name, value in plain["target"].items()}
    if target["meaning"] is not None:
        target["meaning"] = OutputMeaning(**{name: _tuples(one) for name, one in target["meaning"].items()})
    further = tuple(
        ShapPart(part["name"], arrays[f"values_{k}"], arrays[f"data_{k}"], _columns(part["columns"]))
        for k, part in enumerate(plain["further"])
    )
    own = {name: _tuples(plain[name]) for name in _PLAIN}
    return ShapValues(
        **{name: arrays[name] for name in _ARRAYS},
        **own,
        target=Target(**target),
        columns=_columns(plain["columns"]),
        further=further,
    )


def _columns(columns: list[dict]) -> tuple[Column, ...]:
    return tuple(Column(**{name: _tuples(value) for name, value in column.items()}) for column in columns)


def _tuples(value):
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
