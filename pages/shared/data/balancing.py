"""What is done about classes of different sizes, with what each class counts for before and after."""

import streamlit as st

from nnviz.data.preparing.step_records import Prepared
from nnviz.specs import DataSpec
from pages.shared.data import step_row
from pages.shared.session import state

_WAYS = {
    "none": "nothing",
    "class_weights": "class weights",
    "oversample": "repeat smaller classes",
    "undersample": "cut larger classes",
}
_HELP = (
    "Class weights: a mistake on a rare class costs more. Repeating and cutting change how often training sees a "
    "class. Validation and test stay as they are."
)


def draw(spec: DataSpec, prepared: Prepared | None) -> DataSpec | None:
    """The choice and its effect; the specification where another way was chosen, else None."""
    if prepared is None or not prepared.counts:
        return None
    with st.container(key="step-balance"):
        left, right = st.columns([1, 1.6], gap="medium")
        with left:
            chosen = st.selectbox(
                "Classes of different sizes",
                list(_WAYS),
                list(_WAYS).index(spec.balance),
                format_func=_WAYS.get,
                key=state.key("steps.balance"),
                help=_HELP,
            )
        with right:
            if spec.balance != "none":
                step_row.bars(prepared.class_names, prepared.counts, prepared.balanced)
    return spec.replace(balance=chosen) if chosen != spec.balance else None
