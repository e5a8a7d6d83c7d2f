"""What an edit changed, over plain HTTP: it stands in the browser before the page's own rerun has come there."""

import asyncio
import json
import secrets
from collections import OrderedDict
from threading import Lock

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.shared import feed

_HOLD = 1.5
"""Seconds that a question stays open for an answer. Ending the server waits as long, so it is short."""
_SESSIONS = 128
"""How many sessions' last networks are kept; one that was dropped waits for its reruns."""
_KEY = "build.news"


class Channel:
    """The newest state of one session's network, and the browsers that wait for a newer one."""

    def __init__(self):
        self._version, self._plain, self._body, self._waiting, self._lock = 0, "", "", [], Lock()

    def put(self, news: dict) -> int:
        """Makes `news` known unless it is known; returns its version, 1 for the first."""
        plain = json.dumps(news, separators=(",", ":"))
        with self._lock:
            if plain != self._plain:
                self._version += 1
                self._plain, self._body = plain, f'{{"version":{self._version},{plain[1:]}'
                for loop, told in self._waiting:
                    loop.call_soon_threadsafe(told.set)
            return self._version

    async def after(self, version: int) -> str | None:
        """The newest state as JSON once it is later than `version`; None when nothing came in time."""
        waiting = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            if self._version > version:
                return self._body
            self._waiting.append(waiting)
        try:
            await asyncio.wait_for(waiting[1].wait(), _HOLD)
            return self._body
        except TimeoutError:
            return None
        finally:
            with self._lock:
                self._waiting.remove(waiting)


_channels: OrderedDict[str, Channel] = OrderedDict()
_lock = Lock()


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("network", "{session}"), _answer)]


def announce(news: dict) -> dict:
    """Tells this session's browser what the network is now.

    Returns:
        {"feed": where the browser asks for what comes later, "version": of this}; both go to the views with the same news.
    """
    session, channel = st.session_state.setdefault(_KEY, (secrets.token_urlsafe(16), Channel()))
    with _lock:
        _channels[session] = channel
        _channels.move_to_end(session)
        while len(_channels) > _SESSIONS:
            _channels.popitem(last=False)
    return {"feed": feed.path("network", session), "version": channel.put(news)}


async def _answer(request: Request) -> Response:
    """200 with the network once it is later than `?after=`, 204 when nothing came in time, 404 for a session that is not there."""
    channel = _channels.get(request.path_params["session"])
    if channel is None:
        return Response("There is no such session here.", 404, media_type="text/plain")
    after = request.query_params.get("after", "")
    body = await channel.after(int(after) if after.isdecimal() else 0)
    if body is None:
        return Response(status_code=204)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
