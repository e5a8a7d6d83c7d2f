"""Keras's configs in the catalog's words: a layer's settings, and which layer is called on what."""

import json
from dataclasses import dataclass, replace
from typing import Any

import keras

from nnviz import paths
from nnviz.keras_internals import OPERATIONS, is_functional, producer
from nnviz.models.catalog import LAYERS
from nnviz.models.catalog.common import CONSTRAINTS, INITIALIZERS, L2_STRENGTH, STRENGTH

DATA = "\0data"
"""Stands for the model's input among the names of layers; no layer can be called so."""


class Unspoken(Exception):
    """A wiring that a ModelSpec cannot say; the text completes "The model …"."""


def settings(layer: keras.layers.Layer) -> dict[str, Any] | None:
    """The catalog's settings for that layer, those at their defaults left out; None for an unknown class."""
    kind = LAYERS.get(type(layer).__name__)
    if kind is None or paths.resolve(kind.path) is not type(layer):
        return None
    config = layer.get_config()
    if kind.wraps:
        inner = config.get("layer") or {}
        config = {**inner.get("config", {}), **config, "layer": inner.get("class_name")}
    values = {}
    for param in kind.params:
        if param.name in config and not param.name.endswith((STRENGTH, L2_STRENGTH)):
            values.update(_plain(param.name, config[param.name], kind))
    return {
        name: value
        for name, value in plain_json(values).items()
        if name in kind.own or value != plain_json(kind.param(name).default)
    }


def _plain(name: str, value, kind) -> dict[str, Any]:
    if value is None:
        return {name: None}
    if name.endswith("_regularizer"):
        return _regularizer(name, value)
    if name.endswith("_initializer"):
        return {name: _named(value, keras.initializers, (kind.param(name).default, *INITIALIZERS))}
    if name.endswith("_constraint"):
        return {name: _named(value, keras.constraints, CONSTRAINTS)}
    if name.endswith("activation") and isinstance(value, dict):
        return {name: value.get("config") if value.get("class_name") == "function" else value}
    if name == "noise_shape":
        return {name: [size or 0 for size in value]}
    if name == "axis" and isinstance(value, list | tuple) and len(value) == 1:
        return {name: value[0]}
    if name in kind.pairs and isinstance(value, list | tuple):
        flat = [number for pair in value for number in (pair if isinstance(pair, list | tuple) else (pair,))]
        return {name: flat}
    return {name: value}


def _named(value, registry, names):
    """The name whose object has that config; else the serialized object itself."""
    if not isinstance(value, dict):
        return value
    for name in names:
        known = registry.get(name)
        if type(known).__name__ == value.get("class_name") and known.get_config() == value.get("config"):
            return name
    return value


def _regularizer(name: str, value) -> dict[str, Any]:
    config = value.get("config", {}) if isinstance(value, dict) else {}
    kind = value.get("class_name") if isinstance(value, dict) else None
    if kind == "L1":
        return {name: "l1", name + STRENGTH: config["l1"]}
    if kind == "L2":
        return {name: "l2", name + STRENGTH: config["l2"]}
    if kind == "L1L2":
        return {name: "l1_l2", name + STRENGTH: config["l1"], name + L2_STRENGTH: config["l2"]}
    if kind == "OrthogonalRegularizer" and config.get("mode") == "rows":
        return {name: "orthogonal", name + STRENGTH: config["factor"]}
    return {name: value}


@dataclass(frozen=True)
class Call:
    """One layer of a model at work.

    Attributes:
        name: the layer's, in the model.
        sources: names of the layers that feed it.
        stands_for: (kind, settings) of the catalog's layer that does the same, for arithmetic that is no layer in the
            model.
        inference: whether it was called as if nothing were ever trained.
    """

    name: str
    sources: list[str]
    stands_for: tuple[str, dict[str, float]] | None = None
    inference: bool = False


