"""A study's variants side by side: one browser component, mounted once, told what is new over a route of its own."""

import json
from functools import cache

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nnviz.errors import NnvizError
from nnviz.plots import theme
from nnviz.studies.results import Results
from nnviz.studies.spec import MOST_VARIANTS
from nnviz.studies.store import Study
from nnviz.studies.told import told
from pages.shared import frame
from pages.shared.runs.feed import path

_PAUSE = 500
"""Milliseconds between two questions of a browser."""
_SCORES = ("val_accuracy", "val_loss", "accuracy", "loss")


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(path("study", "{study}"), _news)]


@cache
def _component():
    return st.components.v2.component("nnviz.study", js="study.js", css="study.css")


def draw(study: Study, came_to: Results) -> int | None:
    """The variants; returns the place of the one whose run is to be opened, in the one run after that was asked for."""
    if came_to.expected > MOST_VARIANTS:
        st.caption(f":material/info: {came_to.expected} runs are too many to draw side by side: see the table.")
        return None
    scores = sorted(_SCORES, key=lambda name: name != came_to.monitor)
    data = {
        "theme": theme.tokens(frame.dark()),
        "labels": [row.name for row in came_to.rows],
        "address": path("study", study.id),
        "scores": scores,
    }
    asked = _component()(key=f"variants-{study.id}", data=data, on_take_change=_ignore).take
    place = asked.get("network") if isinstance(asked, dict) else None
    return place if isinstance(place, int) and 0 <= place < len(came_to.rows) else None


def _ignore() -> None:
    """Streamlit delivers a trigger only to a component that has a callback for it."""


def _news(request: Request) -> Response:
    """What was recorded since `?after=`, 0 or what the last answer called next; 404 with a sentence for a study
    that is not there."""
    try:
        study = Study.open(request.path_params["study"])
        known = _steps(request.query_params.get("after", "0"))
        news = told(study, known)
    except ValueError:
        return Response("?after= is what the last answer called next.", 400, media_type="text/plain")
    except NnvizError as error:
        return Response(str(error), 404, media_type="text/plain")
    active = any(state in ("waiting", "training") for state in news.states)
    answer = {
        "next": ".".join(map(str, news.steps)) or "0",
        "state": "running" if active or _grows(study) else "finished",
        "states": news.states,
        "pause": _PAUSE,
        "lines": news.lines,
    }
    return Response(json.dumps(answer), media_type="application/json", headers={"Cache-Control": "no-store"})


def _grows(study: Study) -> bool:
    """Whether more trials of a search are to come."""
    open_ended = not study.stopped and not study.paused
    spec, begun = study.spec, len(study.trials)
    return open_ended and spec.kind in ("search", "seeds") and begun < spec.trials


def _steps(text: str) -> list[int]:
    return [] if text == "0" else [int(part) for part in text.split(".")]
