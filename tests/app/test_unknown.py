"""Addresses that name no page lead Home; all others are left alone."""

import re

import pytest

from pages.shared.lessons.course import LESSONS
from pages.shared.unknown import PAGES, Unknown
from tests.app.conftest import ROOT, words
from tests.coroutines import finish


def answer(path: str, accept: str = "text/html") -> str | None:
    """Where the server sends a browser that asks for that path; None where it is answered as ever."""
    messages = []

    async def send(message):
        messages.append(message)

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept", accept.encode())]}
    finish(Unknown(app)(scope, None, send))
    headers = dict(messages[0]["headers"])
    return headers[b"location"].decode() if messages[0]["status"] == 302 else None


def test_all_pages_of_the_app_are_known():
    named = re.findall(r'url_path="(\w+)"', (ROOT / "app.py").read_text())
    assert {*named, *(lesson.url for lesson in LESSONS.values())} == PAGES


@pytest.mark.parametrize("path", ["/", "/data", "/data/", "/learn-neuron", "/static/js/index.js", "/favicon.png"])
def test_pages_and_files_are_answered(path):
    assert answer(path) is None


def test_another_word_leads_home_and_cannot_change_the_address():
    assert answer("/nonexistent") == "/?unknown=nonexistent"
    assert answer("/a&b=c") == "/?unknown=a%26b%3Dc"
    assert answer("/nonexistent", accept="*/*") is None


def test_home_says_what_was_asked_for(visit):
    text = words(visit("pages/start/home.py", unknown="trian<b>"))
    assert "There is no page" in text and "trian" in text
