"""Initializers, weight regularizers and dropout of the whole network, set in one place."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.models.throughout import PARAMS, throughout
from pages.shared.builder import history
from pages.shared.forms import fields
from pages.shared.session import widgets

_TOLD = "train-throughout-told"


def draw() -> None:
    """The controls, the button that changes the network in hand, and what it changed."""
    st.markdown("**All layers of the network at once**")
    with fields.refused() as refused:
        chosen = fields.form(PARAMS, {}, "train.throughout")
    wanted = {name: value for name, value in chosen.items() if name != "strength"}
    if st.button("Change the network", icon=":material/account_tree:", disabled=not wanted, key="train-throughout"):
        try:
            changed, told = throughout(history.model(), **chosen)
        except NnvizError as error:
            fields.wrong(error)
            return
        if not refused:
            history.put(changed)
            widgets.put(_TOLD, (changed, told or "Nothing had to change."))
            st.rerun()
    model, told = widgets.value(_TOLD, (None, ""))
    if model == history.model():
        st.caption(f":material/check: {escaping.markdown(told)} Undo is on the Build page.")
