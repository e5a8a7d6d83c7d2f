"""The film of a run, over plain HTTP. Once it has ended, its address names what it shows, so that a browser asks for it
once; before, it is asked for by who comes in the middle, for what has been recorded so far."""

import json
import os
import threading
from collections import OrderedDict
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import nnviz
from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.views import live
from pages.shared.runs import feed

_FRAMES = 90
_BYTES = 4_000_000
"""About as many as a film's JSON may have; of a longer one every so many frames are left out."""
_SO_FAR = "so-far"
_KEPT_BYTES = 48_000_000
_FOREVER = "private, max-age=31536000, immutable"
_films: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("film", "{run}"), _film)]


def address(run: Run) -> str | None:
    """Where a browser gets the run's film, another one when the run was trained anew; None for a run without frames."""
    tag = _tag(run)
    return f"{feed.path('film', run.id)}?of={tag}" if tag else None


def so_far(run: Run) -> str:
    """Where a browser gets the frames that a run under way has recorded by then."""
    return f"{feed.path('film', run.id)}?of={_SO_FAR}"


def _film(request: Request) -> Response:
    """200 with {"frames": […]} for good, 304 for who has it, 404 with a sentence for what is not there (any more)."""
    try:
        run = Run.open(request.path_params["run"])
        if request.query_params.get("of") == _SO_FAR:
            return Response(_packed(run), media_type="application/json", headers=_uncached())
        tag = _tag(run)
        if tag is None or tag != request.query_params.get("of") or run.status().active:
            return Response("This run has no such film.", 404, media_type="text/plain", headers=_uncached())
        headers = {"Cache-Control": _FOREVER, "ETag": f'"{tag}"'}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(_content(run, tag), media_type="application/json", headers=headers)
    except NnvizError as error:
        return Response(str(error), 404, media_type="text/plain", headers=_uncached())


def _uncached() -> dict[str, str]:
    return {"Cache-Control": "no-store"}


def _tag(run: Run) -> str | None:
    """Names the film: by the final weights, the frames that are left, and who packs them. None without frames."""
    steps = run.frame_ids()
    if not steps:
        return None
    stats = [_stat(path) for path in (run.model_path, run.folder / "frames" / f"{steps[-1]:09d}.npz")]
    return sha256(repr((nnviz.__version__, run.id, steps, stats)).encode()).hexdigest()[:24]


def _stat(path) -> tuple[int, int]:
    try:
        stat = os.stat(path)
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _content(run: Run, tag: str) -> bytes:
    """The film's JSON; the last few are kept."""
    with _lock:
        if tag in _films:
            _films.move_to_end(tag)
            return _films[tag]
    content = _packed(run)
    with _lock:
        _films[tag] = content
        while len(_films) > 1 and sum(map(len, _films.values())) > _KEPT_BYTES:
            _films.popitem(last=False)
    return content


def _packed(run: Run) -> bytes:
    return json.dumps({"frames": live.film(run.graph, _frames(run))}).encode()


def _frames(run: Run) -> list[dict]:
    """The recorded frames, every so many left out where all would be too much for a browser."""
    steps = run.frame_ids()
    if not steps:
        return []
    size = _stat(run.folder / "frames" / f"{steps[-1]:09d}.npz")[1]
    most = int(max(2, min(_FRAMES, _BYTES / max(1, size / 3))))
    if len(steps) > most:
        steps = [steps[round(i * (len(steps) - 1) / (most - 1))] for i in range(most)]
    return [frame for frame in map(run.frame, steps) if frame is not None]
