"""Layers: what every layer of the trained network makes of one example."""

from functools import partial

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots.activations import activation
from pages.shared import engine, frame
from pages.shared.figures import examples, layer_strip, layer_weights, views
from pages.shared.lessons import lesson

frame.page("What does each layer see?", "Choose an example and a layer: what that layer makes of it.")
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
    limit = max(max(abs(r.summary.minimum), abs(r.summary.maximum)) for r in result) if common and len(result) else None
    chosen = layer_strip.choose(result, key=f"layers.shown:{run.id}")
    shown = st.segmented_control(
        "Show",
        ["What it makes of the example", "Its weights"],
        default="What it makes of the example",
        required=True,
        key="layers.what",
        label_visibility="collapsed",
        persist_state="session",
    )
    if shown == "Its weights":
        layer_weights.draw(run.id, key, chosen.path, chosen.title)
        st.stop()
    values = chosen.values[0]
    st.markdown(
        f"**{escaping.markdown(chosen.title)}** {escaping.markdown(chosen.kind)}, {words.shape(chosen.shape[1:])}. "
        f":gray[Its values: {views.summary_words(chosen.summary)}.]"
    )
    views.figure(
        partial(activation, values, frame.dark(), limit=limit, narrow=frame.narrow()),
        f"layer-{chosen.title}",
        f"{key}:{held_out.split}:{position}:{limit}",
        partial(views.as_table, values),
    )
    if held_out.schema.kind != "image":
        with st.expander("The example itself"):
            views.figure(lambda: examples.features(held_out, position), "example", f"{key}:{position}")
    if chosen.kind.startswith("Conv"):
        lesson.door("convolutions", "What a convolution does")
    st.caption(f"Mode: {result.mode}. One example, as the network received it (scaled).")
