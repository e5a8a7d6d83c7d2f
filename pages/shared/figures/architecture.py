"""The network as a diagram and as a list of layers: one browser component in two dresses."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from nnviz.plots import theme
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
        network_state: {"network": from `nnviz.models.diagram`}, and where later news are to be had: {"feed": address,
            "version": of this}.
        key: stable while the diagram stands for the same network, whatever is edited in it.
        selected: id of the layer that is marked.
        on_event: called before the page runs again, with {"action": "select", "id": layer id}; or with anything else
            that a browser may send.
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
