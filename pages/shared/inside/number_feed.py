"""A number that is clicked, over plain HTTP: it stands in the browser before the page's own rerun has come there."""

import json
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nnviz.engine import client
from nnviz.errors import NnvizError
from nnviz.views.arithmetic import number_view
from pages.shared.runs import feed
from pages.shared.session import owner
from pages.shared.session.record import record

_QUESTIONS, _LONGEST, _AXES = 256, 400, 12


@dataclass(frozen=True)
class _Question:
    """What a browser may ask numbers of: one example of a run at a moment; `owner` and `cookie` are whose."""

    run: str
    split: str
    example: int
    owner: str
    cookie: str


_questions: OrderedDict[str, _Question] = OrderedDict()
_lock = Lock()


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("number", "{key}"), _answer)]


def address(run: str, split: str, example: int) -> str:
    """Where this session's browser asks for numbers of that example; nobody else can guess it."""
    question = _Question(run, split, example, owner.owner(), owner.by_cookie())
    selection = record().selection
    if selection.number_feed is None or _questions.get(selection.number_feed) != question:
        selection.number_feed = secrets.token_urlsafe(16)
    with _lock:
        _questions[selection.number_feed] = question
        _questions.move_to_end(selection.number_feed)
        while len(_questions) > _QUESTIONS:
            _questions.popitem(last=False)
    return feed.path("number", selection.number_feed)


def _answer(request: Request) -> Response:
    """200 with the number at `?title=` and `?index=` ("2-0-1", from 0), 422 with a sentence, 404 for an address that is
    not known."""
    question = _questions.get(request.path_params["key"])
    if question is None or (question.cookie and question.cookie != owner.of_cookies(request.cookies)):
        return _sentence("There is no such example here.", 404)
    title, places = request.query_params.get("title", "")[:_LONGEST], request.query_params.get("index", "")[:_LONGEST]
    parts = places.split("-") if places else []
    if len(parts) > _AXES or not all(one.isascii() and one.isdecimal() for one in parts):
        return _sentence("The index is no list of whole numbers.", 422)
    index = tuple(map(int, parts))
    try:
        asked = question.run, question.split, question.example, title, index
        shown = client.get().call("arithmetic", *asked, owner=question.owner)
    except NnvizError as error:
        return _sentence(str(error), 422)
    body = json.dumps(number_view(shown))
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def _sentence(words: str, status: int) -> Response:
    return Response(words, status, media_type="text/plain", headers={"Cache-Control": "no-store"})
