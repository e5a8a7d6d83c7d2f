"""Races of lessons: begun in the background, and told to the browser over a route of their own while they go on."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nnviz.concepts import asked
from nnviz.concepts.recordings import Recording
from nnviz.errors import NnvizError
from nnviz.specs import Experiment
from nnviz.studies.race import Race, news, record_of
from pages.shared import engine
from pages.shared.runs.feed import path
from pages.shared.session import owner, state

Races = Mapping[str, Callable[[Experiment | None], Race]]
"""A race's name → the race, of a given experiment or of the lesson's own."""
_SECONDS = 300.0
_PROBLEMS_KEPT = 200
_lock = threading.Lock()
_under_way: set[str] = set()
_problems: dict[str, str] = {}


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(path("race", "{key}"), _news)]


def answer(question: Any, races: Races) -> dict:
    """What a picture gets that asks for a race, or wants one of its networks in the Lab.

    Raises:
        NnvizError: for a question that cannot be read, or a race that cannot be made of the experiment in hand.
    """
    wanted = asked.race_of_networks(question, races)
    race = races[wanted.race](_own() if wanted.own else None)
    if wanted.network is not None:
        _take(race, wanted.network)
    begin(race)
    labels = [label for label, _ in race.variants]
    return {"race": {"name": wanted.race, "own": wanted.own, "labels": labels, "address": path("race", race.key)}}


def recording(wanted: Recording) -> dict:
    """What a picture gets that asks for a training of its lesson's own: where it is told. It is begun where need be."""
    begin(wanted)
    return {"recording": {"settings": dict(wanted.settings), "address": path("race", wanted.key)}}


def begin(race: Race | Recording) -> None:
    """Starts a race that is not recorded yet and not under way; returns at once."""
    told = news(race.key)
    with _lock:
        if told.state == "finished" or race.key in _under_way or told.state == "running":
            return
        _under_way.add(race.key)
        _problems.pop(race.key, None)
    _in_background(_train, engine.start(), race, owner.owner())


def _in_background(work: Callable, *arguments) -> None:
    threading.Thread(target=work, args=arguments, daemon=True, name="nnviz-race").start()


def _train(client, race: Race | Recording, whose: str) -> None:
    try:
        client.call(race.task, race, timeout=_SECONDS, owner=whose, training=True)
    except NnvizError as error:
        with _lock:
            while len(_problems) >= _PROBLEMS_KEPT:
                _problems.pop(next(iter(_problems)))
            _problems[race.key] = str(error)
    finally:
        with _lock:
            _under_way.discard(race.key)


def _own() -> Experiment:
    run = state.run()
    return run.experiment if run is not None else state.experiment()


def _take(race: Race, network: int) -> None:
    """Puts one of its networks in hand, and goes to where it is trained."""
    label, experiment = race.variants[network % len(race.variants)]
    state.load(experiment.replace(title=experiment.title or label))
    st.switch_page("pages/lab/train.py")


def _news(request: Request) -> Response:
    """What was recorded since `?after=`: {next, state, message, lines}; 404 where there is no such race."""
    key = request.path_params["key"]
    try:
        record_of(key)
        told = news(key, int(request.query_params.get("after", "0")))
    except ValueError:
        return Response("?after= is a number of bytes.", 400, media_type="text/plain")
    except NnvizError as error:
        return Response(str(error), 404, media_type="text/plain")
    problem, begun = _problems.get(key), key in _under_way
    stands = "failed" if problem else "waiting" if told.state == "gone" and begun else told.state
    if told.state == "waiting" and not begun and not problem:
        stands = "gone"
    head = json.dumps({"next": told.next, "state": stands, "message": problem or ""})
    text = f'{head[:-1]}, "lines": [{",".join(told.lines)}]}}'
    return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})
