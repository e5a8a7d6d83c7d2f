"""The browser modules, answered from memory: a lesson needs up to fifty of them before its picture can be drawn.

Streamlit opens and compresses a file anew for every visitor, in the process that is drawing the page meanwhile.
"""

import gzip
import hashlib
import mimetypes
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

WEB = Path(__file__).parents[2] / "nnviz/web"
_COMPONENTS = "/_stcore/bidi-components/nnviz."
_Version = tuple[int, int]


def middleware() -> list[Middleware]:
    """What the server wraps around all that it answers."""
    return [Middleware(WebFiles, folder=WEB)]


class WebFiles:
    """Answers for the files of the folder, as they are now; every other request goes on to Streamlit, and so does one
    that comes from a page of another server, which Streamlit allows or does not.

    A browser that has a file already asks whether it is still the same, and is told so in a line.
    """

    def __init__(self, app: ASGIApp, folder: Path):
        self._app = app
        self._files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*") if path.is_file()}
        self._kept: dict[str, tuple[_Version, bytes, list[tuple[bytes, bytes]]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = _asked_for(scope)
        try:
            body, headers = self._file(name)
        except (KeyError, OSError):
            return await self._app(scope, receive, send)
        tag = dict(headers)[b"etag"].decode()
        known = Headers(scope=scope).get("if-none-match") == tag
        start = {"type": "http.response.start", "status": 304 if known else 200}
        await send({**start, "headers": headers[:2] if known else headers})
        await send({"type": "http.response.body", "body": b"" if known else body})

    def _file(self, name: str) -> tuple[bytes, list[tuple[bytes, bytes]]]:
        """The compressed file and its headers; read again when it has changed."""
        path = self._files[name]
        status = path.stat()
        version = status.st_mtime_ns, status.st_size
        if name not in self._kept or self._kept[name][0] != version:
            body = gzip.compress(path.read_bytes(), mtime=0)
            self._kept[name] = version, body, _headers(path, body)
        return self._kept[name][1:]


def _asked_for(scope: Scope) -> str:
    """The file that a browser fetches for one of our components, by its path in the folder; "" for anything else."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return ""
    headers = Headers(scope=scope)
    if "origin" in headers or "gzip" not in headers.get("accept-encoding", ""):
        return ""
    base = st.get_option("server.baseUrlPath").strip("/")
    before = (f"/{base}" if base else "") + _COMPONENTS
    path = scope["path"]
    return path.removeprefix(before).partition("/")[2] if path.startswith(before) else ""


def _headers(path: Path, body: bytes) -> list[tuple[bytes, bytes]]:
    """The first two go with every answer."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":
        kind = "text/javascript"  # some machines' tables call it something that browsers do not run
    return [
        (b"etag", f'"{hashlib.sha256(body).hexdigest()[:32]}"'.encode()),
        (b"cache-control", b"no-cache"),
        (b"content-type", (f"{kind}; charset=utf-8" if kind.startswith("text/") else kind).encode()),
        (b"content-encoding", b"gzip"),
        (b"content-length", str(len(body)).encode()),
        (b"vary", b"accept-encoding"),
    ]
