"""What training does inside the layers of a run, over plain HTTP: asked for while one of its panels is open."""

import json
import os

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nnviz.errors import NnvizError
from nnviz.runs import recorded_gradients, recorded_vitals
from nnviz.runs.run import Run
from nnviz.views import effects
from pages.shared.runs import feed

_FILES = (recorded_gradients.NAME, recorded_vitals.NAME)


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("effects", "{run}"), _effects)]


def address(run: Run) -> str:
    """Where a browser asks for what is recorded of that run's layers."""
    return feed.path("effects", run.id)


def _effects(request: Request) -> Response:
    """200 with what is new, 204 when there is nothing since `?after=`, 404 with a sentence for what is not there."""
    try:
        run = Run.open(request.path_params["run"])
        token = _token(run)
        if token == request.query_params.get("after"):
            return Response(status_code=204)
        content = {**effects.effects(_gradients(run), _vitals(run)), "token": token}
    except NnvizError as error:
        return Response(str(error), 404, media_type="text/plain")
    return Response(json.dumps(content), media_type="application/json", headers={"Cache-Control": "no-store"})


def _token(run: Run) -> str:
    """Another one whenever more has been recorded."""
    paths = [run.folder / name for name in _FILES]
    return "-".join(str(os.stat(path).st_mtime_ns) if path.exists() else "0" for path in paths)


def _gradients(run: Run) -> dict | None:
    own = recorded_gradients.recorded_gradients(run)
    if own is None:
        return None
    weights, sizes, steps = own.readings[:, :, 0], own.readings[:, :, 1], own.readings[:, :, 3]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = steps / weights
    return {"layers": [path for path, _ in own.layers], "epochs": own.epochs, "sizes": sizes, "ratios": ratios}


def _vitals(run: Run) -> dict | None:
    own = recorded_vitals.recorded_vitals(run)
    return None if own is None else vars(own)
