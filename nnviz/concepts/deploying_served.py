"""The network that the lesson on deploying saves and asks: the reader's own, of a table or arrays, or that of the tips.
Worker side."""

import dataclasses
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.concepts import deploying_file
from nnviz.concepts.deploying_world import served, world
from nnviz.data.load import load
from nnviz.data.schema import Schema
from nnviz.errors import ServingError
from nnviz.runs.run import Run
from nnviz.serving.records import weights_of
from nnviz.serving.rows import records, some
from nnviz.serving.service import Service
from nnviz.serving.source import Source, source_of_run

_LONGEST = 3_000
"""Characters of a first request."""


@dataclass(frozen=True)
class Served:
    """A network in use, as the prediction server has it.

    Attributes:
        features: names of the network's inputs, in their order; () where they are no columns.
        truth: (n,) the targets of the source's rows, classes by their place.
    """

    service: Service
    source: Source
    features: tuple[str, ...]
    truth: np.ndarray
    title: str
    unit: str

    @property
    def service_model(self) -> Any:
        return self.source.model


def served_by(run_id: str | None) -> Served:
    """The network of a run; that of the tips for None.

    Raises:
        ServingError: for a network that takes texts or several inputs, or answers with several numbers that are no
            classes.
    """
    return _served(run_id, weights_of(Run.open(run_id)) if run_id else None)


@lru_cache(maxsize=4)
def _served(run_id: str | None, weights: int | None) -> Served:
    if run_id is None:
        now = world()
        names = tuple(now.dataset.schema.feature_names)
        return Served(Service(None, source=now.source), now.source, names, now.truth, "Tips", "dollars")
    run = Run.open(run_id)
    source = source_of_run(run)
    recipe = source.recipe
    if "inputs" in recipe or recipe["kind"] == "text" or recipe["dtype"] == "int32" or recipe.get("labels"):
        what = "several inputs" if "inputs" in recipe else "several labels" if recipe.get("labels") else "texts"
        raise ServingError(
            f"This lesson cannot take networks for {what} apart.",
            expected="a run on a table, on images or on series",
            fix="Look at the network that predicts tips.",
        )
    dataset = load(run.experiment.data)
    truth = np.asarray(dataset.unscaled_targets(dataset.split(source.part).y)).reshape(len(source.expected), -1)[:, 0]
    source = dataclasses.replace(source, recipe=served(recipe))
    names = tuple(dataset.schema.feature_names) if recipe["columns"] else ()
    return Served(
        Service(run, source=source), source, names, truth.astype(float), run.record.title, _unit(dataset.schema)
    )


def _unit(schema: Schema) -> str:
    """The unit of a number that is predicted; "" where it has none."""
    return next(iter(schema.target_units), "") if not schema.class_names else ""


def learn_file(run_id: str | None) -> dict:
    """What is in the file of a network, what it says of held-out rows whatever of the file is missing, and a request
    to begin with.

    Returns {"title", "target", "unit", "number": what it tells of classes, "classes", "parts": as
    `deploying_file.contents`, "answers": (missing, bits, n) float32: the predicted number, or that of the class which
    the whole network decides for, "decided": (missing, bits, n) or None: the class decided for, "truth": (n,),
    "parameters", "table": whether rows have columns, "body": of a request}.
    """
    own = served_by(run_id)
    rows, truth = some(own.source.rows, slice(deploying_file.MOST_ROWS)), own.truth[: deploying_file.MOST_ROWS]
    said, recipe = deploying_file.answers(own.source, rows), own.source.recipe
    decided = None
    if recipe["classes"]:
        said, decided = _of_classes(said, recipe["ends"])
    return {
        "title": own.title,
        "target": recipe["target"],
        "unit": own.unit,
        "number": recipe["number"],
        "classes": recipe["classes"],
        "parts": deploying_file.contents(own.source),
        "answers": said.reshape(said.shape[:3]) if decided is None else said,
        "decided": decided,
        "truth": truth,
        "parameters": int(own.source.model.count_params()),
        "table": bool(own.features),
        "body": _body(own),
    }


def _of_classes(said: np.ndarray, ends: float) -> tuple[np.ndarray, np.ndarray]:
    """The number of the class that the whole network decides for, and each one's decision, from (…, n, units); of one
    unit the other class has `ends` less that number."""
    both = said if said.shape[-1] > 1 else np.concatenate([ends - said, said], axis=-1)
    decided = both.argmax(axis=-1)
    chosen = np.broadcast_to(decided[0, 0][None, None, :, None], (*decided.shape, 1))
    return np.take_along_axis(both, chosen, axis=-1)[..., 0], decided.astype("float32")


def _body(own: Served) -> str:
    """A request with one row, as somebody would write it; "" where that is long."""
    (row,) = records(some(own.source.rows, slice(1)))
    text = json.dumps({"rows": [row]}, ensure_ascii=False, indent=1 if own.features else None)
    return text if len(text) <= _LONGEST else ""
