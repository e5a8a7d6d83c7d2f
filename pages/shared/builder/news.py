"""What an edit changed, over plain HTTP: it stands in the browser before the page's own rerun has come there."""

import asyncio
import json
import secrets
from collections import OrderedDict
from threading import Event, Lock

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.shared.runs import feed
from pages.shared.session import owner
from pages.shared.session.record import record

_HOLD = 1.5
"""Seconds that a question stays open for an answer. Ending the server waits as long, so it is short."""
_YIELD = 0.03
"""Seconds that a page's run steps back at most, so that the answer goes out first."""
_SESSIONS = 128
"""How many sessions' last networks are kept; one that was dropped waits for its reruns."""


class Channel:
    """The newest state of one session's network, and the browsers that wait for a newer one.

    Args:
        owner: whose cookie a browser must bring to hear of it; "" where the address alone, which nobody guesses, must
            do.
    """

    def __init__(self, owner: str = ""):
        self.owner = owner
        self._version, self._plain, self._body, self._waiting, self._lock = 0, "", "", [], Lock()

    @property
    def body(self) -> str:
        """The newest state with its version, as JSON."""
        return self._body

    def put(self, news: dict) -> int:
        """Makes `news` known unless it is known; returns its version, 1 for the first.

        Whoever waits is answered before this returns: the page's run, which goes on then, would keep the server from
            it.
        """
        plain = json.dumps(news, separators=(",", ":"))
        with self._lock:
            if plain == self._plain:
                return self._version
            self._version += 1
            self._plain, self._body = plain, f'{{"version":{self._version},{plain[1:]}'
            waiting, self._waiting = self._waiting, []
        for loop, told, _ in waiting:
            loop.call_soon_threadsafe(told.set)
        for _, _, answered in waiting:
            answered.wait(_YIELD)
        return self._version

    async def later(self, version: int, answered: Event) -> bool:
        """Whether there is a state later than `version`, at once or in time; `answered` is to be set once it
        was sent."""
        waiting = (asyncio.get_running_loop(), asyncio.Event(), answered)
        with self._lock:
            if self._version > version:
                return True
            self._waiting.append(waiting)
        try:
            await asyncio.wait_for(waiting[1].wait(), _HOLD)
            return True
        except TimeoutError:
            answered.set()
            return False
        finally:
            with self._lock:
                if waiting in self._waiting:
                    self._waiting.remove(waiting)


_channels: OrderedDict[str, Channel] = OrderedDict()
_lock = Lock()


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("network", "{session}"), _answer)]


def announce(news: dict) -> dict:
    """Tells this session's browser what the network is now.

    Returns:
        {"feed": where the browser asks for what comes later, "version": of this}; both go to the views with the same
        news.
    """
    building = record().building
    building.news = building.news or (secrets.token_urlsafe(16), Channel(owner.by_cookie()))
    session, channel = building.news
    with _lock:
        _channels[session] = channel
        _channels.move_to_end(session)
        while len(_channels) > _SESSIONS:
            _channels.popitem(last=False)
    return {"feed": feed.path("network", session), "version": channel.put(news)}


async def _answer(request: Request) -> Response:
    """200 with the network once it is later than `?after=`, 204 when nothing came in time, 404 for a session that is
    not there."""
    channel = _channels.get(request.path_params["session"])
    if channel is None or (channel.owner and channel.owner != owner.of_cookies(request.cookies)):
        return Response("There is no such session here.", 404, media_type="text/plain")
    after = request.query_params.get("after", "")
    answered = Event()
    if not await channel.later(int(after) if after.isdecimal() else 0, answered):
        return Response(status_code=204)
    return Response(
        channel.body,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
        background=BackgroundTask(answered.set),
    )
