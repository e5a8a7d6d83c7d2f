"""The examples in a layer's space, in two dimensions, with their neighbours told in numbers."""

import math

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.space_records import METHODS, NEIGHBOURS, Space
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import cloud
from pages.shared.inside import space_layer
from pages.shared.runs import scrubber
from pages.shared.session import state

_WAITING = {
    "pca": "Asking the layer",
    "tsne": "Laying out neighbours (t-SNE)",
    "umap": "Laying out neighbours (UMAP; the first time takes about half a minute)",
}
_HELP = (
    "PCA shows the two directions in which the examples differ most. t-SNE and UMAP keep neighbours together; UMAP's "
    "first picture takes about half a minute."
)


def show(left, right, run: Run, key: str, held_out: Examples) -> None:
    with left:
        layer, method, perplexity = _controls(run, key)
        scrubber.draw(run)
    with right:
        question = run.reference, held_out.split, layer, method, float(perplexity)
        try:
            space = engine.ask_once("space", *question, key=f"{key}:{question}", what=_WAITING[method])
        except NnvizError as error:
            engine.refusal(error, retry=True)
            st.stop()
        _neighbours(space, layer)
        spoken = f"{len(space.positions):,} examples in the space of {layer or 'the input'}, by {METHODS[method]}"
        cloud.draw(held_out, space, f"{run.id}-{held_out.split}", spoken)
        cloud.take_away(held_out, space, run.id)
        st.caption(_caption(space, held_out.split))


def _controls(run: Run, key: str) -> tuple[str, str, int]:
    with frame.steering():
        layer = space_layer.choose(run, key)
    method = st.segmented_control(
        "Picture",
        list(METHODS),
        default="pca",
        required=True,
        format_func=METHODS.get,
        key=state.key("space.method"),
        help=_HELP,
    )
    if method == "pca":
        return layer, method, 30
    perplexity = st.slider(
        "Neighbours that count (perplexity)", 5, 50, 30, key=state.key("space.perplexity"), persist_state="session"
    )
    st.caption("Takes a few seconds. Sizes of groups and distances between them mean nothing.")
    return layer, method, perplexity


def _neighbours(space: Space, layer: str) -> None:
    if math.isnan(space.agreement):
        return
    st.markdown(
        f"**{escaping.markdown(layer) or 'The input'}**: of an example's {NEIGHBOURS} nearest neighbours, "
        f"**{words.percent(space.agreement)}** have its class. "
        f":gray[In the input {words.percent(space.at_input)}, by chance {words.percent(space.chance)}.]"
    )


def _caption(space: Space, split: str) -> str:
    projection, axes, mesh = space.projection, "", ""
    if projection.explained is not None:
        axes = (
            f"The plane carries {words.percent(float(projection.explained.sum()))} of the variance of "
            f"{projection.dimensions:,} numbers. "
        )
    if projection.carried is not None:
        mesh = "The lines are a grid over the plane of the input, as the layer bends it. "
    return (
        f"{len(space.positions):,} {split} examples. {axes}{mesh}Lines from a point lead to the "
        f"{space.nearest.shape[1]} examples nearest to it in the layer's own space. How far to trust "
        "what lies close here: "
        f"{words.percent(projection.trustworthiness)} (trustworthiness; 100 % if each neighbour in the picture is one "
        "in the layer's space). Pictures are turned so that examples keep their places from layer to layer and from "
        "moment to moment, as far as they can."
    )
