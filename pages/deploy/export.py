"""Export: the trained network in a form that runs elsewhere, once it was seen to predict the same there."""

import streamlit as st

from pages.shared import frame
from pages.shared.deploy import exporting, ready
from pages.shared.explain import reporting
from pages.shared.lessons import lesson
from pages.shared.runs import scrubber

frame.page(
    "How does it leave nnviz?",
    "The network with its preparation in one file to download, offered once it gave the same predictions elsewhere.",
)
left, right = frame.columns()
with right:
    run = ready.ended_run()
with left:
    with frame.steering():
        form = exporting.choose()
    st.caption(scrubber.words_of(run))
    lesson.door("deploying", "What is in the file, explained")
with right:
    exporting.draw(run, form)
    reporting.door(run, "export")
