"""The end of a built model: its last function and its number of outputs, and so the meaning of what it returns."""

import keras

from nnviz import keras_internals
from nnviz.data.schema import Scaler, Schema
from nnviz.models import heads
from nnviz.specs import TrainSpec
from nnviz.training.catalog import resolve
from nnviz.training.meaning import OutputMeaning, decide
from nnviz.training.topology import functional


def meaning_of_model(
    model: keras.Model, train: TrainSpec, schema: Schema, target_scaler: Scaler | None = None
) -> OutputMeaning:
    """What the outputs of `model` mean when it is trained as `train` says, on data of this schema.

    Args:
        target_scaler: what a regression's targets were divided by, `Dataset.target_scaler`.

    Raises:
        SpecError: for a loss that does not suit the data.
    """
    units = unit_count(model)
    loss = resolve(train, schema, units).loss
    return decide(schema, loss, last_function(model), units, target_scaler)


def unit_count(model: keras.Model) -> int | None:
    """How many numbers a model with one flat output returns for an example; None for another one."""
    shapes = [tuple(output.shape[1:]) for output in getattr(model, "outputs", None) or ()]
    return shapes[0][0] if len(shapes) == 1 and len(shapes[0]) == 1 else None


def last_function(model: keras.Model) -> str:
    """The function that the model's output has passed through last; "" where it cannot be told."""
    graph = functional(model)
    if graph is None or len(graph.outputs) != 1:
        return ""
    tensor = graph.outputs[0]
    while True:
        operation, call = keras_internals.producer(tensor)
        if isinstance(operation, keras.layers.InputLayer):
            return "linear"
        if isinstance(operation, keras.Model):
            return last_function(operation)
        function = _applied(operation)
        if function is not None:
            return function
        tensor = keras_internals.calls_of(operation)[call].input_tensors[0]


def _applied(operation) -> str | None:
    if isinstance(operation, keras.layers.Wrapper):
        return _applied(operation.layer)
    kind = type(operation).__name__
    if not isinstance(operation, keras.layers.Layer):
        name = _snake(kind)
        return name if name in heads.RANGES else ""
    return heads.applied(kind, _settings(operation))


def _settings(layer) -> dict:
    layer = getattr(layer, "cell", layer)
    if not hasattr(layer, "activation"):
        return {}
    function = layer.activation
    if isinstance(function, keras.layers.Layer):
        return {"activation": heads.applied(type(function).__name__, {}) or ""}
    return {"activation": getattr(function, "__name__", "")}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
