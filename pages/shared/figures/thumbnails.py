"""The small pictures of data, on the cards of Home and where data is chosen, and of a result once it was trained here.

What our own data looks like is kept with the code: no picture waits for the engine.
"""

import html
from functools import cache, lru_cache

import numpy as np
import streamlit as st

from nnviz.data import previews
from nnviz.data.catalog import SOURCES
from nnviz.errors import NnvizError
from nnviz.gallery import READY, Ready
from nnviz.plots import thumbnails
from nnviz.runs.index import run_index
from nnviz.runs.run import Run, RunRecord
from nnviz.specs import DataSpec, ModelSpec
from pages.shared import frame
from pages.shared.session import owner

_BROUGHT = {"own_table": "table", "own_series": "table", "own_arrays": "arrays", "collected": "camera"}
"""The signs of what people bring that is not the kind of its examples."""
_RUNS = 100
"""Newest runs that are searched for one of a ready experiment."""


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
    """Draws the picture of one card: of what was trained, else of the data."""
    result = _result(READY[name], record) if record else None
    address, words = result or (of_data(READY[name].data.source), f"Examples of {READY[name].title}")
    st.html(f'<div class="nn-thumbnail"><img src="{address}" alt="{html.escape(words)}"></div>')


def of_data(source: str) -> str:
    """The address of a picture of a source's examples; of a cloud for data that has to be fetched first."""
    return _of_data(source, frame.dark())


@lru_cache(maxsize=200)
def _of_data(source: str, dark: bool) -> str:
    shown = previews.preview(source)
    if shown is None:
        return thumbnails.elsewhere(_BROUGHT.get(source, SOURCES[source].kind) if SOURCES[source].endings else "", dark)
    if shown.images is not None:
        return thumbnails.images(shown.images, dark=dark)
    if shown.lines is not None:
        return thumbnails.curves(shown.lines, shown.y, shown.regression, dark)
    if shown.texts:
        return thumbnails.words(shown.texts, shown.telling, shown.y, dark)
    return thumbnails.points(shown.x, shown.y, shown.regression, dark)


def _result(ready: Ready, record: RunRecord) -> tuple[str, str] | None:
    """(address, words) of what the run's network answers at its end; None where that cannot be read."""
    try:
        return of_run(Run.open(record.id), ready.title)
    except NnvizError:
        return None


def of_run(run: Run, title: str) -> tuple[str, str] | None:
    """(address, words) of what a run's network answers now; None before its first frame. Raises RunError as `Run`."""
    graph, last = run.graph, run.frame()
    if graph is None or last is None or "samples" not in last:
        return None
    dark, predicted = frame.dark(), last["samples"]
    truth = np.asarray(graph["samples"]["truth"])[: len(predicted)]
    if graph["plane"] and "output" in last and graph["task"] == "binary":
        points = graph["plane"]["points"]
        x = np.stack([points["x"], points["y"]], 1)
        low, high = np.transpose([graph["plane"]["x"], graph["plane"]["y"]])
        address = thumbnails.boundary(last["output"][0], x, points["label"], low, high, dark)
        return address, f"The boundary that your network found for {title}"
    if graph["task"] == "regression":
        return thumbnails.agreement(truth, predicted[:, 0], dark), f"{title}: predictions and true values"
    named = predicted.argmax(1) if predicted.shape[1] > 1 else (predicted[:, 0] > 0.5).astype(int)
    if graph["samples"]["images"]:
        address = thumbnails.images(np.asarray(graph["samples"]["images"]), named == truth, dark)
        return address, f"{title}: nine predictions, right or wrong"
    return thumbnails.probabilities(truth, predicted[:, -1], dark), f"{title}: probabilities of twelve examples"


def score_words(record: RunRecord) -> str:
    """`97 % right`; `Trained` where there are no classes."""
    for name in ("val_accuracy", "accuracy"):
        if record.scores.get(name) is not None:
            return f"{100 * record.scores[name]:.0f} % right"
    return "Trained"
