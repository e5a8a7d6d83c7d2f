"""Watch: whether what the network is asked is still like what it learnt from."""

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.deploy import ready, watching
from pages.shared.lessons import lesson
from pages.shared.runs import scrubber

frame.page(
    "Is it still asked what it learnt?",
    "The rows that this network was asked against its training rows, column by column; its answers too.",
)
left, right = frame.columns()
with right:
    run = ready.ended_run()
with left:
    with frame.steering():
        which = watching.choose_log()
    try:
        if which == watching.SIMULATED:
            watching.simulation(run)
        else:
            watching.look_again()
    except NnvizError as error:
        engine.refusal(error)
with right:
    watching.draw(run, which, left)
with left:
    st.caption(scrubber.words_of(run))
    lesson.door("deploying", "What watching can see, explained")
