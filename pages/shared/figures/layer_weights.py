"""The weights of one layer: kernels and matrices as pictures, and how their values are spread."""

from functools import partial

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots import weights as plots
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.session import state


def draw(run_id: str, key: str, path: str, title: str) -> None:
    """All weights of the layer at `path`, one after the other; a sentence for a layer that has none."""
    try:
        found = engine.ask_once("layer_weights", run_id, path, key=f"{key}:{path}", what="Fetching weights")
    except NnvizError as error:
        return engine.refusal(error, retry=True)
    if not found:
        st.caption(f"{escaping.markdown(title)} has no weights: it computes without learning anything.")
        return
    for own in found:
        learned = "learned" if own.trainable else "kept, not learned by the gradient"
        st.markdown(
            f"**{escaping.markdown(own.name)}** {words.shape(own.shape)}, {learned}. "
            f":gray[{views.summary_words(own.summary)}.]"
        )
        channel, count = 0, plots.input_channels(own.values)
        if count > 1:
            channel = st.slider("Input channel", 1, count, 1, key=state.key(f"weights.{path}.{own.name}")) - 1
        picture = partial(
            plots.weight, own.values, frame.dark(), channel=channel, title=own.name, narrow=frame.narrow()
        )
        views.figure(picture, f"weights-{own.name}", f"{key}:{path}:{channel}", partial(views.as_table, own.values))
        if own.values.size >= 20:
            spread = partial(plots.distribution, own.values, own.name, frame.dark())
            views.figure(spread, f"spread-{own.name}", f"{key}:{path}")
