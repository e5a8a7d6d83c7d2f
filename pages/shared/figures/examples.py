"""Choosing one example of a run's data, with what the network says of it."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.plots import bars
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.session import state

_ORDERS = ("In order", "Wrong ones first", "Least sure first")


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
        _ORDERS,
        key=state.key("examples.order"),
        persist_state="session",
        help=f"The first {len(held_out.indexes)} of the {held_out.split} examples, which training never saw."
        if held_out.split != "train"
        else "There is no held-out split: these are training examples.",
    )
    positions = _ordered(held_out, order)
    chosen = st.slider(
        "Which", 1, max(2, len(positions)), 1, key=state.key("examples.position"), persist_state="session"
    )
    position = int(positions[min(chosen, len(positions)) - 1])
    if held_out.schema.kind == "image":
        st.image(_enlarged(held_out, position), width=150)
    wrong = held_out.schema.task != "regression" and held_out.predicted_class[position] != held_out.truth[position]
    predicted = held_out.meaning.words(held_out.predictions[position], held_out.schema.class_names)
    truth = views.truth_words(held_out.schema, held_out.truth[position : position + 1])[0]
    st.markdown(
        f"Row {held_out.rows[position]}  \nTrue: **{escaping.markdown(truth)}**  \nPredicted: "
        f"**{escaping.markdown(predicted)}**" + ("  \n:red[:material/close: wrong]" if wrong else "")
    )
    return position


def _enlarged(held_out: Examples, position: int) -> np.ndarray:
    """The example's image, every pixel as a square, about 150 wide."""
    x, low, high = held_out.inputs[position], float(held_out.inputs.min()), float(held_out.inputs.max())
    pixels = np.clip((x - low) / max(high - low, 1e-9) * 255, 0, 255).astype("uint8")
    times = max(1, 150 // x.shape[1])
    return pixels.repeat(times, 0).repeat(times, 1).squeeze()


def features(held_out: Examples, position: int) -> go.Figure:
    """The example's numbers as bars, in units of their deviation among the examples."""
    x, schema, dark = held_out.inputs[position], held_out.schema, frame.dark()
    flat = held_out.inputs.reshape(len(held_out.inputs), -1)
    deviations = (x.ravel() - flat.mean(0)) / np.maximum(flat.std(0), 1e-9)
    names = schema.feature_names or [f"input {k}" for k in range(len(deviations))]
    labels = [f"{name} = {value:.4g}" for name, value in zip(names, x.ravel(), strict=False)]
    return bars.bar_chart(
        deviations[:30],
        labels[:30],
        dark,
        "",
        "In deviations from the mean of these examples.",
        90 + 22 * min(30, len(labels)),
    )


def feature_values(held_out: Examples, position: int) -> list[str]:
    return [f"{value:.4g}" for value in held_out.inputs[position].ravel()]


def _ordered(held_out: Examples, order: str) -> np.ndarray:
    count = len(held_out.indexes)
    if order == _ORDERS[0]:
        return np.arange(count)
    if held_out.schema.task == "regression":
        error = np.abs(held_out.predictions - np.reshape(held_out.truth, held_out.predictions.shape)).max(1)
        return np.argsort(-error, kind="stable")
    if order == _ORDERS[2]:
        return np.argsort(held_out.meaning.sureness(held_out.predictions), kind="stable")
    return np.argsort(held_out.predicted_class == held_out.truth, kind="stable")
