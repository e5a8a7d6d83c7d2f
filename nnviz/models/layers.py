"""One `LayerSpec` → one Keras layer, and how it is called. For workers: imports Keras."""

import copy
from typing import Any

import keras

from nnviz import paths
from nnviz.models import catalog
from nnviz.models.catalog.common import L2_STRENGTH, STRENGTH
from nnviz.specs import INPUT_LAYER, LayerSpec


def make_layer(layer: LayerSpec) -> keras.layers.Layer:
    """The Keras layer, not built yet, named with the spec's `keras_name`.

    Raises:
        ModelError: for settings that the catalog refuses.
        ValueError, TypeError: from Keras, for settings that it refuses together.
    """
    kind = catalog.get(layer.kind, layer.id)
    if layer.kind == catalog.KERAS_LAYER:
        return _deserialized(layer)
    arguments = keras_arguments(layer.kind, catalog.check(layer))
    if kind.wraps:
        keras_layer = _class(layer.kind)(
            _inner(arguments.pop("layer"), arguments, f"{layer.keras_name}_inner"),
            name=layer.keras_name,
            **_outer(layer.kind, arguments),
        )
    else:
        keras_layer = _class(layer.kind)(**arguments, name=layer.keras_name)
    if not layer.trainable:
        keras_layer.trainable = False
    return keras_layer


def call_layer(keras_layer: keras.layers.Layer, inputs: list, kind: str) -> Any:
    """`made`, of that kind in the catalog, applied to its inputs with the convention of its class.

    MultiHeadAttention takes query, value and key by position (one input: self-attention), other attention
    layers a list, merging layers a list, everything else one tensor. An input layer takes none and is the tensor.
    """
    if kind == INPUT_LAYER:
        return keras_layer.output
    if isinstance(keras_layer, keras.layers.MultiHeadAttention):
        return keras_layer(*(inputs if len(inputs) > 1 else inputs * 2))
    if kind == catalog.KERAS_LAYER:
        return keras_layer(inputs[0] if len(inputs) == 1 else list(inputs))
    return keras_layer(list(inputs)) if catalog.LAYERS[kind].merges else keras_layer(inputs[0])


def _deserialized(layer: LayerSpec) -> keras.layers.Layer:
    serialized = copy.deepcopy(catalog.check(layer)["object"])
    serialized.get("config", {}).update(name=layer.keras_name)
    keras_layer = keras.saving.deserialize_keras_object(serialized, safe_mode=True)
    if not layer.trainable:
        keras_layer.trainable = False
    return keras_layer


def keras_arguments(kind: str, settings: dict[str, Any]) -> dict[str, Any]:
    """The catalog's flat settings as keyword arguments of the Keras class."""
    about, arguments = catalog.LAYERS[kind], {}
    for name, value in settings.items():
        if name.endswith((STRENGTH, L2_STRENGTH)):
            continue
        if name.endswith("_regularizer") and value is not None:
            value = _regularizer(value, settings[name + STRENGTH], settings[name + L2_STRENGTH])
        elif name in about.tuples and value is not None:
            value = tuple(value) if isinstance(value, tuple) else (value,)
            value = tuple(size or None for size in value) if sized(kind, name) else value
        elif name in about.pairs:
            value = _pairs(value, about.rank - 1)
        arguments[name] = value
    return arguments


def sized(kind: str, name: str) -> bool:
    """Whether a setting holds sizes, of which 0 stands for any."""
    return kind == INPUT_LAYER or name == "noise_shape"


def _class(kind: str):
    return paths.resolve(catalog.LAYERS[kind].path)


def _regularizer(name: str, strength: float, l2_strength: float):
    return {
        "l1": lambda: keras.regularizers.L1(strength),
        "l2": lambda: keras.regularizers.L2(strength),
        "l1_l2": lambda: keras.regularizers.L1L2(strength, l2_strength),
        "orthogonal": lambda: keras.regularizers.OrthogonalRegularizer(strength),
    }[name]()


def _pairs(value, rank: int):
    """1 → 1; (1, 2) → (1, 2) ; (1, 2, 3, 4) → ((1, 2), (3, 4)) where there are two dimensions."""
    if rank > 1 and isinstance(value, tuple) and len(value) == 2 * rank:
        return tuple((value[2 * i], value[2 * i + 1]) for i in range(rank))
    return value


def _inner(kind: str, arguments: dict[str, Any], name: str):
    """The wrapped layer, with those of the wrapper's settings that it takes."""
    names = {param.name for param in catalog.LAYERS[kind].params}
    return _class(kind)(**{key: value for key, value in arguments.items() if key in names}, name=name)


def _outer(kind: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"merge_mode": arguments["merge_mode"]} if kind == "Bidirectional" else {}
