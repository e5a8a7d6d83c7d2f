"""The styles and scripts that a page needs from its first paint: they come with its address, since what a page
sends is drawn later.

Streamlit fetches the code for an `st.html` element when the page first has one; text would be painted before it, and
move.
"""

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.lessons.course import LESSONS

_HERE = Path(__file__).parent
_STYLES = ("style.css", "lessons/course.css", "lessons/print.css")
_FILES = (*(_HERE / name for name in _STYLES), *(lesson.place for lesson in LESSONS.values()))
_WEB = Path(__file__).parents[2] / "nnviz/web"
_SCRIPTS = ("early.js", "chosen.js", "glossed.js", "help.js", "inside.js", "paper.js", "tools.js", "tour.js")
_BEGIN, _END = b"<head>", b"</body>"


def styles() -> str:
    """The frame's stylesheet, the course's, and the ones that keep the places of the lessons' pictures."""
    return "\n".join(file.read_text(encoding="utf-8") for file in _FILES)


def scripts() -> tuple[str, str]:
    """What runs before anything of a page is drawn, and what runs on every page once its body is there."""
    early, *others = (f"(() => {{\n{(_WEB / name).read_text(encoding='utf-8')}}})();" for name in _SCRIPTS)
    return early, "\n".join(others)


def middleware() -> list[Middleware]:
    """What the server wraps around all that it answers."""
    return [Middleware(FirstPaint)]


class FirstPaint:
    """Writes both into every page: the styles at its end, so that they weigh more than Streamlit's own."""

    def __init__(self, app: ASGIApp):
        self._app = app
        early, tools = scripts()
        self._begin = f"<head><script>{early}</script>".encode()
        self._style = f"<style>{styles()}</style><script>{tools}</script>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not asks_for_a_page(scope):
            return await self._app(scope, receive, send)
        held: list[Message] = []

        async def with_style(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                if _is_page(message):
                    return
                await send(message)
            elif _is_page(held[0]):
                held.append(message)
                if not message.get("more_body"):
                    await self._finish(held, send)
            else:
                await send(message)

        await self._app(_plain(scope), receive, with_style)

    async def _finish(self, held: list[Message], send: Send) -> None:
        """Sends a whole page that was held back, its styles in it."""
        start, *parts = held
        body = b"".join(part.get("body", b"") for part in parts)
        before, end, after = body.rpartition(_END)
        if end:
            body = before.replace(_BEGIN, self._begin, 1) + self._style + end + after
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):  # they tell when Streamlit's page changed, not when the styles did
            del headers[name]
        await send(start)
        await send({"type": "http.response.body", "body": body})


def asks_for_a_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _is_page(start: Message) -> bool:
    return start["status"] == 200 and Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


def _plain(scope: Scope) -> Scope:
    """The same request, for the whole page as text: neither packed, nor only if it has changed, nor from a file
    by its name."""
    unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in unwanted]
    extensions = {
        name: value for name, value in scope.get("extensions", {}).items() if name != "http.response.pathsend"
    }
    return {**scope, "headers": headers, "extensions": extensions}
