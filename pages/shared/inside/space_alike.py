"""How alike layers are: to one another, to what they were earlier in training, and to those of another run."""

from functools import partial

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.space_records import Similarity
from nnviz.plots import space as plots
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.inside import space_layer
from pages.shared.inside.chosen import layers_of
from pages.shared.runs import scrubber
from pages.shared.session import owner, state

_KINDS = {"layers": "Its layers", "moments": "Moments of training", "runs": "Another run"}
_AXES = {
    "layers": ("layer", "layer"),
    "moments": ("epochs", "epochs"),
    "runs": ("layer of this network", "layer of the other one"),
}
_MOST = 50


def show(left, right, run: Run, key: str, held_out: Examples) -> None:
    with left:
        what = st.radio(
            "Compare with",
            list(_KINDS),
            format_func=_KINDS.get,
            key=state.key("space.compared"),
            persist_state="session",
        )
        layer, other = "", ""
        if what == "moments":
            layer = space_layer.choose(run, key) or layers_of(run, key)[0].path
        elif what == "runs":
            other = _other(run)
        if what != "moments":
            scrubber.draw(run)
    with right:
        question = run.reference, held_out.split, what, layer, other
        try:
            alike = engine.ask_once("similarity", *question, key=f"{key}:{question}", what="Comparing layers")
        except NnvizError as error:
            engine.refusal(error)
            st.stop()
        st.markdown(_sentence(alike, what, layer))
        views.figure(
            partial(plots.similarity, alike.values, alike.rows, alike.columns, _AXES[what], frame.dark()),
            "similarity",
            f"{key}:{question}",
            lambda: pd.DataFrame(alike.values, index=list(alike.rows), columns=list(alike.columns)),
        )
        st.caption(
            f"Linear CKA on {alike.examples:,} {held_out.split} examples: 1 where one is the other turned or scaled, "
            "whatever the order of the units. With few examples and many units even strangers look alike."
        )


def _other(run: Run) -> str:
    """The id of the run that is compared with; stops the page with a sentence where there is none."""
    recent = Run.recent(limit=_MOST, owner=owner.whose())
    others = [one for one in recent if one.id != run.id and one.state in ("finished", "stopped")]
    titles = {one.id: f"{one.title} · {one.id[:15]}" for one in others if _on_same_data(one.id, run)}
    if not titles:
        st.info(
            "No other run is on the same data, split alike. Train a second network on them.", icon=":material/info:"
        )
        st.stop()
    return st.selectbox("The other run", list(titles), format_func=titles.get, key=state.key("space.other"))


def _on_same_data(run_id: str, run: Run) -> bool:
    try:
        return Run.open(run_id).experiment.data == run.experiment.data
    except NnvizError:
        return False


def _sentence(alike: Similarity, what: str, layer: str) -> str:
    if what == "moments":
        first = float(alike.values[0, -1])
        return (
            f"**{escaping.markdown(layer)}** at epoch {alike.rows[0]} and at the end of training: "
            f"**{words.percent(first)}** alike."
        )
    if what == "runs":
        last = float(alike.values[-1, -1])
        return f"The last layers of the two networks are **{words.percent(last)}** alike."
    steps = alike.values.diagonal(1)
    if not len(steps):
        return "This network has one layer."
    place = int(steps.argmin())
    names = f"**{escaping.markdown(alike.rows[place])}** and **{escaping.markdown(alike.rows[place + 1])}**"
    return f"The largest step is between {names}: they are **{words.percent(float(steps[place]))}** alike."
