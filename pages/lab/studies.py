"""Studies: one experiment and its variants, trained side by side."""

import streamlit as st

from pages.shared import frame
from pages.shared.forms import study_form
from pages.shared.runs import study_started, studying

frame.page("What makes it better?", "Train variants of the experiment in hand side by side, and keep the best one.")
left, right = frame.columns()
with left:
    spec = study_form.draw()
    start = st.button("Start the study", type="primary", icon=":material/science:", disabled=spec is None)
    if spec is not None and start:
        study_started.start(spec)
    if studying.chosen() is not None:
        study_started.behind_a_door(study_form.in_hand())
    studying.earlier()
with right:
    studying.watch()
