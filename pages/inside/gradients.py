"""Gradients: how the loss's gradient comes back through the trained network, now and over its training."""

import streamlit as st

from pages.shared import frame
from pages.shared.figures import examples
from pages.shared.inside import agreeing, flow, input_slope, one_weight, over_training
from pages.shared.lessons import lesson
from pages.shared.runs import scrubber
from pages.shared.session import selection

_VIEWS = {
    "Layers": flow,
    "Over training": over_training,
    "One weight": one_weight,
    "Single examples": agreeing,
    "The input": input_slope,
}

frame.page(
    "How does the error travel back?",
    "The gradient of the loss: which way, and how strongly, every number in the network would have to change.",
)
left, right = frame.columns()
with right:
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        default="Layers",
        required=True,
        key="gradients.view",
        label_visibility="collapsed",
        persist_state="session",
    )
    if view != "The input":
        run, key = examples.run_at_moment()
        selection.tell()
with left:
    controls = st.container()
    if view != "The input":
        scrubber.draw(run)
    if view == "Single examples":
        lesson.door("batches", "What the batch size does")
    lesson.door("backpropagation", "How backpropagation works")
    lesson.door("vanishing_gradients", "Why gradients vanish or explode")
if view == "The input":
    input_slope.show(controls, right)
else:
    _VIEWS[view].show(controls, right, run, key)
