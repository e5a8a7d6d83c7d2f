"""The networks behind the templates, each for data of any schema that it suits. Imports no framework."""

import math
from collections.abc import Callable
from itertools import count

from nnviz.data.further import FurtherInput
from nnviz.data.schema import Schema
from nnviz.models import edits, wiring
from nnviz.models.blocks import expand
from nnviz.specs import INPUT, INPUT_LAYER, LayerSpec, ModelSpec

_LEAST_POOLED = 4
"""Pixels along a side from which an image beside another input is pooled."""
LAST_FUNCTIONS = {"binary": "sigmoid", "multiclass": "softmax", "multilabel": "sigmoid", "regression": "linear"}
"""What the last layer applies, by task."""


def dense(layer_id: str, units: int, activation: str | None = "relu", **settings) -> LayerSpec:
    return LayerSpec(id=layer_id, kind="Dense", settings={"units": units, "activation": activation, **settings})


def of(layer_id: str, kind: str, **settings) -> LayerSpec:
    return LayerSpec(id=layer_id, kind=kind, settings=settings)


def output_layer(schema: Schema, layer_id: str = "output") -> LayerSpec:
    """The last layer that fits the task."""
    activation = LAST_FUNCTIONS[schema.task]
    return dense(layer_id, schema.outputs, activation)


def chain(*layers: LayerSpec) -> ModelSpec:
    return ModelSpec(layers=layers)


def _conv(layer_id: str, filters: int, kernel_size: int = 3) -> LayerSpec:
    return of(layer_id, "Conv2D", filters=filters, kernel_size=kernel_size, padding="same", activation="relu")


def _flat(schema: Schema) -> tuple[LayerSpec, ...]:
    return () if len(schema.input_shape) == 1 else (of("flatten_1", "Flatten"),)


def plane(schema: Schema) -> ModelSpec:
    return chain(dense("dense_1", 8, "tanh"), dense("dense_2", 8, "tanh"), output_layer(schema))


