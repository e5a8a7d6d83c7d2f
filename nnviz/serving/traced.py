"""One request followed through the prediction server's own functions, station by station."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from pydantic import ValidationError

from nnviz.serving import contract
from nnviz.serving.carried import prepare
from nnviz.serving.service import Service, sentences

STATIONS = ("read", "checked", "prepared", "network", "meaning", "written")
"""In their order: text → JSON → checked rows → numbers → what the network returns → what they mean → text."""


@dataclass(frozen=True)
class Traced:
    """What a request became.

    Attributes:
        refused: the sentences of the server where it does not answer, then the stations after that one are missing;
            () where it answers.
        seconds: station → median time that it took.
        rows: as they were checked, as `prepare.predict` takes them.
        codes: (n, columns) of a table: numbers, days, places among a column's categories, NaN where missing.
        inputs: (n, …) what the network takes. outputs: (n, units) what it returns. shown: (n, units) what that means.
        answer: the body of the answer, as it is sent.
    """

    refused: tuple[str, ...]
    seconds: dict[str, float]
    rows: Any = None
    codes: np.ndarray | None = None
    inputs: Any = None
    outputs: np.ndarray | None = None
    shown: np.ndarray | None = None
    answer: str = ""


def trace(service: Service, body: str, repeats: int = 5) -> Traced:
    """Follows the body of a request to POST /predict. Nothing is remembered in the service's log.

    Args:
        repeats: how often each station is timed.
    """
    clock = _Clock(repeats)
    try:
        content = clock("read", lambda: json.loads(body))
    except json.JSONDecodeError as error:
        problem = {"type": "json_invalid", "loc": ("body", error.pos)} if body else _NOTHING
        return Traced(tuple(sentences([problem])), clock.seconds)
    try:
        checked = clock("checked", lambda: service.request.model_validate(content))
    except ValidationError as error:
        return Traced(tuple(sentences(error.errors(include_url=False))), clock.seconds)
    recipe, rows = service.recipe, contract.as_arrays(service.recipe, checked)
    inputs = clock("prepared", lambda: prepare.inputs(recipe, rows))
    outputs = clock("network", lambda: np.asarray(service.network(inputs)))
    outputs = outputs.reshape(len(outputs), -1)
    shown = clock("meaning", lambda: prepare.shown(recipe, outputs))
    answer = clock("written", lambda: _written(service.told(rows, shown)))
    codes = prepare.codes(recipe, rows) if recipe["columns"] else None
    return Traced((), clock.seconds, rows, codes, inputs, outputs, shown, answer)


_NOTHING = {"type": "missing", "loc": ("body",)}


def _written(told: dict) -> str:
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class _Clock:
    """Times what is called, and returns what the last call did."""

    def __init__(self, repeats: int):
        self.repeats, self.seconds = repeats, {}

    def __call__(self, station: str, work: Callable) -> Any:
        taken = []
        for _ in range(self.repeats):
            began = time.perf_counter()
            result = work()
            taken.append(time.perf_counter() - began)
        self.seconds[station] = median(taken)
        return result
