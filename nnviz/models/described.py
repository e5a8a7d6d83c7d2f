"""JSON files: one of nnviz's own experiments or networks, told apart from Keras's, and never parsed when too long."""

import json

from nnviz import settings
from nnviz.errors import ModelError
from nnviz.specs import Experiment, ModelSpec

_MB = 1_000_000


def refuse_long(size: int, limits: settings.Settings | None = None) -> None:
    """Raises ModelError for a description of more bytes than any network needs."""
    most = (limits or settings.get()).max_json_mb
    if size > most * _MB:
        raise ModelError(
            f"The network's description is {size / _MB:,.1f} MB of JSON.",
            expected=f"at most {most:g} MB",
            fix="Weights do not belong into JSON: save the model with model.save('name.keras') instead.",
        )


def own_description(content: bytes) -> Experiment | ModelSpec | None:
    """The experiment or the bare network that nnviz wrote; None for other content, such as Keras's own JSON.

    Raises:
        ModelError: for content that is too long.
        SpecError: for an experiment or a network with a mistake in it.
    """
    refuse_long(len(content))
    try:
        description = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(description, dict):
        return None
    if {"data", "model", "train"} <= description.keys():
        return Experiment.from_json(content)
    return ModelSpec.from_json(content) if "layers" in description else None
