"""Who is who on a hosted copy: the cookie that tells, and what is kept of it."""

import json
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.routing import Route

from nnviz import settings
from pages.shared.builder import news
from pages.shared.runs import feed
from pages.shared.session import cookie, owner
from pages.shared.session.record import SessionRecord
from tests.coroutines import finish

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def mode(monkeypatch):
    """`mode("hosted")` or `mode("local")`: how the copy runs in this test."""

    def change(name: str) -> None:
        here = settings.get().model_copy(update={"mode": name})
        monkeypatch.setattr(settings, "get", lambda: here)

    return change


@pytest.fixture
def session(monkeypatch):
    """`session(cookies)`: begins a browser session whose connection brought these cookies."""

    def begin(cookies: dict) -> SessionRecord:
        record = SessionRecord()
        monkeypatch.setattr(owner, "record", lambda: record)
        monkeypatch.setattr(owner, "_cookies", lambda: cookies)
        return record

    return begin


async def page(request):
    return HTMLResponse("a page", headers={"cache-control": "public, max-age=9"})


ROUTES = [*news.routes(), Route("/{path:path}", page, methods=["GET", "POST"])]


@dataclass
class Answer:
    status: int
    headers: Headers
    body: str

    @property
    def token(self) -> str:
        """The token that the answer sets."""
        return SimpleCookie(self.headers["set-cookie"])[owner.COOKIE].value


def ask(path: str, *, cookie_header: str = "", method: str = "GET", scheme: str = "http", **headers) -> Answer:
    """One request to a server with nnviz's middleware."""
    sent, received = {**headers, "cookie": cookie_header}, []
    scope = {
        "type": "http",
        "method": method,
        "scheme": scheme,
        "path": path,
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        received.append(message)

    finish(Starlette(routes=ROUTES, middleware=cookie.middleware())(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in received[1:])
    return Answer(received[0]["status"], Headers(raw=received[0]["headers"]), body.decode())


def test_the_first_page_brings_a_token_that_stays(mode):
    mode("hosted")
    answer = ask("/train", **PAGE)
    assert owner.is_token(answer.token)
    attributes = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= attributes and "secure" not in attributes
    assert answer.headers["cache-control"] == "private, no-cache"
    again = ask("/", cookie_header=f"theme=dark; {owner.COOKIE}={answer.token}", **PAGE)
    assert again.token == answer.token, "for another year"


def test_two_browsers_have_two_tokens(mode):
    mode("hosted")
    assert ask("/", **PAGE).token != ask("/", **PAGE).token


@pytest.mark.parametrize("sent", ["", "short", "g" * 32, "A" * 32, "0" * 33, "../../etc/passwd"])
def test_a_token_of_another_form_is_replaced(mode, sent):
    mode("hosted")
    answer = ask("/", cookie_header=f"{owner.COOKIE}={sent}", **PAGE)
    assert owner.is_token(answer.token) and answer.token != sent


@pytest.mark.parametrize("encrypted", [{"scheme": "https"}, {"x_forwarded_proto": "https"}])
def test_over_https_the_token_travels_over_https_alone(mode, encrypted):
    mode("hosted")
    assert "; secure" in ask("/", **encrypted, **PAGE).headers["set-cookie"].lower()


def test_only_pages_bring_the_cookie_and_only_where_nnviz_is_hosted(mode):
    mode("hosted")
    assert "set-cookie" not in ask("/static/app.js", accept="*/*").headers
    assert "set-cookie" not in ask("/", method="POST", **PAGE).headers
    mode("local")
    assert "set-cookie" not in ask("/", **PAGE).headers


def test_all_tabs_of_a_browser_are_one_person_and_the_mark_does_not_tell_the_token(mode, session):
    mode("hosted")
    token = owner.new_token()
    session({owner.COOKIE: token})
    first = owner.owner()
    session({owner.COOKIE: token, "other": "x"})
    assert owner.owner() == first == owner.by_cookie()
    assert (
        re.fullmatch("[0-9a-f]{32}", first) and token not in first and owner.of_cookies({owner.COOKIE: first}) != first
    )
    assert owner.owns(first) and not owner.owns(owner.mark(owner.new_token())) and not owner.owns(owner.NOBODY)


@pytest.mark.parametrize("cookies", [{}, {owner.COOKIE: "not a token"}])
def test_refused_cookies_are_a_person_for_as_long_as_the_session(mode, session, cookies):
    mode("hosted")
    session(cookies)
    first = owner.owner()
    assert first == owner.owner() and owner.by_cookie() == ""
    session(cookies)
    assert owner.owner() != first


def test_on_ones_own_computer_all_is_ones_own(mode, session):
    mode("local")
    session({owner.COOKIE: owner.new_token()})
    assert owner.owner() == "" and owner.whose() is None and owner.owns("somebody's") and owner.owns("")


def test_news_of_a_network_go_to_its_own_browser_alone(mode, monkeypatch):
    mode("hosted")
    token = owner.new_token()
    channel, open_to_all = news.Channel(owner.mark(token)), news.Channel()
    channel.put({"network": 1})
    open_to_all.put({"network": 2})
    monkeypatch.setitem(news._channels, "mine", channel)
    monkeypatch.setitem(news._channels, "refused", open_to_all)
    mine = f"{owner.COOKIE}={token}"
    answer = ask(feed.path("network", "mine"), cookie_header=mine)
    assert json.loads(answer.body) == {"version": 1, "network": 1}
    for other in ("", f"{owner.COOKIE}={owner.new_token()}", f"{owner.COOKIE}={owner.mark(token)}"):
        assert ask(feed.path("network", "mine"), cookie_header=other).status == 404
    assert json.loads(ask(feed.path("network", "refused")).body)["network"] == 2
