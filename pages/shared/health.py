"""Whether this copy works, for whoever watches over it: the app answers, and says whether its engine does."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from nnviz.engine import client
from pages.shared.runs import feed


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("health"), _health)]


def _health(request: Request) -> JSONResponse:
    """200 once the engine takes tasks, 503 with its state until then. The first question starts the engine."""
    engine = client.get()
    engine.start()
    answers = engine.answers()
    state = engine.state if answers or engine.state != "ready" else "silent"
    return JSONResponse({"engine": state}, 200 if answers else 503, {"Cache-Control": "no-store"})
