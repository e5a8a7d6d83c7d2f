"""SHAP: how far each part of an example moves its prediction away from the average one."""

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.explain import shap_asked, shap_background, shap_many, shap_one
from pages.shared.figures import examples
from pages.shared.session import state

_VIEWS = {"one": "This example", "many": "The whole data set", "background": "The background"}

frame.page(
    "What moved this prediction?",
    "Start from the mean prediction of some comparison examples; each part of this example moves it up or down, until "
    "its own prediction is reached.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right)
with left:
    target = shap_asked.choose_target(held_out, position)
    asked = shap_asked.choose(held_out)
    st.page_link("pages/explain/trust.py", label="Do these deserve belief?", icon=":material/verified:")
with right:
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        default="one",
        required=True,
        format_func=_VIEWS.get,
        key=state.key("shap.view"),
        persist_state="session",
        label_visibility="collapsed",
    )
    try:
        if asked is None:
            st.info("Name the rows to compare with, at the left.", icon=":material/arrow_back:")
        elif view == "many" and not held_out.is_own:
            shap_many.draw(run.reference, key, held_out, target, asked)
        elif view == "background":
            shap_background.draw(run.reference, key, held_out, position, target, asked)
        else:
            shap_one.draw(run.reference, key, held_out, position, target, asked)
    except NnvizError as error:
        engine.refusal(error)