def table(schema: Schema, examples: int | None = None) -> ModelSpec:
    units = 16 if (examples or 500) < 2000 else 64
    return chain(*_flat(schema), dense("dense_1", units), dense("dense_2", units // 2), output_layer(schema))


def linear(schema: Schema) -> ModelSpec:
    return chain(*_flat(schema), output_layer(schema))


def mlp(schema: Schema) -> ModelSpec:
    return chain(*_flat(schema), dense("dense_1", 32), dense("dense_2", 16), output_layer(schema))


def image(schema: Schema) -> ModelSpec:
    layers, smallest, number = [], min(schema.input_shape[:2]), 0
    while number < 4 and (number < 1 or smallest >= 4):
        number += 1
        layers.append(_conv(f"conv2d_{number}", 8 * 2 ** (number - 1)))
        if smallest >= 2:
            layers.append(of(f"max_pooling2d_{number}", "MaxPooling2D", pool_size=2))
        smallest //= 2
    return chain(*layers, of("flatten_1", "Flatten"), dense("dense_1", 32), output_layer(schema))


def series(schema: Schema) -> ModelSpec:
    if schema.padded:
        return chain(*_as_steps(schema)[0], of("gru_1", "GRU", units=24), dense("dense_1", 16), output_layer(schema))
    conv = {"filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"}
    pooling = of("global_average_pooling1d_1", "GlobalAveragePooling1D")
    return chain(
        of("conv1d_1", "Conv1D", **conv),
        of("conv1d_2", "Conv1D", **conv),
        pooling,
        dense("dense_1", 16),
        output_layer(schema),
    )


def tokens(schema: Schema) -> ModelSpec:
    return chain(
        _embedding(schema),
        of("global_average_pooling1d_1", "GlobalAveragePooling1D"),
        dense("dense_1", 16),
        output_layer(schema),
    )


def _embedding(schema: Schema, length: int = 16) -> LayerSpec:
    return of("embedding_1", "Embedding", input_dim=max(1, schema.vocabulary), output_dim=length, mask_zero=True)


def lenet(schema: Schema) -> ModelSpec:
    return chain(
        _conv("conv2d_1", 6, 5),
        of("max_pooling2d_1", "MaxPooling2D", pool_size=2),
        _conv("conv2d_2", 16, 5),
        of("max_pooling2d_2", "MaxPooling2D", pool_size=2),
        of("flatten_1", "Flatten"),
        dense("dense_1", 64),
        dense("dense_2", 32),
        output_layer(schema),
    )


def resnet(schema: Schema) -> ModelSpec:
    height, width = schema.input_shape[:2]
    spec = chain(_conv("conv2d_1", 8))
    shape = (height, width, 8)
    for settings in ({}, {"filters": 16, "strides": 2}):
        spec = expand("residual", spec, spec.layers[-1].id, schema, settings, shape)
        stride = settings.get("strides", 1)
        shape = (-(-shape[0] // stride), -(-shape[1] // stride), settings.get("filters", shape[2]))
    spec = edits.add(spec, of("global_average_pooling2d_1", "GlobalAveragePooling2D"))
    return edits.add(spec, output_layer(schema))


def inception(schema: Schema) -> ModelSpec:
    height, width = schema.input_shape[:2]
    spec = chain(_conv("conv2d_1", 8), of("max_pooling2d_1", "MaxPooling2D", pool_size=2))
    spec = expand("inception", spec, "max_pooling2d_1", schema, {"filters": 8}, (height // 2, width // 2, 8))
    spec = edits.add(spec, of("global_average_pooling2d_1", "GlobalAveragePooling2D"))
    return edits.add(spec, output_layer(schema))


def _as_steps(schema: Schema) -> tuple[tuple[LayerSpec, ...], tuple[int, int]]:
    """Layers that make a sequence of the data, and its shape: words get vectors, images are read row by row."""
    if schema.kind == "tokens":
        return (_embedding(schema),), (schema.input_shape[0], 16)
    if schema.kind == "image":
        height, width, channels = schema.input_shape
        return (of("reshape_1", "Reshape", target_shape=[height, width * channels]),), (height, width * channels)
    if schema.kind == "vector":
        size = math.prod(schema.input_shape)
        return (of("reshape_1", "Reshape", target_shape=[size, 1]),), (size, 1)
    return (of("masking_1", "Masking", mask_value=0.0),) * schema.padded, schema.input_shape


def reader(kind: str) -> Callable[[Schema], ModelSpec]:
    """A maker of a network with one recurrent layer of that kind."""

    def make(schema: Schema) -> ModelSpec:
        return chain(*_as_steps(schema)[0], of(f"{kind.lower()}_1", kind, units=32), output_layer(schema))

    return make


def conv1d(schema: Schema) -> ModelSpec:
    conv = {"filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"}
    pooling = (
        of("flatten_1", "Flatten") if schema.kind == "vector" else of("global_max_pooling1d_1", "GlobalMaxPooling1D")
    )
    return chain(
        *_as_steps(schema)[0],
        of("conv1d_1", "Conv1D", **conv),
        of("conv1d_2", "Conv1D", **conv),
        pooling,
        dense("dense_1", 16),
        output_layer(schema),
    )


def transformer(schema: Schema) -> ModelSpec:
    start, (steps, width) = _as_steps(schema)
    if width != 16:
        start, width = (*start, dense("dense_1", 16, None)), 16
    spec = chain(*start)
    last = spec.layers[-1].id if spec.layers else INPUT
    spec = expand("transformer", spec, last, schema, {"num_heads": 2, "hidden": 32}, (steps, width))
    spec = edits.add(spec, of("global_average_pooling1d_1", "GlobalAveragePooling1D"))
    return edits.add(spec, output_layer(schema))


def beside(schema: Schema, first: ModelSpec) -> ModelSpec:
    """A network `first` for the first input alone, with a branch for each further input, joined before its last layer.

    A further input that it takes already is left as it is.
    """
    spec, there = first, {layer.keras_name for layer in wiring.further_inputs(first)}
    branches = [further for further in schema.further if further.name not in there]
    if not branches or len(spec.layers) < 2:
        return spec
    last = spec.layers[-1]
    feeding = spec.sources(last.id)
    ends = [joined for further in branches for joined in (_branch(spec, further),)]
    layers, names = [], list(feeding)
    for branch in ends:
        layers += branch
        names.append(branch[-1].id)
    join = of(_free(spec, "join"), "Concatenate").replace(inputs=tuple(names))
    merged = dense(_free(spec, "joined"), 16).replace(inputs=(join.id,))
    return spec.replace(layers=(*spec.layers[:-1], *layers, join, merged, last.replace(inputs=(merged.id,))))


def _branch(spec: ModelSpec, further: FurtherInput) -> tuple[LayerSpec, ...]:
    """The input and its own layers, one after the other: of an image or a sequence convolutions before the dense
    layer, of sequences with lengths of their own Masking and a layer that remembers."""
    name = _free(spec, further.name)
    layers = [LayerSpec(id=name, kind=INPUT_LAYER, name=further.name, settings={"shape": list(further.shape)})]
    own = []
    if further.kind == "image":
        own = [_conv(_free(spec, f"{name}_conv2d"), 8)]
        if min(further.shape[:2]) >= _LEAST_POOLED:
            own.append(of(_free(spec, f"{name}_max_pooling2d"), "MaxPooling2D", pool_size=2))
        own.append(of(_free(spec, f"{name}_flatten"), "Flatten"))
    if further.padded:
        own = [of(_free(spec, f"{name}_masking"), "Masking", mask_value=0.0)]
        own.append(of(_free(spec, f"{name}_gru"), "GRU", units=8))
    elif further.kind == "sequence":
        conv = {"filters": 8, "kernel_size": 3, "padding": "same", "activation": "relu"}
        own = [of(_free(spec, f"{name}_conv1d"), "Conv1D", **conv)]
        own.append(of(_free(spec, f"{name}_global_average_pooling1d"), "GlobalAveragePooling1D"))
    for layer in (*own, dense(_free(spec, f"{name}_dense"), 8)):
        layers.append(layer.replace(inputs=(layers[-1].id,)))
    return tuple(layers)


def _free(spec: ModelSpec, name: str) -> str:
    """An id that no layer has: `name`, or that with a number."""
    taken = {layer.id for layer in spec.layers}
    return name if name not in taken else next(own for k in count(2) if (own := f"{name}_{k}") not in taken)


def autoencoder(schema: Schema) -> ModelSpec:
    size = math.prod(schema.input_shape)
    middle = max(4, min(64, size // 2))
    return chain(
        *_flat(schema),
        dense("encoder", middle),
        dense("code", 2 if size < 30 else 8, "tanh"),
        dense("decoder", middle),
        output_layer(schema),
    )
