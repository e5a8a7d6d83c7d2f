"""A network that is one whole Keras model, kept as its file has it. Imports no framework."""

from typing import Any

from nnviz.models import catalog, wiring
from nnviz.specs import INPUT, ModelSpec

KEPT_WHOLE = "layers"
"""Where a refusal lies that is about editing alone: the file is a good one, but no list of layers says its network."""
MODELS = ("Functional", "Sequential", "Model")
"""The classes of models, as Keras serializes them."""


def whole_model(spec: ModelSpec) -> dict[str, Any] | None:
    """Keras's own form of the model where the network is nothing else; None for a network of layers."""
    layers = [(layer, sources) for layer, sources in wiring.used(spec) if not layer.is_input]
    if len(layers) != 1 or layers[0][0].kind != catalog.KERAS_LAYER:
        return None
    layer, sources = layers[0]
    given = (INPUT, *(further.id for further in wiring.further_inputs(spec)))
    own = layer.settings.get("object")
    is_model = isinstance(own, dict) and own.get("class_name") in MODELS
    return own if is_model and sources == given and wiring.outputs(spec) == (layer.id,) else None
