"""The network at the other end of a straight line through the space of weights."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.runs.run import Run, RunRecord
from pages.shared import engine
from pages.shared.session import owner, state, widgets

_MOST = 60


def choose(run: Run) -> str:
    """The id of a run of the same network; the run's own id for how it was before training."""
    others = {own.id: _name(own) for own in _others(run)}
    names = {run.id: "This network before training", **others}
    other = st.selectbox(
        "The other network",
        list(names),
        format_func=names.get,
        key=state.key(f"surface.other.{run.id}"),
        help="Runs of the very same network on these data: between others there is no straight line.",
    )
    st.button(
        "Train it with another seed",
        icon=":material/casino:",
        on_click=_again,
        args=(run, len(others)),
        help="The same network and data from another beginning. It appears in this list when it has ended.",
    )
    refused = widgets.value("surface.refused")
    if refused:
        st.caption(f":material/error: {escaping.markdown(refused)}")
    active = [own for own in Run.recent(limit=_MOST, owner=owner.whose(), active_only=True) if own.id != run.id]
    if active:
        st.caption(f"{len(active)} run{'s' * (len(active) != 1)} under way; choose again when it has ended.")
    return other


def _others(run: Run) -> list[RunRecord]:
    ended = [own for own in Run.recent(limit=_MOST, owner=owner.whose()) if own.state in ("finished", "stopped")]
    return [own for own in ended if own.id != run.id and _fits(own.id, run)]


def _fits(run_id: str, run: Run) -> bool:
    try:
        own = Run.open(run_id)
        return own.experiment.model == run.experiment.model and own.experiment.data.source == run.experiment.data.source
    except NnvizError:
        return False


def _name(own: RunRecord) -> str:
    return f"{own.title}, {own.id[9:11]}:{own.id[11:13]}:{own.id[13:15]}"


def _again(run: Run, more: int) -> None:
    train = run.experiment.train
    widgets.put("surface.refused", "")
    try:
        engine.train(run.experiment.replace(train=train.replace(seed=train.seed + 1 + more)))
    except NnvizError as error:
        widgets.put("surface.refused", str(error))
