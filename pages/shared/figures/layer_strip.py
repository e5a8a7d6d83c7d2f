"""One layer at a time: a strip of all of them, in the order in which they are asked."""

import streamlit as st

from nnviz.inspection.records import Activations, LayerActivation

_IN_A_STRIP = 12
"""More layers than this are a list that opens."""


def choose(result: Activations, key: str) -> LayerActivation:
    """Draws the strip and returns the chosen layer's record; at first the first layer's."""
    titles = [record.title for record in result]
    if len(titles) > _IN_A_STRIP:
        title = st.selectbox(f"Layer, of {len(titles):,}", titles, key=key, persist_state="session")
    else:
        title = st.segmented_control("Layer", titles, default=titles[0], key=key, required=True)
    return result[title or titles[0]]
