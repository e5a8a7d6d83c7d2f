"""Shapes, sizes, costs and mistakes of a network after an edit, from Keras itself. For workers."""

from dataclasses import dataclass, field, replace
from typing import Any

from nnviz import settings as limits
from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models import catalog, costs, diagnoses, wiring
from nnviz.models.records import Diagnosis, LayerPreview, Preview
from nnviz.models.symbolic import Measured, measure
from nnviz.models.titles import title
from nnviz.specs import INPUT, INPUT_LAYER, LayerSpec, ModelSpec, TrainSpec

_BYTES = {"float32": 4, "int32": 4, "float16": 2, "bfloat16": 2, "int64": 8, "float64": 8, "bool": 1, "int8": 1}


@dataclass
class Trace:
    """What is known of a network so far, by layer id."""

    spec: ModelSpec
    schema: Schema
    train: TrainSpec | None = None
    examples: int | None = None
    measured: dict[str, Measured] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    errors: dict[str, Diagnosis] = field(default_factory=dict)
    fields: dict[str, costs.Field | None] = field(default_factory=dict)

    def shapes(self, layer_id: str) -> list[tuple[int | None, ...] | None]:
        """Shapes that come in at a layer; None for one that is not known."""
        return [self.measured[source].shape if source in self.measured else None for source in self.sources[layer_id]]


def preview(spec: ModelSpec, schema: Schema, train: TrainSpec | None = None, examples: int | None = None) -> Preview:
    """Everything that can be said of `spec` on data of this `schema` without building it.

    Args:
        spec: any network, also one that Keras refuses.
        schema: of the data: gives the input's shape and what the output should be.
        train: how it would be trained; adds diagnoses of loss and activation.
        examples: number of training examples; adds diagnoses of size.

    Returns:
        a `Preview`. Nothing that a ModelSpec can hold makes this raise: mistakes are diagnoses.
    """
    traced = trace(spec, schema, train, examples)
    whole = diagnoses.whole(traced)
    used = {layer.id for layer, _ in wiring.used(spec)}
    warnings = diagnoses.warnings(traced) if used and used <= traced.measured.keys() else []
    layers = tuple(_layer(traced, layer, warnings) for layer in spec.layers)
    counted = [layer for layer in layers if layer.id in used]
    return Preview(
        layers,
        wiring.outputs(spec),
        tuple(schema.input_shape),
        sum(layer.parameters for layer in counted),
        sum(layer.trainable_parameters for layer in counted),
        sum(layer.activation_bytes for layer in counted if layer.kind != INPUT_LAYER),
        sum(layer.multiply_adds for layer in counted),
        (*traced.errors.values(), *whole, *warnings),
    )


def trace(spec: ModelSpec, schema: Schema, train: TrainSpec | None = None, examples: int | None = None) -> Trace:
    """Every layer that is switched on, measured in order; a layer after a mistake is left out."""
    traced = Trace(spec, schema, train, examples)
    traced.measured[INPUT] = Measured(tuple(schema.input_shape), input_dtype(schema))
    positions = schema.input_shape[:-1] if schema.kind in ("image", "sequence") else schema.input_shape
    places = schema.kind in ("image", "sequence", "tokens")
    traced.fields[INPUT] = ((1,) * len(positions),) * 2 if places else None
    for layer, sources in wiring.wired(spec)[: limits.get().max_layers]:
        traced.sources[layer.id] = sources
        if all(source in traced.measured for source in sources):
            _measure(traced, layer, sources)
    return traced


def input_dtype(schema: Schema) -> str:
    return "int32" if schema.kind == "tokens" else "float32"


def _measure(traced: Trace, layer: LayerSpec, sources: tuple[str, ...]) -> None:
    try:
        traced.settings[layer.id] = catalog.check(layer)
        refused = diagnoses.inputs(traced, layer)
        if refused is None:
            signatures = tuple((traced.measured[s].shape, traced.measured[s].dtype) for s in sources)
            measured = measure(layer, signatures)
            refused = diagnoses.refused(traced, layer, measured.refused) if measured.refused else None
    except ModelError as error:
        refused = diagnoses.unsuitable(traced, layer, error)
    if refused is not None:
        traced.errors[layer.id] = refused
        return
    traced.measured[layer.id] = measured
    kind = catalog.LAYERS[layer.kind]
    if layer.is_input:
        places = len(measured.shape) > 1 or measured.dtype.startswith("int")
        traced.fields[layer.id] = ((1,) * max(1, len(measured.shape) - 1),) * 2 if places else None
        return
    traced.fields[layer.id] = costs.receptive_field(
        layer.kind, traced.settings[layer.id], [traced.fields.get(s) for s in sources], kind.rank
    )


def _layer(traced: Trace, layer: LayerSpec, warnings: list[Diagnosis]) -> LayerPreview:
    base = LayerPreview(
        layer.id,
        layer.kind,
        title(layer),
        layer.keras_name,
        traced.sources.get(layer.id, ()),
        error=traced.errors.get(layer.id),
        enabled=layer.enabled,
        warnings=tuple(diagnosis for diagnosis in warnings if diagnosis.where == layer.id),
    )
    measured = traced.measured.get(layer.id)
    if measured is None:
        return base
    inputs = [traced.measured[source].shape for source in traced.sources[layer.id]]
    reach = traced.fields.get(layer.id)
    return replace(
        base,
        output_shape=measured.shape,
        parameters=measured.parameters,
        trainable_parameters=measured.trainable_parameters,
        activation_bytes=costs.size(measured.shape) * _BYTES.get(measured.dtype, 4),
        multiply_adds=costs.multiply_adds(
            layer.kind, traced.settings[layer.id], (*measured.trainable, *measured.fixed), inputs, measured.shape
        ),
        receptive_field=reach[0] if reach else None,
    )
