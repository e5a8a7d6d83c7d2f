"""Layers: what every layer of the trained network makes of one example."""

from functools import partial

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots.activations import activation
from pages.shared import engine, frame
from pages.shared.figures import examples, views
from pages.shared.lessons import lesson

_AT_ONCE = 12

frame.page("What does each layer see?", "Choose an example; from top to bottom, what every layer makes of it.")
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right)
with left:
    common = st.toggle(
        "One scale for all layers",
        help="Otherwise each layer has its own scale, which its figure states.",
        key="layers.common",
        persist_state="session",
    )

with right:
    try:
        result = engine.ask_once(
            "activations",
            run.id,
            held_out.split,
            int(held_out.indexes[position]),
            key=f"{key}:{held_out.split}:{position}",
            what="Asking every layer",
        )
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
    titles = [record.title for record in result]
    with left:
        shown = st.multiselect("Layers", titles, titles[:_AT_ONCE], key=f"layers.shown:{run.id}")
    limit = max(max(abs(r.summary.minimum), abs(r.summary.maximum)) for r in result) if common and len(result) else None
    if held_out.schema.kind != "image":
        st.markdown("**The example**")
        views.figure(lambda: examples.features(held_out, position), "example", f"{key}:{position}")
    for record in result:
        if record.title in shown:
            st.markdown(
                f"**{escaping.markdown(record.title)}** {escaping.markdown(record.kind)}, "
                f"{words.shape(record.shape[1:])}"
            )
            st.caption(views.summary_words(record.summary))
            values = record.values[0]
            views.figure(
                partial(activation, values, frame.dark(), limit=limit, narrow=frame.narrow()),
                f"layer-{record.title}",
                f"{key}:{held_out.split}:{position}:{limit}",
                partial(views.as_table, values),
            )
    if any(record.kind.startswith("Conv") for record in result):
        lesson.door("convolutions", "What a convolution does")
    st.caption(f"Mode: {result.mode}. One example, as the network received it (scaled).")
