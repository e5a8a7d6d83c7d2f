"""What took long to find out about a run, kept in its folder: a second look is instant, also in another tab, for
another person, or after a restart. All of this room keeps in this one way.

explained/<key>.npz   an answer; its key names the question and the weights that it was asked of

Imports no framework.
"""

import contextlib
import dataclasses
import functools
import hashlib
import inspect
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from nnviz import progress
from nnviz.data.own.handmade import is_own
from nnviz.errors import NnvizError
from nnviz.explanation.packed import packed, unpacked
from nnviz.runs import files
from nnviz.runs.run import Run
from nnviz.training.thresholds import label_thresholds

_FOLDER, _VERSION = "explained", 2
_MOST_FILES, _MOST_BYTES = 400, 60_000_000
"""What is kept of one run; what was looked at longest ago gives way."""
_BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)


TASKS = frozenset(
    (
        *("attribution", "alike", "others", "influence", "concept", "uncertainty", "shap", "agreement", "pace"),
        *("faithfulness", "randomization", "measured", "changes", "changes_beside", "pushed", "withstood", "swaps"),
        *("column_importance", "column_dependence", "column_pairs"),
    )
)
"""The tasks of this room whose answers are kept."""


def answer(task: str, run_id: str, *arguments) -> Any | None:
    """What is kept of a task's answer; None where nothing is."""
    try:
        return find(Run.open(run_id), task, arguments)
    except NnvizError:
        return None


def find(run: Run, task: str, arguments: tuple) -> Any | None:
    """What a task answered for the run's present weights; None where nothing is kept, or it cannot be read.

    Args:
        arguments: of the task, after the run's reference.
    """
    path = _path(run, (task, arguments))
    try:
        content = unpacked(path.read_bytes())
        os.utime(path)
    except _BROKEN:
        return None
    return content


def keep(run: Run, task: str, arguments: tuple, answer: Any) -> None:
    """Keeps what a task answered; nothing about an example of a person's own, and nothing that cannot be written."""
    if not _names_own(arguments):
        _write(_path(run, (task, arguments)), answer)


def with_run(task: str) -> Callable[[Callable], Callable]:
    """Lets a function of (run_id, …) answer from the run's folder where it has answered before, and keep its answer
    there; one that was cut short is not kept."""

    def around(function: Callable) -> Callable:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def asked(*args, **named):
            run_id, *arguments = signature.bind(*args, **named).arguments.values()
            run = Run.open(run_id)
            answer = find(run, task, tuple(arguments))
            if answer is None:
                answer = function(*args, **named)
                if not progress.ending():
                    keep(run, task, tuple(arguments), answer)
            return answer

        return asked

    return around


def arrays(run_id: str, question: tuple, work_out: Callable[[], Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """What `work_out` returns, or returned before for the same weights.

    Args:
        run_id: of the run, or its `reference` at a moment.
        question: plain values that tell what was asked.
    """
    run = Run.open(run_id)
    answer = find(run, "", question)
    if answer is None:
        answer = {name: np.asarray(value) for name, value in work_out().items()}
        _write(_path(run, ("", question)), answer)
    return answer


def weights_of(run: Run) -> tuple:
    """What tells the weights that are looked at from others: those of another epoch, or of a training that went on."""
    path = run.model_path if run.moment is None else run.folder / "weights" / f"{run.moment:09d}.npz"
    step = max(run.weight_ids(), default=0) if run.moment is None else run.moment
    return run.moment, step, path.stat().st_mtime_ns if path.is_file() else 0


def key_of(run: Run, question: tuple) -> str:
    """What files about a question are called: other weights, or labels' thresholds, have other ones."""
    known = weights_of(run), label_thresholds(run), _VERSION
    text = json.dumps([question, known], sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _path(run: Run, question: tuple) -> Path:
    return run.folder / _FOLDER / f"{key_of(run, question)}.npz"


def _plain(value: Any) -> Any:
    """A record, an array or a number of NumPy's as JSON has them."""
    if dataclasses.is_dataclass(value):
        return [type(value).__name__, dataclasses.asdict(value)]
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def _names_own(value: Any) -> bool:
    """Whether a question is about an example of a person's own."""
    if isinstance(value, str):
        return is_own(value)
    if dataclasses.is_dataclass(value):
        value = dataclasses.astuple(value)
    return isinstance(value, tuple | list) and any(map(_names_own, value))


def _write(path: Path, answer: Any) -> None:
    """What cannot be written is not kept; what was looked at longest ago gives way."""
    with contextlib.suppress(OSError, TypeError):
        content = packed(answer)
        path.parent.mkdir(exist_ok=True)
        files.replace(path, content)
        stats = sorted(((own, own.stat()) for own in path.parent.iterdir()), key=lambda pair: -pair[1].st_mtime_ns)
        total = 0
        for count, (own, stat) in enumerate(stats):
            total += stat.st_size
            if count >= _MOST_FILES or total > _MOST_BYTES:
                own.unlink(missing_ok=True)
