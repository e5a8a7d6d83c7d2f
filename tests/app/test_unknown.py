"""Addresses that name no page lead Home; all others are left alone."""

import pytest

from app import ADDRESSES, HIDDEN
from app import PAGES as SECTIONS
from pages.shared.lessons.course import LESSONS
from pages.shared.unknown import Unknown
from tests.app.conftest import words
from tests.coroutines import finish

PAGES = {"data", "learn-neuron"}


def answer(path: str, accept: str = "text/html", pages: set[str] = PAGES, query: bytes = b"") -> str | None:
    """Where the server sends a browser that asks for that path; None where it is answered as ever."""
    messages = []

    async def send(message):
        messages.append(message)

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": []}
    scope["headers"] = [(b"accept", accept.encode())]
    finish(Unknown(app, pages, {"layers": "network"})(scope, None, send))
    headers = dict(messages[0]["headers"])
    return headers[b"location"].decode() if messages[0]["status"] == 302 else None


def test_every_page_that_the_app_names_is_answered():
    assert "evaluate" in ADDRESSES and {lesson.url for lesson in LESSONS.values()} < ADDRESSES
    assert [path for path in ADDRESSES if answer(f"/{path}", pages=ADDRESSES)] == []


@pytest.mark.parametrize("path", ["/", "/data", "/data/", "/learn-neuron", "/static/js/index.js", "/favicon.png"])
def test_pages_and_files_are_answered(path):
    assert answer(path) is None


def test_another_word_leads_home_and_cannot_change_the_address():
    assert answer("/nonexistent") == "/?unknown=nonexistent"
    assert answer("/a&b=c") == "/?unknown=a%26b%3Dc"
    assert answer("/nonexistent", accept="*/*") is None


def test_the_former_address_of_a_page_leads_to_it_with_all_that_it_names():
    assert answer("/layers", query=b"run=1&example=validation-7") == "/network?run=1&example=validation-7"
    assert answer("/layers") == "/network"


def test_home_says_what_was_asked_for(visit):
    text = words(visit("pages/start/home.py", unknown="trian<b>"))
    assert "There is no page" in text and "trian" in text


def test_the_navigation_stays_short():
    home = 1
    assert home + sum(map(len, SECTIONS.values())) <= 21
    assert not {own for section in SECTIONS.values() for own in section} & set(HIDDEN)
