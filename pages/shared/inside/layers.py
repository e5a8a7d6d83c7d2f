"""The view Layers of the page Network: what every layer makes of one example."""

from functools import partial

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots.activations import activation
from pages.shared import engine, frame
from pages.shared.figures import examples, views
from pages.shared.inside.chosen import Chosen
from pages.shared.lessons import lesson


def show(chosen: Chosen) -> None:
    """The chosen layer's output for the chosen example."""
    common = st.toggle(
        "One scale for all layers",
        help="Otherwise each layer has its own scale, which its figure states.",
        key="layers.common",
        persist_state="session",
    )
    question = chosen.run.reference, chosen.held_out.split, chosen.index
    try:
        result = engine.ask_once("activations", *question, key=f"{chosen.key}:{question}", what="Asking every layer")
        record = result[chosen.layer]
    except NnvizError as error:
        engine.refusal(error, retry=True)
        return
    limit = max(max(abs(r.summary.minimum), abs(r.summary.maximum)) for r in result) if common and len(result) else None
    values = record.values[0]
    st.markdown(
        f"**{escaping.markdown(record.title)}** {escaping.markdown(record.kind)}, {words.shape(record.shape[1:])}. "
        f":gray[Its values: {views.summary_words(record.summary)}.]"
    )
    views.figure(
        partial(activation, values, frame.dark(), limit=limit, narrow=frame.narrow()),
        f"layer-{record.title}",
        f"{chosen.key}:{question}:{limit}",
        partial(views.as_table, values),
    )
    if chosen.held_out.schema.kind != "image":
        with st.expander("The example itself"):
            views.figure(
                lambda: examples.features(chosen.held_out, chosen.position), "example", f"{chosen.key}:{question}"
            )
    if record.kind.startswith("Conv"):
        lesson.door("convolutions", "What a convolution does")
    st.caption(f"Mode: {result.mode}. One example, as the network received it (scaled).")
