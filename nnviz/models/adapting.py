"""A network made for some data, adapted to data of another form as little as that takes. Imports no framework."""

from nnviz.data.schema import Schema
from nnviz.models import edits, wiring
from nnviz.models.templates import output_layer
from nnviz.specs import LayerSpec, ModelSpec


def adapted(model: ModelSpec, before: Schema, schema: Schema) -> ModelSpec | None:
    """The network with its last layer, and a first Embedding, changed to what data of this `schema` ask for.

    Args:
        before: of the data that the network was made for.

    Returns:
        None where that is not enough: for data of another kind, for a network with several inputs or outputs or with
        an end that is no Dense layer, and for one that redraws its input, or is to.
    """
    ends = wiring.outputs(model)
    ends = [layer for layer in model.layers if layer.id in ends]
    if (before.kind, len(before.input_shape)) != (schema.kind, len(schema.input_shape)):
        return None
    if len(ends) != 1 or ends[0].kind != "Dense" or not ends[0].enabled or wiring.further_inputs(model):
        return None
    if before.reconstructs or schema.reconstructs:
        return None
    head = output_layer(schema, ends[0].id)
    model = edits.set_settings(model, head.id, units=head.settings["units"], activation=head.settings["activation"])
    for layer in model.layers:
        if layer.kind == "Embedding" and schema.vocabulary and before.vocabulary:
            model = edits.set_settings(model, layer.id, input_dim=schema.vocabulary)
    return model


def change_words(before: ModelSpec, after: ModelSpec) -> str:
    """ "Its layer output now gives 3 numbers, softmax."; "" where no layer changed."""
    changed = [new for old, new in zip(before.layers, after.layers, strict=True) if old != new]
    return " ".join(f"Its layer {layer.keras_name} now {_gives(layer)}." for layer in changed)


def _gives(layer: LayerSpec) -> str:
    if layer.kind == "Embedding":
        return f"knows {layer.settings['input_dim']:,} words"
    units, activation = layer.settings.get("units", 1), layer.settings.get("activation")
    noun = f"{units:,} number{'s' * (units != 1)}"
    return f"gives {noun}, {activation}" if activation and activation != "linear" else f"gives {noun}, no activation"