def unfolded(model: keras.Model) -> tuple[list[Call], list[str]]:
    """As `calls`, with the layers of models inside in the place of these models, at any depth; each layer's name is
    then the way to it, "base/conv1". What inside cannot be said so stays one layer.

    Raises:
        Unspoken: as `calls` does, for the model itself.
    """
    flat, renamed = [], {}
    layer_calls, outputs = calls(model)
    for call in layer_calls:
        sources = [renamed.get(source, source) for source in call.sources]
        inside = None if call.stands_for else _inside(model.get_layer(call.name), sources, call.name)
        if inside is None:
            flat.append(replace(call, sources=sources))
        else:
            own, renamed[call.name] = inside
            flat += [replace(one, inference=one.inference or call.inference) for one in own]
    return flat, [renamed.get(output, output) for output in outputs]


def _inside(layer, sources: list[str], name: str) -> tuple[list[Call], str] | None:
    """The calls of the layers of a model that is called on `sources`, and its output; None for what is no such."""
    if not (isinstance(layer, keras.Sequential) or is_functional(layer)) or not layer.built or not layer.inputs:
        return None
    try:
        own, outputs = unfolded(layer)
    except Unspoken:
        return None
    if len(outputs) != 1 or len(layer.inputs) != len(sources):
        return None
    given = {DATA: sources[0]} | dict(zip(map(input_name, layer.inputs[1:]), sources[1:], strict=True))
    renamed = given | {call.name: f"{name}/{call.name}" for call in own}
    inner = [replace(c, name=renamed[c.name], sources=[renamed[source] for source in c.sources]) for c in own]
    return inner, renamed[outputs[0]]


def layer_at(model: keras.Model, path: str):
    """The layer that a way such as "base/conv1" leads to."""
    for name in path.split("/"):
        model = model.get_layer(name)
    return model


def trains(model: keras.Model, path: str) -> bool:
    """Whether training changes that layer: it and all models that it is in are free to learn."""
    free = True
    for name in path.split("/"):
        model = model.get_layer(name)
        free = free and bool(model.trainable)
    return free


def calls(model: keras.Model) -> tuple[list[Call], list[str]]:
    """Every layer with what feeds it, in order; and the outputs' names.

    The model's first input is `DATA`; its further inputs are known by the names of their input layers.

    Raises:
        Unspoken: for shared layers, several results of one layer, or arguments besides tensors.
    """
    if isinstance(model, keras.Sequential):
        names = [layer.name for layer in model.layers]
        if not names:
            raise Unspoken("has no layers")
        return [Call(name, [before]) for name, before in zip(names, [DATA, *names], strict=False)], [names[-1]]
    config, layer_calls, inputs = model.get_config(), [], {input_name(model.inputs[0]): DATA}
    masks = _masks(config["layers"])
    for layer in config["layers"]:
        if layer["class_name"] == "InputLayer" or layer["name"] in masks:
            continue
        nodes = [_without(masks, node) for node in layer["inbound_nodes"]]
        if len(nodes) != 1:
            raise Unspoken(f"uses its layer {layer['name']!r} {len(nodes)} times")
        stands_for = _arithmetic(layer, nodes[0]["args"]) if str(layer.get("module")).startswith(OPERATIONS) else None
        node = (
            {"args": [one for one in nodes[0]["args"] if isinstance(one, dict)], "kwargs": {}}
            if stands_for
            else nodes[0]
        )
        inference = node["kwargs"].get("training") is False
        sources = [inputs.get(name, name) for name in _tensors(layer["name"], node)]
        layer_calls.append(Call(layer["name"], sources, stands_for, inference))
    outputs = [inputs.get(name, name) for name in _ends(config["output_layers"])]
    if not layer_calls or {DATA, *map(input_name, model.inputs)} & set(outputs):
        raise Unspoken("returns its input")
    return layer_calls, outputs


