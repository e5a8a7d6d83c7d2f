"""Networks to start from. Imports no framework.

`suggest` gives the sensible start for the data at hand; `TEMPLATES` the named ones. Last layers follow
one convention: Dense(1, sigmoid) for two classes, Dense(classes, softmax) for more, Dense(targets) for
regression.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.data.schema import Schema
from nnviz.specs import LayerSpec, ModelSpec


@dataclass(frozen=True)
class Template:
    """A named start: what it is, whether it fits data of a schema, and the network for it."""

    title: str
    help: str
    applies: Callable[[Schema], bool]
    make: Callable[[Schema], ModelSpec]


def dense(layer_id: str, units: int, activation: str | None = "relu", **settings) -> LayerSpec:
    return LayerSpec(id=layer_id, kind="Dense", settings={"units": units, "activation": activation, **settings})


def of(layer_id: str, kind: str, **settings) -> LayerSpec:
    return LayerSpec(id=layer_id, kind=kind, settings=settings)


def output_layer(schema: Schema, layer_id: str = "output") -> LayerSpec:
    """The last layer that fits the task."""
    activation = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[schema.task]
    return dense(layer_id, schema.outputs, activation)


def suggest(schema: Schema, examples: int | None = None) -> ModelSpec:
    """A network that learns data of this kind well, with the right output layer.

    Args:
        schema: of the data.
        examples: number of training examples; fewer examples, fewer units.
    """
    if schema.kind == "vector":
        return _plane(schema) if schema.is_plane or len(schema.input_shape) != 1 else _table(schema, examples)
    return {"image": _image, "sequence": _series, "tokens": _tokens}[schema.kind](schema)


def _plane(schema: Schema) -> ModelSpec:
    return ModelSpec(layers=(dense("dense_1", 8, "tanh"), dense("dense_2", 8, "tanh"), output_layer(schema)))


def _table(schema: Schema, examples: int | None) -> ModelSpec:
    units = 16 if (examples or 500) < 2000 else 64
    return ModelSpec(layers=(dense("dense_1", units), dense("dense_2", units // 2), output_layer(schema)))


def _conv(layer_id: str, filters: int) -> LayerSpec:
    return of(layer_id, "Conv2D", filters=filters, kernel_size=3, padding="same", activation="relu")


def _image(schema: Schema) -> ModelSpec:
    layers, smallest, number = [], min(schema.input_shape[:2]), 0
    while number < 4 and (number < 1 or smallest >= 4):
        number += 1
        layers.append(_conv(f"conv2d_{number}", 8 * 2 ** (number - 1)))
        if smallest >= 2:
            layers.append(of(f"max_pooling2d_{number}", "MaxPooling2D", pool_size=2))
        smallest //= 2
    layers += [of("flatten_1", "Flatten"), dense("dense_1", 32), output_layer(schema)]
    return ModelSpec(layers=tuple(layers))


def _series(schema: Schema) -> ModelSpec:
    return ModelSpec(
        layers=(
            of("conv1d_1", "Conv1D", filters=16, kernel_size=3, padding="same", activation="relu"),
            of("conv1d_2", "Conv1D", filters=16, kernel_size=3, padding="same", activation="relu"),
            of("global_average_pooling1d_1", "GlobalAveragePooling1D"),
            dense("dense_1", 16),
            output_layer(schema),
        )
    )


def _tokens(schema: Schema) -> ModelSpec:
    return ModelSpec(
        layers=(
            of("embedding_1", "Embedding", input_dim=max(1, schema.vocabulary), output_dim=16),
            of("global_average_pooling1d_1", "GlobalAveragePooling1D"),
            dense("dense_1", 16),
            output_layer(schema),
        )
    )


def _any(schema: Schema) -> bool:
    return True


def _of_kind(*kinds: str) -> Callable[[Schema], bool]:
    return lambda schema: schema.kind in kinds


def _flat(schema: Schema) -> tuple[LayerSpec, ...]:
    return () if len(schema.input_shape) == 1 else (of("flatten_1", "Flatten"),)


def _linear(schema: Schema) -> ModelSpec:
    return ModelSpec(layers=(*_flat(schema), output_layer(schema)))


def _mlp(schema: Schema) -> ModelSpec:
    return ModelSpec(layers=(*_flat(schema), dense("dense_1", 32), dense("dense_2", 16), output_layer(schema)))


TEMPLATES: dict[str, Template] = {
    "suggested": Template("Suggested start", "What usually works for data of this kind.", _any, suggest),
    "linear": Template(
        "Linear model",
        "One layer, no hidden units: linear or logistic regression.",
        _of_kind("vector", "image", "sequence"),
        _linear,
    ),
    "mlp": Template(
        "Multilayer perceptron",
        "Two hidden layers of units that see everything.",
        _of_kind("vector", "image", "sequence"),
        _mlp,
    ),
    "cnn": Template(
        "Small convolutional network",
        "Convolutions and pooling, then a Dense layer.",
        _of_kind("image"),
        _image,
    ),
}
