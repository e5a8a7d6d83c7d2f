"""The network as a diagram and as a list of layers: one browser component in two dresses."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from nnviz.models.catalog import LAYERS
from nnviz.models.records import LayerPreview, Preview
from nnviz.models.titles import title
from nnviz.plots import theme
from nnviz.specs import INPUT, LayerSpec, ModelSpec
from pages.shared.session import widgets

COMPONENT = "nnviz.architecture"


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component(COMPONENT, js="architecture.js", css="architecture.css")


def diagram(
    network_state: dict, key: str, *, selected: str = "", on_event: Callable[[Any], None] | None = None
) -> None:
    """The network as tensor volumes to scale, joined by what feeds what.

    Args:
        network_state: {"network": from `network_data`}, and where later news are to be had: {"feed": address,
            "version": of this}.
        key: stable while the diagram stands for the same network, whatever is edited in it.
        selected: id of the layer that is marked.
        on_event: called before the page runs again, with {"action": "select", "id": layer id}; or with anything else that a
            browser may send.
    """
    _show("diagram", network_state, key, selected, on_event)


def layer_list(
    network_state: dict, key: str, *, selected: str = "", on_event: Callable[[Any], None] | None = None
) -> None:
    """The same network as a list to select in, to drag in and to edit from the keyboard.

    `on_event` hears {"action", "id"} with the actions select, up, down, place (and "position"), duplicate,
    bypass, remove, undo and redo.
    """
    _show("list", network_state, key, selected, on_event)


def totals(network_state: dict, key: str) -> None:
    """Its totals in a row: {"totals": {name: number in words}}, with "feed" and "version" as `diagram` has them."""
    _show("totals", network_state, key)


def _show(view: str, network_state: dict, key: str, selected: str = "", on_event=None) -> None:
    def heard():
        event = widgets.event(key, "event")
        if event is not None and on_event:
            on_event(event)

    _component()(
        key=key,
        on_event_change=heard,
        data={
            **network_state,
            "view": view,
            "selected": selected,
            "theme": theme.tokens(st.context.theme.type == "dark"),
        },
    )


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


def _node(model: ModelSpec, layer: LayerSpec, layer_preview: LayerPreview | None) -> dict:
    kind = LAYERS.get(layer.kind)
    node = {
        "id": layer.id,
        "kind": "Input" if layer.is_input else layer.kind,
        "group": kind.group if kind else "",
        "help": kind.help if kind else "",
        "title": layer_preview.title if layer_preview else title(layer),
        "name": layer.name or layer.id,
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
    if kind is None or kind.rank != 3:
        return None
    param = kind.param("kernel_size") or kind.param("pool_size")
    size = layer.settings.get(param.name, param.default) if param else None
    if isinstance(size, int):
        return [size, size]
    return [int(n) for n in size] if isinstance(size, list | tuple) and len(size) == 2 else None


def _list(numbers) -> list | None:
    return None if numbers is None else list(numbers)
