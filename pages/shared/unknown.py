"""Addresses that name no page: those of a page that has moved lead to it, all others Home, which says what was asked
for."""

from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shared.first_paint import asks_for_a_page

PARAMETER = "unknown"
_LONGEST = 60


def middleware(addresses: set[str], moved: dict[str, str]) -> list[Middleware]:
    """What the server wraps around all that it answers.

    Args:
        addresses: of all pages but Home.
        moved: former address → present one.
    """
    return [Middleware(Unknown, addresses=addresses, moved=moved)]


class Unknown:
    """Sends a browser Home that asks for one word that is no page's; files and other routes have longer addresses."""

    def __init__(self, app: ASGIApp, addresses: set[str], moved: dict[str, str]):
        self._app, self._addresses, self._moved = app, addresses, moved

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and asks_for_a_page(scope):
            base = "/" + st.get_option("server.baseUrlPath").strip("/")
            name = scope["path"].removeprefix(base).strip("/")
            if name and "/" not in name and "." not in name and name not in self._addresses:
                return await RedirectResponse(f"{base.rstrip('/')}/{self._instead_of(name, scope)}", 302)(
                    scope, receive, send
                )
        await self._app(scope, receive, send)

    def _instead_of(self, name: str, scope: Scope) -> str:
        """Where a browser is to go instead, after the base of all addresses."""
        if name not in self._moved:
            return f"?{PARAMETER}={quote(name[:_LONGEST], safe='')}"
        query = scope["query_string"].decode("ascii", "ignore")
        return self._moved[name] + (f"?{query}" if query else "")


def asked_for() -> str | None:
    """What was asked for in vain, as long as the address says so."""
    return st.query_params.get(PARAMETER)
