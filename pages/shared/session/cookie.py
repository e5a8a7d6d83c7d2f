"""The cookie that a hosted copy knows a browser by, set with the first page that it asks for."""

from http.cookies import SimpleCookie

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.session import owner

_SECONDS = 365 * 24 * 3600


def middleware() -> list[Middleware]:
    """What the server wraps around all that it answers."""
    return [Middleware(OwnerCookie)]


class OwnerCookie:
    """Gives every browser a token, or the one that it has for another year.

    Only the answer to a page's address carries it: that is the first thing a browser asks for, and it asks for it
    alone, so that the connection it opens next brings the token already. On a copy that is not hosted nothing is set.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not owner.hosted() or not _asks_for_a_page(scope):
            return await self._app(scope, receive, send)
        token = cookie_parser(Headers(scope=scope).get("cookie", "")).get(owner.COOKIE)
        cookie = _set_cookie(token if owner.is_token(token) else owner.new_token(), _encrypted(scope))

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.append("set-cookie", cookie)
                headers["cache-control"] = "private, no-cache"  # a cache between would hand one token to several people
            await send(message)

        await self._app(scope, receive, with_cookie)


def _asks_for_a_page(scope: Scope) -> bool:
    """Whether a browser opens an address: its own requests for scripts, pictures and news accept no HTML by name."""
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _encrypted(scope: Scope) -> bool:
    """Whether the browser speaks https, to this server or to one in front of it."""
    return "https" in (scope.get("scheme"), Headers(scope=scope).get("x-forwarded-proto", "").split(",")[0].strip())


def _set_cookie(token: str, secure: bool) -> str:
    cookie = SimpleCookie({owner.COOKIE: token})
    base = st.get_option("server.baseUrlPath").strip("/")
    attributes = {"path": f"/{base}", "max-age": _SECONDS, "httponly": True, "samesite": "Lax", "secure": secure}
    cookie[owner.COOKIE].update(attributes)
    return cookie[owner.COOKIE].OutputString()
