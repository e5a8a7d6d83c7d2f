"""Attribution: one prediction, explained by several methods, each with its own audit."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.explanation.catalog import METHODS, cost
from pages.shared import engine, frame
from pages.shared.figures import examples, explained, lines, targets, truths
from pages.shared.forms import fields
from pages.shared.session import state

frame.page(
    "Why this answer?",
    "One prediction, and how much each part of the input counts for it. A line under each picture says whether the "
    "parts add up.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right)
with left:
    target = targets.choose_target(held_out, position)
    fitting = {name: method for name, method in METHODS.items() if held_out.schema.kind in method.kinds}
    names = st.multiselect(
        "Methods",
        list(fitting),
        explained.START[held_out.schema.kind],
        key=state.key("attribution.methods"),
        format_func=lambda name: fitting[name].title,
        persist_state="session",
    )
    overlay = explained.choose_overlay(held_out)
    settings = {}
    for name in names:
        with st.expander(fitting[name].title):
            st.caption(f"{fitting[name].help} {fitting[name].guarantee}")
            settings[name] = fields.form(fitting[name].params, {}, f"attribution.{name}")
            st.caption(f"Cost: {cost(name, 1, held_out.schema.shapes, **settings[name]).words}.")
            st.caption(fitting[name].reference)
    st.page_link("pages/explain/trust.py", label="Do these deserve belief?", icon=":material/verified:")

with right:
    known = truths.show(run, key, held_out, position)
    if not names:
        st.info("Choose a method; integrated gradients is a good first one.", icon=":material/troubleshoot:")
    for name in names:
        st.header(fitting[name].title, anchor=False)
        passes = cost(name, 1, held_out.schema.shapes, **settings[name]).words
        asked = (run.reference, held_out.split, int(held_out.indexes[position]), target, name, settings[name])
        try:
            result = engine.ask_once(
                "attribution", *asked, key=f"{key}:{asked}", what=f"{fitting[name].title}: {passes}"
            )
        except NnvizError as error:
            engine.refusal(error)
            continue
        explained.show(result, held_out, position, name, f"{key}:{asked}", overlay)
        truths.score(known, result)
        lines.lines("nnviz.explanation.of_run", "attribution_of_run", asked, "attribution")
