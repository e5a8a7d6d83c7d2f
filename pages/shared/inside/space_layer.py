"""Which layer the Space page shows: the one that is chosen everywhere, or the input itself."""

import streamlit as st

from nnviz.runs.run import Run
from pages.shared.inside.chosen import layers_of
from pages.shared.session import selection, state, widgets

_INPUT, _AT_INPUT = "The input itself", "space.input"


def choose(run: Run, key: str) -> str:
    """Draws the list and returns the layer's path, "" for the input; at first the last layer before the output."""
    paths, widget = [row.path for row in layers_of(run, key)], state.key("space.layer")
    chosen = selection.layer(paths) or paths[-2:][0]
    widgets.put(widget, _INPUT if widgets.value(_AT_INPUT) else chosen)
    layer = st.selectbox("Layer", [_INPUT, *paths], key=widget, on_change=lambda: _take(widgets.value(widget)))
    return "" if layer == _INPUT else layer


def _take(layer: str) -> None:
    widgets.put(_AT_INPUT, layer == _INPUT)
    if layer != _INPUT:
        selection.choose_layer(layer)
