"""What a model's file was compiled with, as a training of ours. Imports no framework."""

from collections.abc import Mapping
from typing import Any

from nnviz.data.schema import Schema
from nnviz.specs import TrainSpec
from nnviz.training.catalog import LOSSES, OPTIMIZERS

_SHORT = {"mse": "mean_squared_error", "mae": "mean_absolute_error"}
_RATE = 0.001
"""Keras's own learning rate; a trained network is best trained on with small steps."""


def training_of(compiled: Any, schema: Schema, loss: str = "") -> TrainSpec:
    """The loss, optimizer and learning rate of a file, for going on with its training.

    Args:
        compiled: a file's compile state (`nnviz.models.archives.Archive.compiled`).
        schema: of the data; a loss that does not suit them is "auto".
        loss: a name in `LOSSES` that somebody chose instead; "" for the file's own.
    """
    compiled = compiled if isinstance(compiled, Mapping) else {}
    name, rate = _optimizer(compiled.get("optimizer") or compiled.get("optimizer_config"))
    return TrainSpec(loss=loss or loss_of(compiled, schema) or "auto", optimizer=name, learning_rate=rate)


def loss_of(compiled: Any, schema: Schema) -> str:
    """The name in `LOSSES` of the loss that a file was compiled with; "" where it has none that suits the data."""
    value = compiled.get("loss") if isinstance(compiled, Mapping) else None
    if isinstance(value, Mapping) and "class_name" not in value:
        value = list(value.values())  # one loss for each output
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    name = _named(value)
    name = _SHORT.get(name, name)
    return name if name in LOSSES and schema.task in LOSSES[name].tasks else ""


def _named(value: Any) -> str:
    if isinstance(value, str):
        return value if value.islower() else _snake(value)
    if isinstance(value, Mapping):
        own = value.get("config") if value.get("class_name") == "function" else value.get("class_name")
        return _snake(own) if isinstance(own, str) else ""
    return ""


def _snake(name: str) -> str:
    """ "CategoricalCrossentropy" → "categorical_crossentropy"."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _optimizer(value: Any) -> tuple[str, float]:
    """The name in `OPTIMIZERS`, and the learning rate that it began with."""
    kind = value.get("class_name") if isinstance(value, Mapping) else value
    config = value.get("config") if isinstance(value, Mapping) else None
    known = (name for name, own in OPTIMIZERS.items() if own.path.rsplit(":", 1)[-1].lower() == str(kind).lower())
    return next(known, "adam"), _rate(config.get("learning_rate") if isinstance(config, Mapping) else None)


def _rate(value: Any) -> float:
    if isinstance(value, Mapping) and isinstance(value.get("config"), Mapping):
        value = value["config"].get("initial_learning_rate")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(f"{value:.6g}") if is_number and 0 < value <= 100 else _RATE  # files hold it as float32
