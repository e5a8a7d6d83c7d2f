"""The view Weights of the page Network: one layer, all layers, every tensor, or two networks compared."""

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine
from pages.shared.inside import weight_layer, weight_tensors, weights_all, weights_compared
from pages.shared.inside.chosen import Chosen
from pages.shared.session import state

_PARTS = {
    "layer": ("This layer", weight_layer.show),
    "all": ("All layers", weights_all.show),
    "tensors": ("Every tensor", weight_tensors.show),
    "compared": ("Compared", weights_compared.show),
}


def show(chosen: Chosen) -> None:
    """One of four ways to look at weights, as they were at the chosen moment."""
    part = st.segmented_control(
        "Which weights",
        list(_PARTS),
        default="layer",
        required=True,
        format_func=lambda name: _PARTS[name][0],
        key=state.key("weights.part"),
        persist_state="session",
        label_visibility="collapsed",
    )
    try:
        _PARTS[part][1](chosen)
    except NnvizError as error:
        engine.refusal(error, retry=True)
