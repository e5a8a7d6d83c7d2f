"""Where each layer lives in a model: `"encoder/dense_1"`."""

import keras

from nnviz.errors import ModelError, unknown_name
from nnviz.keras_internals import layers_inside
from nnviz.words import article


def layer_paths(model) -> dict[str, object]:
    """Every layer of a built model by its path, outer before inner.

    Models and layers of somebody's own are opened; Keras's own composite layers (LSTM, Bidirectional,
    TimeDistributed, MultiHeadAttention) are one layer each. Operations of a functional model that are no
    layers, such as `a + b`, are listed too.

    Raises:
        ModelError: when `model` is not a Keras model or layer.
    """
    if not isinstance(model, keras.layers.Layer):
        raise ModelError(f"Received {article(type(model).__name__)}.", expected="a Keras model", where="model")
    paths, visited = {}, {id(model)}
    _collect(model, "", paths, visited)
    return paths


def find_layer(model, name: str):
    """The layer with that path or name. Raises ModelError that names the nearest right spelling."""
    paths = layer_paths(model)
    if name in paths:
        return paths[name]
    for layer in paths.values():
        if layer.name == name:
            return layer
    raise unknown_name("layer", name, paths, kind=ModelError)


def children(layer) -> list:
    """The layers directly inside `layer`, in their order; empty for Keras's own layers."""
    if isinstance(layer, keras.Model):
        inside = list(getattr(layer, "operations", None) or layer.layers)
        if not hasattr(layer, "operations"):
            return inside
        return inside + [other for other in layer.layers if not any(other is one for one in inside)]
    if type(layer).__module__.split(".")[0] == "keras":
        return []
    return layers_inside(layer)


def _collect(parent, prefix: str, paths: dict, visited: set) -> None:
    for child in children(parent):
        if id(child) in visited or is_mask(child):
            continue
        visited.add(id(child))
        path = _unused(prefix + child.name, paths)
        paths[path] = child
        _collect(child, path + "/", paths, visited)


def is_mask(operation) -> bool:
    """Whether it only says where a text or a sequence ends: Keras puts that into a functional model for `mask_zero` and
    for Masking."""
    return type(operation).__name__ in ("NotEqual", "Any") and not isinstance(operation, keras.layers.Layer)


def _unused(path: str, taken) -> str:
    number, candidate = 2, path
    while candidate in taken:
        candidate, number = f"{path}#{number}", number + 1
    return candidate
