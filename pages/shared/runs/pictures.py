"""The images of a run's held-out examples, over plain HTTP: too many for every rerun, and asked for once."""

import json
import os

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.views.packing import pack
from pages.shared.runs import feed

_FOREVER = "private, max-age=31536000, immutable"


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("pictures", "{run}"), _pictures)]


def address(run: Run) -> str | None:
    """Where a browser gets them, another one when the run was trained anew; None for a run without any."""
    tag = _tag(run)
    return f"{feed.path('pictures', run.id)}?of={tag}" if tag else None


def _tag(run: Run) -> str:
    try:
        stat = os.stat(run.folder / "pictures.npy")
    except OSError:
        return ""
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"


def _pictures(request: Request) -> Response:
    """200 with {"images": packed} for good, 404 with a sentence for what is not there (any more)."""
    missing = {"status_code": 404, "media_type": "text/plain", "headers": {"Cache-Control": "no-store"}}
    try:
        run = Run.open(request.path_params["run"])
        images = run.pictures() if _tag(run) == request.query_params.get("of") else None
    except NnvizError as error:
        return Response(str(error), **missing)
    if images is None:
        return Response("This run has no such pictures.", **missing)
    content = json.dumps({"images": pack(images)})
    return Response(content, media_type="application/json", headers={"Cache-Control": _FOREVER})
