"""Space: where a layer puts the examples, in two dimensions, with its neighbours told in numbers."""

import math

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.space_records import METHODS, NEIGHBOURS
from pages.shared import engine, frame
from pages.shared.figures import cloud, examples
from pages.shared.inside import space_layer
from pages.shared.runs import scrubber
from pages.shared.session import selection, state

_INPUT = "The input itself"

frame.page(
    "How does the network sort the examples?",
    "Every layer turns an example into numbers: a point in a space. Examples that it finds alike lie close.",
)
left, right = frame.columns()
with right:
    run, key = examples.run_at_moment()
    held_out = examples.load(run, key)
with left:
    with frame.steering():
        layer = space_layer.choose(run, key, _INPUT)
    selection.tell()
    method = st.segmented_control(
        "Picture",
        list(METHODS),
        default="pca",
        required=True,
        format_func=METHODS.get,
        key=state.key("space.method"),
        help="PCA shows the two directions in which the examples differ most. t-SNE keeps neighbours together.",
    )
    perplexity = 30
    if method == "tsne":
        perplexity = st.slider("Perplexity", 5, 50, 30, key=state.key("space.perplexity"))
        st.caption(
            "About how many neighbours each example keeps close. Takes a few seconds. Sizes of groups and distances "
            "between them mean nothing."
        )
    scrubber.draw(run)
with right:
    name = "" if layer == _INPUT else layer
    question = run.reference, held_out.split, name, method, float(perplexity)
    waiting = "Laying out neighbours (t-SNE)" if method == "tsne" else "Asking the layer"
    try:
        space = engine.ask_once("space", *question, key=f"{key}:{question}", what=waiting)
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
    projection, shown = space.projection, "The input" if layer == _INPUT else escaping.markdown(layer)
    if not math.isnan(space.agreement):
        st.markdown(
            f"**{shown}**: of an example's {NEIGHBOURS} nearest neighbours, "
            f"**{words.percent(space.agreement)}** have its class. "
            f":gray[In the input {words.percent(space.at_input)}, by chance {words.percent(space.chance)}.]"
        )
    spoken = f"{len(space.positions):,} examples in the space of {layer}, by {METHODS[method]}"
    cloud.draw(held_out, space, f"{run.id}-{held_out.split}", spoken)
    cloud.take_away(held_out, space, run.id)
    explained = projection.explained
    axes = (
        "" if explained is None else f"The two axes carry {words.percent(float(explained.sum()))} of the variance of "
    )
    axes += "" if explained is None else f"its {projection.dimensions:,} numbers. "
    st.caption(
        f"{len(space.positions):,} {held_out.split} examples. {axes}How far to trust what lies close here: "
        f"{words.percent(projection.trustworthiness)} (trustworthiness; 100 % if each neighbour in the picture is one "
        "in the layer's space)."
    )
