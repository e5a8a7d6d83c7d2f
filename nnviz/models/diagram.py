"""A network as what the browser's diagram and list of layers are drawn from. Imports no framework."""

from collections.abc import Sequence
from typing import Any

from nnviz.models.catalog import LAYERS
from nnviz.models.records import LayerPreview, Preview
from nnviz.models.titles import keras_class, title
from nnviz.specs import INPUT, LayerSpec, ModelSpec


def network_data(model: ModelSpec, preview: Preview | None, input_shape: tuple[int, ...] | None = None) -> dict:
    """What the browser needs to know of a network; shapes and sizes where a preview knows them.

    Returns:
        {"nodes": [{id, kind, group, title, name, inputs, shape, …}], "outputs": [ids]}; the first node is the data; it
        and the further inputs are of the kind "Input".
    """
    shape = preview.input_shape if preview is not None else input_shape
    data = {
        "id": INPUT,
        "kind": "Input",
        "title": "Data",
        "name": "data",
        "inputs": [],
        "shape": _list(shape),
        "enabled": True,
    }
    nodes = [_node(model, layer, preview.layer(layer.id) if preview is not None else None) for layer in model.layers]
    last = (model.layers[-1].id,) if model.layers else ()
    return {"nodes": [data, *nodes], "outputs": list(model.outputs or last)}


def graph_data(nodes: Sequence[Any]) -> dict:
    """The same of a network as it ran (`nnviz.inspection.picture_records.LayerNode`), models in it as their layers."""
    ids = [INPUT if k == 0 else f"n{k}" for k in range(len(nodes))]
    read = {source for node in nodes for source in node.sources}
    drawn = []
    for k, node in enumerate(nodes):
        kind = LAYERS.get(node.kind)
        drawn.append(
            {
                "id": ids[k],
                "kind": "Input" if not node.path else node.kind,
                "group": kind.group if kind else "",
                "help": kind.help if kind else "",
                "title": "Data" if k == 0 else node.kind if node.path else node.title,
                "name": node.path or node.title,
                "enabled": True,
                "inputs": [ids[source] for source in node.sources],
                "shape": list(node.shape),
            }
        )
    return {"nodes": drawn, "outputs": [ids[k] for k in range(len(nodes)) if k not in read and nodes[k].path]}


def _node(model: ModelSpec, layer: LayerSpec, layer_preview: LayerPreview | None) -> dict:
    kind = LAYERS.get(layer.kind)
    node = {
        "id": layer.id,
        "kind": "Input" if layer.is_input else keras_class(layer),
        "group": kind.group if kind else "",
        "help": kind.help if kind else "",
        "title": layer_preview.title if layer_preview else title(layer),
        "name": layer.keras_name,
        "enabled": layer.enabled,
        "trainable": layer.trainable,
        "inputs": list(model.sources(layer.id)),
        "window": _window(layer),
    }
    if layer_preview is None:
        return node
    problem = layer_preview.error or (layer_preview.warnings[0] if layer_preview.warnings else None)
    node |= {"problem": problem.message if problem else "", "severity": problem.severity if problem else ""}
    if layer_preview.output_shape is None:
        return node
    return node | {
        "shape": _list(layer_preview.output_shape),
        "parameters": layer_preview.parameters,
        "trainableParameters": layer_preview.trainable_parameters,
        "memory": layer_preview.activation_bytes,
        "multiplyAdds": layer_preview.multiply_adds,
        "field": _list(layer_preview.receptive_field),
    }


def _window(layer: LayerSpec) -> list[int] | None:
    """The window that slides over an image: (height, width)."""
    kind = LAYERS.get(layer.kind)
    if kind is None or kind.rank != 3 or kind.stepwise:
        return None
    param = kind.param("kernel_size") or kind.param("pool_size")
    size = layer.settings.get(param.name, param.default) if param else None
    if isinstance(size, int):
        return [size, size]
    return [int(n) for n in size] if isinstance(size, list | tuple) and len(size) == 2 else None


def _list(numbers) -> list | None:
    return None if numbers is None else list(numbers)
