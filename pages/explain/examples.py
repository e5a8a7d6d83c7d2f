"""Examples: which training examples made the network think so, and which concepts it uses."""

import streamlit as st

from pages.shared import frame
from pages.shared.explain import alike_shown, concepts_shown, influence_shown
from pages.shared.figures import examples
from pages.shared.session import state

_VIEWS = {"Alike": alike_shown, "What it learnt this from": influence_shown, "Concepts": concepts_shown}

frame.page(
    "Which examples made it think so?",
    "The training examples that the network finds alike, and those that made this answer likelier or less likely.",
)
left, right = frame.columns()
with right:
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        default="Alike",
        required=True,
        key=state.key("examples.view"),
        persist_state="session",
        label_visibility="collapsed",
    )
run, key, held_out, position = examples.example_in(left, right)
_VIEWS[view].show(left, right, run, key, held_out, position)
