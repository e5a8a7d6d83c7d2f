"""Trust: whether an explanation deserves belief, which method deserves it most on this network, and a report of all."""

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.explain import reporting, scoreboards, twins, verdicts
from pages.shared.figures import examples, targets, trusted, truths
from pages.shared.lessons import lesson
from pages.shared.session import state

_VIEWS = {"one": "This explanation", "all": "All methods", "report": "Report"}

frame.page(
    "Does this explanation deserve belief?",
    "Tests that an explanation can fail: cover what it calls important, move the input a little, and let the network "
    "forget what it learned.",
)
left, right = frame.columns()
with right:
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        default="one",
        required=True,
        format_func=_VIEWS.get,
        key=state.key("trust.view"),
        label_visibility="collapsed",
        persist_state="session",
    )
if view == "report":
    with right:
        run, _ = examples.run_at_moment()
    with left:
        count = reporting.choose()
    with right:
        reporting.show(run, count)
        st.stop()
with left:
    above = st.container()
run, key, held_out, position = examples.example_in(left, right)
with left:
    target = targets.choose_followed(held_out, position)
    lesson.door("interpreting", "Why some maps fail the test")
with above if view == "all" else left:
    chosen = scoreboards.choose(run, key, held_out) if view == "all" else trusted.choose(run, held_out, position)
with right:
    if view == "all":
        scoreboards.show(run, held_out, target, chosen)
        st.stop()
    for check in (verdicts.show, truths.agreement, trusted.curves, trusted.forgetting, twins.show):
        try:
            if check(run, key, held_out, position, target, chosen) == verdicts.NOTHING:
                st.stop()
        except NnvizError as error:
            engine.refusal(error)
