"""Studies: one experiment and its variants, trained side by side."""

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.forms import study_form
from pages.shared.runs import studying

frame.page("What makes it better?", "Train variants of the experiment in hand side by side, and keep the best one.")
left, right = frame.columns()
with left:
    spec = study_form.draw()
    if spec is not None and st.button("Start the study", type="primary", icon=":material/science:"):
        try:
            studying.show(engine.study(spec).id)
        except NnvizError as error:
            engine.refusal(error)
    studying.earlier()
with right:
    studying.watch()
