"""The prediction server's addresses: POST /predict, GET /health, and /docs with what they take and answer."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nnviz import words
from nnviz.serving import contract
from nnviz.serving.service import Service, sentences

MOST_BYTES = 10_000_000
"""Of one request, unless said otherwise."""
_HERE = ["127.0.0.1", "localhost", "[::1]"]


def create_app(service: Service, most_bytes: int = MOST_BYTES, only_here: bool = True) -> FastAPI:
    """The application that answers for one network.

    Args:
        only_here: whether it is asked by names of this machine alone, so that no web page elsewhere can have its name
            point here.
    """
    title = service.run.record.title or service.recipe["data"]
    about = f"Predicts {service.recipe['target']} from rows as they are in the data. Run {service.run.id}."
    app = FastAPIOffline(title=f"nnviz: {title}", description=about, version="1", redoc_url=None)
    app.add_middleware(_Bounded, most_bytes=most_bytes)
    if only_here:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=_HERE)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _failed)
    _routes(app, service)
    return app


def _routes(app: FastAPI, service: Service) -> None:
    failures = {
        413: {"description": "The request is too large."},
        422: {"description": "A row is not as described; a sentence says where."},
    }

    def predict(body):
        return service.predict(body)

    predict.__annotations__ = {"body": service.request}
    app.post("/predict", response_model=service.answer, responses=failures, summary="Ask the network")(predict)

    @app.get("/health", response_model=contract.Health, summary="Whether it answers")
    def health():
        return {"state": "ready", "run": service.run.id, "answered": service.answered}

    @app.get("/", include_in_schema=False)
    def home():
        return RedirectResponse("docs")


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    told = sentences(list(error.errors()))
    return JSONResponse({"error": " ".join(told), "errors": told}, 422)


async def _refused(request: Request, error: HTTPException) -> JSONResponse:
    told = {
        400: "The request cannot be read as JSON.",
        404: "There is nothing at this address. Ask POST /predict, or look at /docs.",
        405: "Ask with POST /predict.",
    }
    return JSONResponse({"error": told.get(error.status_code, f"{error.detail}.")}, error.status_code)


async def _failed(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": "The network could not answer; the server's own log says why."}, 500)


class _Bounded:
    """Refuses a request whose body is larger than `most_bytes`, however it comes."""

    def __init__(self, app: ASGIApp, most_bytes: int):
        self._app, self._most = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        body, more = b"", True
        while more and len(body) <= self._most:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > self._most:
            sentence = f"The request is larger than {words.memory(self._most)}. Send fewer rows at a time."
            return await JSONResponse({"error": sentence}, 413)(scope, receive, send)
        held = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return held.pop() if held else await receive()

        await self._app(scope, again, send)
