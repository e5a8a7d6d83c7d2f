"""The same network trained on shuffled answers: whether there is one, what it costs, and how far it is."""

import streamlit as st

from nnviz import words
from nnviz.data.catalog import title_of
from nnviz.errors import NnvizError
from nnviz.runs.index import run_index
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from pages.shared import engine, frame
from pages.shared.session import owner

_RECENT, _LETTERS = 200, 80
_SECONDS = 1.0
_ENDED = ("finished", "stopped")


def shuffled(run: Run) -> Experiment | None:
    """The experiment with shuffled answers; None where the run is one already, or has no answers of its own."""
    experiment = run.experiment
    if experiment.data.shuffled_labels or run.schema is None or run.schema.reconstructs or not experiment.model.layers:
        return None
    title = f"{title_of(experiment.data)[:_LETTERS]}, shuffled answers"
    return experiment.replace(data=experiment.data.replace(shuffled_labels=True), title=title)


def trained(run: Run) -> str:
    """The id of the newest run of that experiment that has ended with a network; "" for none."""
    twin = _twin(run)
    return twin.id if twin is not None and twin.status().state in _ENDED and twin.model_path.is_file() else ""


def show(run: Run, *_) -> None:
    """The offer to train it, how far it is, or that it is there; called as each of the page's checks."""
    experiment = shuffled(run)
    if experiment is None:
        return
    st.header("Would shuffled answers give the same map?", anchor=False)
    twin = _twin(run)
    if twin is not None and twin.status().active:
        st.fragment(_live, run_every=_SECONDS)(twin.id)
        return
    if trained(run):
        frame.caption(
            "The same network was trained on shuffled answers, and what it makes of this example is compared above, "
            "under Random labels."
        )
        return
    if twin is not None:
        st.caption(f"Its last training failed. {twin.status().message}")
    frame.caption(
        "The same network, trained anew on the same examples with their answers shuffled, can only learn them by "
        "heart. A map that stays the same then does not show what the right answers taught."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Train on shuffled answers", icon=":material/shuffle:", key="trust-shuffle"):
            try:
                engine.train(experiment)
            except NnvizError as error:
                return engine.refusal(error)
            st.rerun()
        st.caption(_cost(run), width="content")


def _twin(run: Run) -> Run | None:
    experiment = shuffled(run)
    if experiment is None:
        return None
    key = experiment.key
    found = next((one for one in run_index().recent(owner.whose(), _RECENT) if one.key == key), None)
    return Run.open(found.id) if found is not None else None


def _cost(run: Run) -> str:
    status = run.status()
    if not status.epoch or not status.seconds:
        return f"{run.experiment.train.epochs:,} epochs."
    seconds = status.seconds * run.experiment.train.epochs / status.epoch
    return f"One training of {run.experiment.train.epochs:,} epochs: about {words.plain(max(seconds, 1), 2)} s."


def _live(twin_id: str) -> None:
    twin = Run.open(twin_id)
    status = twin.status()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(
            min(1.0, status.epoch / max(status.epochs, 1)), f"Training on shuffled answers: {frame.progress(status)}"
        )
        if st.button("Stop", icon=":material/stop:", key="trust-shuffle-stop"):
            engine.start().stop(twin)
    if not status.active:
        st.rerun()