def _masks(layers: list[dict[str, Any]]) -> set[str]:
    """The operations that only say where texts end: Keras adds them for `mask_zero`, and its layers take them by
    themselves when the model is built again."""
    masks = set()
    for layer in layers:
        if not str(layer.get("module")).startswith(OPERATIONS) or len(layer["inbound_nodes"]) != 1:
            continue
        node = layer["inbound_nodes"][0]
        ends = layer["class_name"] == "NotEqual" and list(node["args"])[1:] == [0]
        joined = layer["class_name"] in ("LogicalAnd", "LogicalOr") and {*_sources(node["args"])} <= masks
        if ends or joined:
            masks.add(layer["name"])
    return masks


def _without(masks: set[str], node: dict[str, Any]) -> dict[str, Any]:
    """A call without the masks that it was given."""
    given = {name: value for name, value in node["kwargs"].items() if not {*_sources([value])} & masks}
    return {**node, "kwargs": given}


def _sources(values) -> list[str]:
    """The names of what the tensors among these values come from."""
    tensors = (value for value in values if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__")
    return [tensor["config"]["keras_history"][0] for tensor in tensors]


def _arithmetic(operation: dict[str, Any], args) -> tuple[str, dict[str, float]]:
    """The layer that adds, subtracts, multiplies or divides as the operation does: two tensors, or one and a number."""
    kind, pair = operation["class_name"], list(args)
    tensors = [isinstance(one, dict) for one in pair]
    if len(pair) == 2 and all(tensors) and kind in ("Add", "Subtract", "Multiply"):
        return kind, {}
    number = next((one for one in pair if isinstance(one, int | float) and not isinstance(one, bool)), None)
    if len(pair) == 2 and number is not None and any(tensors):
        first = tensors[0]
        linear = {
            "Add": (1.0, number),
            "Multiply": (number, 0.0),
            "Subtract": (1.0, -number) if first else (-1.0, number),
        }
        if first and number:
            linear["TrueDivide"] = (1.0 / number, 0.0)
        if kind in linear:
            scale, offset = linear[kind]
            return "Rescaling", {"scale": float(scale), "offset": float(offset)}
    raise Unspoken(f"computes {operation['name']!r} ({kind}) outside its layers")


def input_name(tensor) -> str:
    """The name of the input layer behind one of a model's inputs."""
    return producer(tensor)[0].name


def _tensors(name: str, node) -> list[str]:
    sources: list[str] = []

    def walk(value):
        if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
            source, call, place = value["config"]["keras_history"]
            if call or place:
                raise Unspoken(f"uses a second result of its layer {source!r}")
            sources.append(source)
        elif isinstance(value, list | tuple):
            for one in value:
                walk(one)
        elif value not in (None, False):
            raise Unspoken(f"calls its layer {name!r} with more than tensors")

    walk(node["args"])
    if any(isinstance(value, dict) for key, value in node["kwargs"].items() if key not in ("query", "value", "key")):
        raise Unspoken(f"calls its layer {name!r} with tensors by name")
    for key in ("query", "value", "key", *node["kwargs"]):
        if key in node["kwargs"]:
            walk(node["kwargs"].pop(key))
    return sources


def _ends(value) -> list[str]:
    if isinstance(value, dict):
        return [name for one in value.values() for name in _ends(one)]
    if value and isinstance(value[0], str):
        return [value[0]]
    return [name for one in value for name in _ends(one)]


def nameless(layer: keras.layers.Layer) -> Any:
    """A layer's config without the names of layers, to compare two layers by."""
    return plain_json(_drop(keras.saving.serialize_keras_object(layer)["config"]))


def _drop(value):
    """Without "name" and "build_config", except where a name is the content: in a type policy."""
    if isinstance(value, dict):
        if str(value.get("class_name")).endswith("Policy"):
            return value
        return {key: _drop(one) for key, one in value.items() if key not in ("name", "build_config")}
    return [_drop(one) for one in value] if isinstance(value, list | tuple) else value


def plain_json(value: Any) -> Any:
    """The value as JSON gives it back: tuples become lists."""
    return json.loads(json.dumps(value, default=str))
