"""Choosing one example of a run's data, with what the network says of it."""

import plotly.graph_objects as go
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.plots import bars
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.runs import which
from pages.shared.session import state

_ORDERS = {"In order": "given", "Wrong ones first": "errors", "Least sure first": "sureness"}
_PIXELS, _MOST_BARS = 150, 30


def example_in(left, right) -> tuple[Run, str, Examples, int]:
    """The page's start: the run in hand, its key, its examples, and the one chosen in the left column."""
    with right:
        run, key = trained_run()
    with left:
        held_out = load(run, key)
        return run, key, held_out, choose(held_out)


def trained_run() -> tuple[Run, str]:
    """The run in hand and a key that changes with its weights; without one, says what would be here and stops
    the page."""
    run = state.run()
    if run is None or not (run.model_path.is_file() or run.weight_ids()):
        with st.container(
            border=True, key="empty", height=380, horizontal_alignment="center", vertical_alignment="center"
        ):
            st.markdown("##### There is no trained network yet", width="content")
            st.markdown("Train one first; it takes seconds. Then this page looks into it.", width="content")
            st.page_link("pages/lab/train.py", label="Train a network", icon=":material/show_chart:")
        st.stop()
    if which.differs(run, state.experiment()):
        st.caption(
            f":material/info: This page shows an earlier run ({which.earlier(run, state.experiment())}), not the "
            "network and data in hand. Train those to see them here."
        )
    steps = run.weight_ids()
    return run, f"{run.id}:{steps[-1] if steps else 0}:{run.status().state}"


def load(run: Run, key: str) -> Examples:
    """The run's held-out examples with their predictions, from a worker; stops the page with a sentence when that
    fails."""
    try:
        return engine.ask_once("examples", run.id, key=key, what="Predicting the held-out examples")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()


def choose(held_out: Examples) -> int:
    """Draws the chooser and returns the position of the chosen example in `held_out`."""
    order = st.selectbox(
        "Examples",
        list(_ORDERS),
        key=state.key("examples.order"),
        persist_state="session",
        help=f"The first {len(held_out.indexes)} of the {held_out.split} examples, which training never saw."
        if held_out.split != "train"
        else "There is no held-out split: these are training examples.",
    )
    positions = held_out.order(_ORDERS[order])
    chosen = st.slider(
        "Which", 1, max(2, len(positions)), 1, key=state.key("examples.position"), persist_state="session"
    )
    position = int(positions[min(chosen, len(positions)) - 1])
    if held_out.schema.kind == "image":
        st.image(held_out.picture(position, _PIXELS), width=_PIXELS)
    wrong = held_out.schema.task != "regression" and held_out.errors[position] > 0
    predicted = held_out.meaning.words(held_out.predictions[position], held_out.schema.class_names)
    truth = views.truth_words(held_out.schema, held_out.truth[position : position + 1])[0]
    st.markdown(
        f"Example {held_out.rows[position]:,}  \nTrue: **{escaping.markdown(truth)}**  \nPredicted: "
        f"**{escaping.markdown(predicted)}**" + ("  \n:red[:material/close: wrong]" if wrong else "")
    )
    return position


def features(held_out: Examples, position: int) -> go.Figure:
    """The example's numbers as bars, in units of their deviation among the examples."""
    texts = held_out.value_texts(position)
    names = held_out.schema.feature_names or [f"input {k}" for k in range(len(texts))]
    labels = [f"{name} = {text}" for name, text in zip(names, texts, strict=False)][:_MOST_BARS]
    sentence = "In deviations from the mean of these examples."
    deviations = held_out.deviations(position)[:_MOST_BARS]
    return bars.bar_chart(deviations, labels, frame.dark(), "", sentence, 90 + 22 * len(labels))
