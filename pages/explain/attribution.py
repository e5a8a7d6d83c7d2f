"""Attribution: one prediction, explained by several methods side by side, each with its own audit."""

import streamlit as st

from pages.shared import frame
from pages.shared.explain import explained_number, methods_chosen, side_by_side
from pages.shared.figures import examples, explained, lines, truths
from pages.shared.lessons import lesson

frame.page(
    "Why this answer?",
    "How much each part of the input counts for one prediction, by several methods on one scale: where they agree, it "
    "is more than one method's opinion.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right, door=False)
with left:
    target = explained_number.choose(run, key, held_out, position)
    overlay, own_scale = explained.choose_overlay(held_out), side_by_side.choose_scale()
    chosen = methods_chosen.choose(run, held_out)
    st.page_link("pages/explain/trust.py", label="Do these deserve belief?", icon=":material/verified:")
    lesson.door("interpreting", "What a map says, and what it does not")


def asked(name: str) -> tuple:
    """What the task is given for a method."""
    return run.reference, held_out.split, int(held_out.indexes[position]), target, name, chosen.settings[name]


with right:
    known = truths.show(run, key, held_out, position)
    told = side_by_side.explained_by(chosen, asked, key, held_out)
    results = told.results
    if not chosen.names:
        st.info("Choose a method; integrated gradients is a good first one.", icon=":material/troubleshoot:")
    if results:
        own = f"{key}:{[asked(name) for name in results]}"
        found = side_by_side.picture(results, held_out, position, own, overlay, own_scale)
        side_by_side.others(told)
        side_by_side.agreement(found, own)
        side_by_side.promises(results)
    else:
        side_by_side.others(told)
    if chosen.closer in results:
        name, result = chosen.closer, results[chosen.closer]
        st.header(methods_chosen.METHODS[name].title, anchor=False)
        explained.show(result, held_out, position, name, f"{key}:{asked(name)}", overlay)
        truths.score(known, result)
        lines.lines("nnviz.explanation.of_run", "attribution_of_run", asked(name), "attribution")
