"""A request on its way through the prediction server, and how long each station takes. Worker side."""

import json
import time
from functools import lru_cache
from statistics import median

import numpy as np

from nnviz.concepts.deploying_served import Served, served_by
from nnviz.inspection.activations import activations
from nnviz.serving.rows import records, some
from nnviz.serving.traced import Traced, trace

SIZES = (1, 10, 100, 1000)
"""Rows of one request whose time is measured."""
_SHOWN, _REPEATS = 16, 5


def learn_request(run_id: str | None, body: str) -> dict:
    """What the body of a request becomes, of a run's network or of the lesson's own.

    Returns {"refused": sentences, "seconds": {station: seconds}, "sent", "answered": bytes, "rows": how many, and of
    the first row "columns": [{"name", "value", "code", "inputs": [{"name", "value"}]}], "prepared": {"shape", "low",
    "high"}, "layers": [{"name", "kind", "units", "values": the first ones}], "output", "shown": numbers; "answer": its
    text}.
    """
    own = served_by(run_id)
    traced = trace(own.service, body)
    told = {"refused": list(traced.refused), "seconds": traced.seconds, "sent": len(body.encode())}
    return told if traced.refused else told | _stations(own, traced)


def _stations(own: Served, traced: Traced) -> dict:
    layers = activations(own.service_model, traced.inputs[:1])
    return {
        "answered": len(traced.answer.encode()),
        "rows": len(traced.inputs),
        "columns": _columns(own, traced),
        "prepared": _prepared(np.asarray(traced.inputs[0], float)),
        "layers": [_layer(record.path, record.kind, np.ravel(record.values)) for record in layers.layers],
        "output": traced.outputs[0].astype(float).tolist(),
        "shown": traced.shown[0].astype(float).tolist(),
        "answer": traced.answer,
    }


def _prepared(x: np.ndarray) -> dict:
    return {"shape": list(x.shape), "low": float(np.nanmin(x)), "high": float(np.nanmax(x))}


def _layer(name: str, kind: str, values: np.ndarray) -> dict:
    return {"name": name, "kind": kind, "units": len(values), "values": values[:_SHOWN].astype(float).tolist()}


def _columns(own: Served, traced: Traced) -> list[dict]:
    """Each column of the first row: what was sent, its code, and the inputs that it becomes."""
    row, told = traced.rows[0], []
    for place, column in enumerate(own.service.recipe["columns"]):
        names = {column["name"], *(f"{column['name']} = {category}" for category in column["categories"])}
        inputs = [
            {"name": name, "value": float(value)}
            for name, value in zip(own.features, traced.inputs[0], strict=True)
            if name in names
        ]
        code = float(traced.codes[0, place])
        value = row.get(column["name"])
        told.append(
            {"name": column["name"], "value": value, "code": None if np.isnan(code) else code, "inputs": inputs}
        )
    return told


@lru_cache(maxsize=4)
def learn_request_times(run_id: str | None) -> dict:
    """How long requests of several sizes take, JSON to JSON: {"sizes", "seconds": of each whole request}."""
    own = served_by(run_id)
    count, seconds = len(own.source.rows), []
    for size in SIZES:
        rows = records(some(own.source.rows, np.arange(size) % count))
        body, taken = json.dumps({"rows": rows}), []
        for _ in range(_REPEATS):
            began = time.perf_counter()
            json.dumps(own.service.predict(own.service.request.model_validate(json.loads(body))))
            taken.append(time.perf_counter() - began)
        seconds.append(median(taken))
    return {"sizes": list(SIZES), "seconds": seconds}
