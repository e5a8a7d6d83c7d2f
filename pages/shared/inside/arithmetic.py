"""The view Arithmetic of the page Network: the numbers that one number is made of."""

import streamlit as st

from pages.shared.inside.chosen import Chosen


def show(chosen: Chosen) -> None:
    """A sentence, until the arithmetic of a layer can be shown."""
    st.info(f"The arithmetic of {chosen.row.kind} cannot be shown yet.", icon=":material/calculate:")
