"""Addresses that name no page: they lead Home, which says what was asked for."""

from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shared.first_paint import asks_for_a_page

PARAMETER = "unknown"
_LONGEST = 60


def middleware(addresses: set[str]) -> list[Middleware]:
    """What the server wraps around all that it answers.

    Args:
        addresses: of all pages but Home.
    """
    return [Middleware(Unknown, addresses=addresses)]


class Unknown:
    """Sends a browser Home that asks for one word that is no page's; files and other routes have longer addresses."""

    def __init__(self, app: ASGIApp, addresses: set[str]):
        self._app, self._addresses = app, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and asks_for_a_page(scope):
            base = "/" + st.get_option("server.baseUrlPath").strip("/")
            name = scope["path"].removeprefix(base).strip("/")
            if name and "/" not in name and "." not in name and name not in self._addresses:
                address = f"{base.rstrip('/')}/?{PARAMETER}={quote(name[:_LONGEST], safe='')}"
                return await RedirectResponse(address, 302)(scope, receive, send)
        await self._app(scope, receive, send)


def asked_for() -> str | None:
    """What was asked for in vain, as long as the address says so."""
    return st.query_params.get(PARAMETER)
