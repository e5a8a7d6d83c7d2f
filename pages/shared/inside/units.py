"""The view Units of the page Network: what excites a unit, and what the network does without it."""

import streamlit as st

from pages.shared.inside.chosen import Chosen


def show(chosen: Chosen) -> None:
    """A sentence, until units can be looked at."""
    st.info(f"The units of {chosen.row.kind} cannot be looked at one by one yet.", icon=":material/hub:")
