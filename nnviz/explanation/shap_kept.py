"""SHAP values of a run: what is asked, and how far work on it is that goes on beside the pages.

shap/<key>.json   how far it is
shap/<key>.stop   somebody wants it to end

The values themselves lie with all that is kept (`nnviz.explanation.kept`).

Imports no framework.
"""

import contextlib
import dataclasses
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from nnviz.explanation import kept
from nnviz.explanation.shap_records import ShapValues
from nnviz.explanation.target import Chosen
from nnviz.runs import files
from nnviz.runs.run import Run

_FOLDER, _TASK = "shap", "shap"
_SILENT = {"waiting": 3600.0, "running": 180.0}
"""Seconds without a word after which work counts as lost."""


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

    def call(self, run_id: str) -> tuple[str, tuple]:
        """The function of `nnviz.explanation.shap_of_run` that answers it, and its arguments."""
        background = self.choice, self.rows, self.own
        if self.classes:
            arguments = (run_id, self.split, self.indexes[0], self.classes, self.against, *background)
            return "shap_maps_of_run", (*arguments, self.method, self.settings)
        arguments = (run_id, self.split, self.indexes, self.target, self.method)
        return "shap_of_run", (*arguments, *background, self.settings)


def find(run: Run, question: Question) -> ShapValues | None:
    """The values that were kept; None where there are none, or they cannot be read."""
    return kept.find(run, _TASK, (question,))


def keep(run: Run, question: Question, shap: ShapValues) -> None:
    """Keeps values. What cannot be written is not kept."""
    kept.keep(run, _TASK, (question,), shap)


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
    before = work(run, question)
    note(run, question, "stopped", 0.0 if before is None else before.share)


def is_stopped(run: Run, question: Question) -> bool:
    return _path(run, question, "stop").is_file()


def done(run: Run, question: Question) -> None:
    """Forgets how far it was."""
    for ending in ("json", "stop"):
        with contextlib.suppress(OSError):
            _path(run, question, ending).unlink(missing_ok=True)


def _path(run: Run, question: Question, ending: str) -> Path:
    return run.folder / _FOLDER / f"{kept.key_of(run, (_TASK, question))}.{ending}"
