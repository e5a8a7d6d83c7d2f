"""A network in use: checked rows in, answers out. The prediction server and the simulator both ask it."""

import threading

import numpy as np
from pydantic import ValidationError

from nnviz import names
from nnviz.errors import ServingError
from nnviz.runs.run import Run
from nnviz.serving import contract, features
from nnviz.serving.carried import prepare
from nnviz.serving.log import ServedLog
from nnviz.serving.rows import records, some
from nnviz.serving.source import Source, source_of_run

MOST_ROWS = 1_000
"""Rows of one request, unless said otherwise."""
_TOLD = 5
"""Mistakes of one request that are told."""


class Service:
    """The network of a run, asked with rows as the data have them.

    Args:
        log: where rows and answers are remembered; None to remember nothing.
        most_rows: rows of one request.
        source: the network with its data, where it is no run's; `run` is None then.

    Attributes:
        request, answer: pydantic models made from the data's columns.
        answered: rows since the start.
        taken: the further inputs that it takes.
    """

    def __init__(
        self, run: Run | None, log: ServedLog | None = None, most_rows: int = MOST_ROWS, *, source: Source | None = None
    ):
        source = source or source_of_run(run)
        self.run, self.log, self.answered = run, log, 0
        self.recipe = {**source.recipe, "takes": "prepared", "batch": None, "returns": "outputs"}
        self.taken = tuple(own["name"] for own in self.recipe.get("inputs", ())[1:])
        self._model, self._lock = source.model, threading.Lock()
        example = records(some(source.rows, slice(1)))[0]
        self.request = contract.request_model(self.recipe, most_rows, example)
        self.answer = contract.answer_model(self.recipe)

    def predict(self, body) -> dict:
        """The answers to a checked request, an instance of `request`, as `answer` says; remembered in the log."""
        rows = contract.as_arrays(self.recipe, body)
        with self._lock:
            shown = prepare.predict(self.recipe, rows, self.network)
            self.answered += len(shown)
        told = self.told(rows, shown)
        if self.log is not None and not self.log.add(features.features(self.recipe, rows), shown):
            told["notes"].append("These rows could not be remembered: the folder of the run cannot be written.")
        return told

    def told(self, rows, shown: np.ndarray) -> dict:
        """What is answered where the network says `shown` (n, units) of rows: {"answers": […], "notes": […]}."""
        notes = features.unknown_names(self.recipe, rows)
        if not np.isfinite(shown).all():
            notes.append("Some of what the network returned is no number; it is null here.")
        return {"answers": [_json(answer) for answer in prepare.answers(self.recipe, shown)], "notes": notes}

    def network(self, x):
        """What the network itself returns for a batch, as `prepare.inputs` makes it."""
        return self._model(list(x.values()) if isinstance(x, dict) else x, training=False)

    def ask(self, rows: list) -> dict:
        """`predict` for rows that are not checked yet. Raises ServingError with a sentence for those that are wrong."""
        try:
            return self.predict(self.request(rows=rows))
        except ValidationError as error:
            raise ServingError(" ".join(sentences(error.errors(include_url=False)))) from None


def sentences(errors: list[dict]) -> list[str]:
    """What is wrong with a request: where, what was received and what was expected."""
    unread = next((_unread(error) for error in errors if _unread(error)), "")
    if unread:
        return [unread]
    told = [_sentence(error) for error in errors[:_TOLD]]
    more = len(errors) - _TOLD
    return [*told, f"There {'is' if more == 1 else 'are'} {more:,} more like this."] if more > 0 else told


def _unread(error: dict) -> str:
    """Why the body says nothing, as a sentence; "" where it does."""
    if error["type"] == "json_invalid":
        place = next((part for part in error["loc"] if isinstance(part, int)), 0)
        return f"The request is not JSON from character {place + 1:,} on."
    if isinstance(error.get("input"), bytes):
        return "The request does not say that it is JSON. Expected the header Content-Type: application/json."
    return ""


def _sentence(error: dict) -> str:
    where = list(error["loc"][error["loc"][:1] == ("body",) :])
    place = next((k for k, part in enumerate(where) if isinstance(part, int)), None)
    row = "The request" if place is None else f"Row {where[place] + 1}"
    column = ", ".join(map(str, where[place + 1 :] if place is not None else where[1:2] or where[:1]))
    column = "" if place is None and column == "rows" else column
    place = f"{row}, {names.clean(column)}" if column else row
    kind, received = error["type"], _received(error.get("input"))
    if kind == "extra_forbidden":
        return f"{place}: there is no such column." if row != "The request" else f"{place}: it has no field {column!r}."
    if kind == "missing":
        return f"{place}: it is missing." if column else f'{row}: it lacks its rows. Expected {{"rows": [row, …]}}.'
    return f"{place}: received {received}. Expected {_expected(error)}."


def _expected(error: dict) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context.get("error", error["msg"]))
    known = {
        "too_long": f"at most {context.get('max_length', 0):,} rows",
        "too_short": "at least one row",
        "string_too_short": "at least one letter",
        "string_too_long": f"at most {context.get('max_length', 0)} characters",
        "finite_number": "a number that is finite",
    }
    families = {"float": "a number", "bool": "yes or no", "string": "text", "list": "a list", "model": "an object"}
    return known.get(error["type"]) or families.get(error["type"].split("_")[0], "something else")


def _received(value) -> str:
    if isinstance(value, list):
        return f"{len(value):,} of them" if len(value) > 3 else f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    text = "nothing" if value is None else repr(value) if isinstance(value, int | float | str | bool) else "something"
    return names.clean_line(text if len(text) <= 60 else f"{text[:59]}…")


def _json(answer):
    """An answer with null in the place of what is no finite number."""
    if isinstance(answer, dict):
        return {name: _json(value) for name, value in answer.items()}
    return answer if not isinstance(answer, float) or np.isfinite(answer) else None
