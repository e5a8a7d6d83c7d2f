"""News of a run over plain HTTP: what the live view asks for between two reruns of its page."""

import json
import os
from functools import lru_cache
from threading import Lock

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nnviz.errors import NnvizError
from nnviz.runs.history import HistoryReader
from nnviz.runs.outcome import outcome
from nnviz.runs.run import Run
from nnviz.views import live

_FILES = ("status.json", "live.npz", "history.jsonl", "events.jsonl")


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(path("live", "{run}"), _news)]


def address(run: Run) -> str:
    """Where a browser asks for news of that run."""
    return path("live", run.id)


def path(kind: str, name: str = "") -> str:
    """An address of our own beside Streamlit's."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"{'/' + base if base else ''}/nnviz/{kind}{'/' + name if name else ''}"


def _news(request: Request) -> Response:
    """200 with news, 204 when there is none since `?after=`, 404 with a sentence for a run that is not there."""
    try:
        run = Run.open(request.path_params["run"])
    except NnvizError as error:
        return Response(str(error), 404, media_type="text/plain")
    token = _token(run)
    if token == request.query_params.get("after"):
        return Response(status_code=204)
    keeper, reader = _kept(run.folder)
    status = run.status()
    try:
        graph = keeper.get()
    except NnvizError as error:
        return Response(str(error), 404, media_type="text/plain")
    news = live.news(
        graph,
        run.frame(),
        reader.get(),
        state=status.state,
        epoch=status.epoch,
        epochs=status.epochs,
        seconds=status.seconds,
        scores=run.untrained,
        events=run.events(),
    )
    if status.state != "queued":  # what is awaited until then the page knows better
        news |= {"message": status.message, "outcome": outcome(status.state, status.message)}
    return Response(
        json.dumps({**news, "token": token}), media_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _token(run: Run) -> str:
    """Another one whenever the run has written something."""
    return "-".join(
        str(os.stat(path).st_mtime_ns) if path.exists() else "0" for path in map(run.folder.joinpath, _FILES)
    )


@lru_cache(maxsize=64)
def _kept(folder) -> tuple["_Once", "_Grown"]:
    run = Run(folder)
    return _Once(run), _Grown(run)


class _Once:
    """A run's graph, read once it is there."""

    def __init__(self, run: Run):
        self._run, self._graph = run, None

    def get(self) -> dict | None:
        if self._graph is None:
            self._graph = self._run.graph
        return self._graph


class _Grown:
    """A run's history; whoever asks, only its new lines are read."""

    def __init__(self, run: Run):
        self._reader, self._lock = HistoryReader(run.folder), Lock()

    def get(self) -> dict:
        with self._lock:
            return self._reader.read()
