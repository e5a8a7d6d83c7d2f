"""What the page SHAP asks a worker: values that are kept, at once or in the background."""

import time
from dataclasses import replace

from nnviz import progress
from nnviz.errors import NnvizError
from nnviz.explanation import shap_kept
from nnviz.explanation.shap_kept import Question
from nnviz.explanation.shap_of_run import shap_maps_of_run, shap_of_run
from nnviz.explanation.shap_records import ShapValues
from nnviz.runs.run import Run

_AT_ONCE = 20
"""Examples that are explained together."""
_EVERY = 0.5
"""Seconds between two notes of how far it is."""


def shap_now(run_id: str, question: Question) -> ShapValues:
    """The values of a question, kept ones where there are any. Raises NnvizError as `shap_of_run` does."""
    run = Run.open(run_id)
    shap = shap_kept.find(run, question)
    if shap is None:
        shap = _answered(run_id, question)
        if not progress.ending():
            shap_kept.keep(run, question, shap)
    return shap


def shap_later(run_id: str, question: Question) -> None:
    """Keeps the values of a question and tells meanwhile how far it is, until somebody wants it to end."""
    run, last, stopped = Run.open(run_id), [0.0, 0.0], []

    def hear(share: float | None) -> bool:
        if time.monotonic() - last[0] < _EVERY or stopped:
            return bool(stopped)
        if shap_kept.is_stopped(run, question):
            stopped.append(True)
            return True
        last[:] = time.monotonic(), last[1] if share is None else share
        shap_kept.note(run, question, "running", last[1])
        return False

    try:
        with progress.heard_by(hear):
            shap = _answered(run_id, question)
            progress.tell()
        shap_kept.keep(run, question, shap)
        shap_kept.done(run, question)
    except progress.Stopped:
        shap_kept.note(run, question, "stopped", last[1])
    except NnvizError as error:
        shap_kept.note(run, question, "failed", last[1], str(error))


def _answered(run_id: str, question: Question) -> ShapValues:
    """The values, of many examples some at a time, so that memory stays bounded; what is done of them is kept, so that
    work that was ended goes on from there."""
    name, arguments = question.call(run_id)
    if name == "shap_maps_of_run":
        return shap_maps_of_run(*arguments)
    before, indexes, after = arguments[:2], question.indexes, arguments[3:]
    some = [indexes[start : start + _AT_ONCE] for start in range(0, len(indexes), _AT_ONCE)]
    parts = []
    for k, own in enumerate(some):
        with progress.part(k, len(some)):
            progress.tell(0.0)
            parts.append(_some(run_id, replace(question, indexes=own), (*before, own, *after), len(some) > 1))
    return parts[0] if len(parts) == 1 else ShapValues.joined(parts)


def _some(run_id: str, question: Question, arguments: tuple, part: bool) -> ShapValues:
    if not part:
        return shap_of_run(*arguments)
    run = Run.open(run_id)
    shap = shap_kept.find(run, question)
    if shap is None:
        shap = shap_of_run(*arguments)
        progress.tell()
        shap_kept.keep(run, question, shap)
    return shap
