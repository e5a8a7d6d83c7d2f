"""Data: pick a source, see it, understand it, prepare it, augment it."""

import streamlit as st

from nnviz.data.catalog import title_of
from nnviz.data.downloading import downloads
from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.data import augmenting, downloading, examples, preparing, understanding
from pages.shared.forms import data_form, own_data
from pages.shared.session import kept, state

TABS = {"Examples": examples.tab, "Understand": understanding.tab, "Prepare": preparing.tab, "Augment": augmenting.tab}

frame.page(
    "What does it learn from?",
    "Choose a source, see what is in it, and decide what the network may see before the test.",
)
left, right = frame.columns()
with left:
    chosen = data_form.draw(state.experiment().data, right.container())
source, spec = chosen.source, chosen.spec

with right:
    if spec is None:
        own_data.nothing_yet(source)
        st.stop()
    if (awaited := downloads.awaited_by(spec)) is not None:
        downloading.draw(awaited)
        st.stop()
    plain = spec.replace(augmentations=())
    try:
        summary = engine.ask_once("data_summary", plain, key=plain.to_json(), what=f"Reading {title_of(spec)}")
    except NnvizError as error:
        with chosen.problem or st.container():
            engine.refusal(error, retry=not source.endings)
            preparing.way_out(spec)
        changed = own_data.way_on(source, spec, chosen.columns, error)
        if changed != spec:
            summary = engine.ask_once("data_summary", changed, key=changed.to_json(), what=f"Reading {title_of(spec)}")
            state.set_data(changed, summary.schema, summary.size, summary.sizes["train"])
            st.rerun()
        st.stop()
    if state.set_data(spec, summary.schema, summary.size, summary.sizes["train"]):
        state.draw_again()  # the bar above was drawn for the data before
    kept.draw()
    examples.numbers(summary)
    changed = spec
    for title, place in zip(TABS, st.tabs(list(TABS), key="part", bind="query-params"), strict=True):
        if place.open:
            with place:
                changed = TABS[title](spec, summary)
    if changed != spec:
        renewed = summary
        if changed.replace(augmentations=()) != plain:
            renewed = engine.ask_once("data_summary", changed, key=changed.to_json(), what=f"Reading {title_of(spec)}")
        state.set_data(changed, renewed.schema, renewed.size, renewed.sizes["train"])
        if renewed is not summary:
            st.rerun()
    examples.notes(summary)
    st.page_link("pages/lab/build.py", label="Next: build a network for it", icon=":material/arrow_forward:")
