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
_OF_LABELS = {
    "none": "nothing",
    "class_weights": "weigh each label's yes and no",
    "oversample": "repeat examples of rare labels",
    "undersample": "cut examples of frequent labels",
}
_LABELS_HELP = (
    "Weights: yes and no to each label count alike, however few examples have it. Repeating and cutting bring labels "
    "nearer to each other; an example has several, so they cannot be made equal. Validation and test stay as they are."
)
_HELP = (
    "Class weights: a mistake on a rare class costs more. Repeating and cutting change how often training sees a "
    "class. Validation and test stay as they are."
)


def draw(spec: DataSpec, prepared: Prepared | None, labels: bool) -> DataSpec | None:
    """The choice and its effect; the specification where another way was chosen, else None.

    Args:
        labels: whether examples have labels instead of one class.
    """
    if prepared is None or not prepared.counts:
        return None
    ways = _OF_LABELS if labels else _WAYS
    with st.container(key="step-balance"):
        left, right = st.columns([1, 1.6], gap="medium")
        with left:
            chosen = st.selectbox(
                "Rare and frequent labels" if labels else "Classes of different sizes",
                list(ways),
                list(ways).index(spec.balance),
                format_func=ways.get,
                key=state.key("steps.balance"),
                help=_LABELS_HELP if labels else _HELP,
            )
        with right:
            if spec.balance != "none":
                step_row.bars(prepared.class_names, prepared.counts, prepared.balanced, "label" if labels else "class")
    return spec.replace(balance=chosen) if chosen != spec.balance else None
