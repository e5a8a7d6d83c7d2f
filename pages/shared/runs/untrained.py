"""The untrained network of an experiment, over plain HTTP: the page never waits for it, and one process draws each
once."""

import json
import threading
from collections import OrderedDict
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import nnviz
from nnviz.engine import client
from nnviz.errors import NnvizError
from nnviz.specs import Experiment, TrainSpec
from nnviz.views import live
from pages.shared.runs import feed
from pages.shared.session.bounded import BoundedStore

_STARTING = "The engine is starting, which takes about ten seconds once; then the untrained network appears here."
_EXPERIMENTS, _BYTES = 1_000, 32_000_000
_experiments: OrderedDict[str, tuple[Experiment, str, tuple[dict, ...]]] = OrderedDict()
_pictures = BoundedStore(_BYTES)
_lock = threading.Lock()


def routes() -> list[Route]:
    """What the server answers besides Streamlit's own addresses."""
    return [Route(feed.path("untrained", "{key}"), _answer)]


def path() -> str:
    """What the addresses of all pictures begin with."""
    return feed.path("untrained")


def decisive(experiment: Experiment) -> Experiment:
    """The experiment as far as it decides what the untrained network is and answers: data, network, seed, loss and
    metrics."""
    train = experiment.train
    spec = TrainSpec(loss=train.loss, loss_settings=train.loss_settings, metrics=train.metrics, seed=train.seed)
    return experiment.replace(title="", train=spec)


def address(experiment: Experiment, owner: str, edits: tuple[dict, ...] = ()) -> str:
    """Where a browser gets the picture, another one for another beginning.

    Args:
        owner: in whose name the engine is asked.
        edits: weights that a person has typed, as `nnviz.training.untrained.untrained` takes them.
    """
    experiment = decisive(experiment)
    told = f"{nnviz.__version__} {experiment.to_json()}{json.dumps(edits) if edits else ''}"
    key = sha256(told.encode()).hexdigest()[:32]
    with _lock:
        _experiments[key] = (experiment, owner, edits)
        _experiments.move_to_end(key)
        while len(_experiments) > _EXPERIMENTS:
            _experiments.popitem(last=False)
    return feed.path("untrained", key)


def _answer(request: Request) -> Response:
    """200 with {graph, frame, history}, 202 with what is awaited, 422 with why there is none, 404 for what no page
    has asked for."""
    key = request.path_params["key"]
    with _lock:
        body, asked = _pictures.get(key), _experiments.get(key)
    if body is None and asked is None:
        return _sentence("This picture is not known here any more.", 404)
    try:
        if body is None:
            if client.get().state != "ready":
                return _sentence(_STARTING, 202)
            body = _picture(*asked)
            with _lock:
                _pictures.put(key, body)
    except NnvizError as error:
        return _sentence(str(error), 422)
    return Response(body, media_type="application/json", headers={"Cache-Control": "private, max-age=3600"})


def _picture(experiment: Experiment, owner: str, edits: tuple[dict, ...]) -> bytes:
    answer = client.get().call("untrained", experiment, edits, owner=owner)
    return json.dumps(live.untrained(answer["graph"], answer["frame"], answer["scores"])).encode()


def _sentence(words: str, status: int) -> Response:
    return Response(words, status, media_type="text/plain", headers={"Cache-Control": "no-store"})
