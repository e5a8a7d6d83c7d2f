"""What became of an edited network when other data were chosen, with the way back."""

import streamlit as st

from nnviz import escaping
from pages.shared.session import state


def draw() -> None:
    """The sentence and its button; nothing where there is nothing to tell."""
    sentence = state.told_of_network()
    if sentence:
        with st.container(horizontal=True, vertical_alignment="center", key="network-kept"):
            st.markdown(f":material/info: {escaping.markdown(sentence)}", width="content")
            st.button("Undo", icon=":material/undo:", key="data-undo", on_click=state.undo_data)
