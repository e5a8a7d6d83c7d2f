"""The pictures on the cards of Home: of an experiment's data, and of its result once it was trained here.

A summary of the data comes from the engine, once per process and in the background: a page never waits for it.
"""

import html
import threading
import time
from functools import cache, lru_cache

import numpy as np
import streamlit as st

from nnviz.data.records import DataSummary
from nnviz.engine import client
from nnviz.errors import NnvizError
from nnviz.gallery import READY, Ready
from nnviz.plots import thumbnails
from nnviz.runs.index import run_index
from nnviz.runs.run import Run, RunRecord
from nnviz.specs import DataSpec, ModelSpec
from pages.shared import engine, frame
from pages.shared.session import owner

_LOOK = 1.0
"""Seconds between two looks for a summary that is not there yet."""
_PAUSE = 30.0
"""Seconds before a source that could not be read is asked for again."""
_RUNS = 100
"""Newest runs that are searched for one of a ready experiment."""


class _Summaries:
    """Summaries of the ready experiments' data, by name; asked for one after another by one thread."""

    def __init__(self):
        self.known: dict[str, DataSummary] = {}
        self._asking = threading.Lock()
        self._failed = -_PAUSE

    def fetch(self, source: client.Engine) -> None:
        """Begins to ask for those that are missing, unless that is under way or has just failed; returns at once."""
        if len(self.known) < len(READY) and time.monotonic() - self._failed > _PAUSE and self._asking.acquire(False):
            threading.Thread(target=self._ask, args=(source,), daemon=True, name="nnviz-thumbnails").start()

    def _ask(self, source: client.Engine) -> None:
        try:
            for name, ready in READY.items():
                if name not in self.known:
                    self.known[name] = source.call("data_summary", ready.data)
        except NnvizError:
            self._failed = time.monotonic()
        finally:
            self._asking.release()


@st.cache_resource(max_entries=1, show_spinner=False)
def _summaries() -> _Summaries:
    return _Summaries()


@cache
def _parts() -> dict[tuple[DataSpec, ModelSpec], str]:
    """The data and the network of each ready experiment → its name."""
    experiments = {name: ready.experiment() for name, ready in READY.items()}
    return {(experiment.data, experiment.model): name for name, experiment in experiments.items()}


@lru_cache(maxsize=10_000)
def _ready_name(run_id: str) -> str | None:
    """The ready experiment that a run trained, however long and fast; None for other data or another network."""
    try:
        experiment = Run.open(run_id).experiment
    except NnvizError:
        return None
    return _parts().get((experiment.data, experiment.model))


def trained() -> dict[str, RunRecord]:
    """For each ready experiment that was trained here: the newest run of it that has finished."""
    newest: dict[str, RunRecord] = {}
    for record in run_index().recent(owner.whose(), _RUNS):
        name = _ready_name(record.id) if record.state == "finished" else None
        if name is not None:
            newest.setdefault(name, record)
    return newest


def thumbnail(name: str, record: RunRecord | None) -> None:
    """Draws the picture of one card; a place of the same size until there is one."""
    summaries = _summaries()
    waiting = record is None and name not in summaries.known
    if waiting:
        summaries.fetch(engine.start())
    st.fragment(_draw, run_every=_LOOK if waiting else None)(name, record, waiting)


def _draw(name: str, record: RunRecord | None, waiting: bool) -> None:
    known = _summaries().known
    picture = _result(READY[name], record) if record else None
    if picture is None and name in known:
        picture = _data(known[name]), f"Examples of {READY[name].title}"
    address, words = picture or ("", "")
    image = f'<img src="{address}" alt="{html.escape(words)}">' if address else ""
    st.html(f'<div class="nn-thumbnail">{image}</div>')
    if waiting and len(known) == len(READY):
        st.rerun()  # the page as it is when everything is there, without looking again


def _data(summary: DataSummary) -> str:
    dark, x, y = frame.dark(), summary.sample_x, summary.sample_y
    if summary.thumbnails is not None:
        return thumbnails.images(summary.thumbnails, dark=dark)
    columns = (0, 1) if summary.schema.is_plane else thumbnails.telling(x, y)
    return thumbnails.points(x[:, columns], y, summary.schema.task == "regression", dark)


def _result(ready: Ready, record: RunRecord) -> tuple[str, str] | None:
    """(address, words) of what the run's network answers at its end; None where that cannot be read."""
    try:
        run = Run.open(record.id)
        graph, last = run.graph, run.frame()
    except NnvizError:
        return None
    if graph is None or last is None or "samples" not in last:
        return None
    dark, predicted = frame.dark(), last["samples"]
    truth = np.asarray(graph["samples"]["truth"])[: len(predicted)]
    if graph["plane"] and "output" in last and graph["task"] == "binary":
        points = graph["plane"]["points"]
        x = np.stack([points["x"], points["y"]], 1)
        low, high = np.transpose([graph["plane"]["x"], graph["plane"]["y"]])
        address = thumbnails.boundary(last["output"][0], x, points["label"], low, high, dark)
        return address, f"The boundary that your network found for {ready.title}"
    if graph["task"] == "regression":
        return thumbnails.agreement(truth, predicted[:, 0], dark), f"{ready.title}: predictions and true values"
    named = predicted.argmax(1) if predicted.shape[1] > 1 else (predicted[:, 0] > 0.5).astype(int)
    if graph["samples"]["images"]:
        address = thumbnails.images(np.asarray(graph["samples"]["images"]), named == truth, dark)
        return address, f"{ready.title}: nine predictions, right or wrong"
    return thumbnails.probabilities(truth, predicted[:, -1], dark), f"{ready.title}: probabilities of twelve examples"


def score_words(record: RunRecord) -> str:
    """`97 % right`; `Trained` where there are no classes."""
    for name in ("val_accuracy", "accuracy"):
        if record.scores.get(name) is not None:
            return f"{100 * record.scores[name]:.0f} % right"
    return "Trained"
