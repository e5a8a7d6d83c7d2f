"""Which layer the Space page shows: the one that is chosen everywhere, or the input itself."""

import streamlit as st

from nnviz.runs.run import Run
from pages.shared.inside.chosen import layers_of
from pages.shared.session import selection, state, widgets

_AT_INPUT = "space.input"


def choose(run: Run, key: str, at_input: str) -> str:
    """Draws the list and returns the layer's path, or `at_input`; at first the last layer before the output."""
    paths, widget = [row.path for row in layers_of(run, key)], state.key("space.layer")
    chosen = selection.layer(paths) or paths[-2:][0]
    widgets.put(widget, at_input if widgets.value(_AT_INPUT) else chosen)
    return st.selectbox(
        "Layer", [at_input, *paths], key=widget, on_change=lambda: _take(widgets.value(widget), at_input)
    )


def _take(layer: str, at_input: str) -> None:
    widgets.put(_AT_INPUT, layer == at_input)
    if layer != at_input:
        selection.choose_layer(layer)
