"""Data: pick a source, see it, set its split and scaling, correct its columns, augment it."""

import streamlit as st

from nnviz.data.catalog import title_of
from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.figures import data_views, views
from pages.shared.forms import augmenting, data_form, own_data
from pages.shared.session import kept, state

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
    plain = spec.replace(augmentations=())
    try:
        summary = engine.ask_once("data_summary", plain, key=plain.to_json(), what=f"Reading {title_of(spec)}")
    except NnvizError as error:
        with chosen.problem or st.container():
            engine.refusal(error, retry=not source.endings)
        if source.endings:
            own_data.nothing_yet(source)
        st.stop()
    if state.set_data(spec, summary.schema, summary.size, summary.sizes["train"]):
        state.draw_again()  # the bar above was drawn for the data before
    kept.draw()
    data_views.numbers(summary)
    *columns, picture, balance, table, augment = st.tabs(
        [*(["Columns"] if source.columns else []), "Picture", "Balance", "Table", "Augment"]
    )
    with picture:
        data_views.picture(summary, plain.to_json())
    with balance:
        data_views.balance(summary, plain.to_json())
    with table:
        views.sample_table(summary)
    with augment:
        augmented = augmenting.tab(spec, summary.schema)
    if augmented != spec:
        state.set_data(augmented, summary.schema, summary.size, summary.sizes["train"])
    for tab in columns:
        with tab:
            corrected = own_data.columns(spec, summary.schema.columns)
        if corrected != spec:
            renewed = engine.ask_once("data_summary", corrected, key=corrected.to_json())
            state.set_data(corrected, renewed.schema, renewed.size, renewed.sizes["train"])
            st.rerun()
    data_views.notes(summary)
    st.page_link("pages/lab/build.py", label="Next: build a network for it", icon=":material/arrow_forward:")
