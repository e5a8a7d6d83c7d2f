"""The moment of its training at which a run is looked at: one for all pages, chosen with a slider over its epochs."""

import streamlit as st

from nnviz.runs import moments
from nnviz.runs.recorded import recorded_epochs, reference
from nnviz.runs.run import Run
from pages.shared.session import selection, state, widgets

_NEWEST = -1


def at_moment(run: Run) -> Run:
    """The run at the moment that is chosen, or with its newest weights; the address is followed first."""
    selection.follow_address(run.id)
    step = selection.moment(run.id, recorded_epochs(run))
    return run if step is None else Run.open(reference(run.id, step))


def draw(run: Run) -> None:
    """The slider, where anything was recorded, and a line on whose weights are shown."""
    epochs = recorded_epochs(run)
    if epochs:
        key = state.key(f"moment.{run.id}")
        widgets.put(key, _NEWEST if run.moment is None else run.moment)
        st.select_slider(
            "Moment of training, in epochs",
            [*epochs, _NEWEST],
            format_func=lambda step: _epoch(moments.newest_epoch(run) if step == _NEWEST else epochs[step]),
            key=key,
            on_change=lambda: _choose(run, widgets.value(key)),
            help="Every page of Inside and Explain shows the network as it was then.",
        )
    st.caption(words_of(run))


def words_of(run: Run) -> str:
    """Which epoch's weights a page about a run shows."""
    status = run.status()
    if not status.epochs:
        return "Weights of the opened file."
    if run.moment is not None:
        seen = recorded_epochs(run).get(run.moment, 0.0)
        return f"Weights of epoch {_epoch(seen)}, of {int(status.epoch):,}." if seen else "Weights before training."
    newest = moments.newest_epoch(run)
    sentence = f"Weights of epoch {newest:,.4g}"
    if status.active:
        return f"{sentence}, the newest; training goes on."
    return f"{sentence}, {'the last one' if newest >= int(status.epoch) else 'which were kept'}."


def _epoch(seen: float) -> str:
    return f"{seen:,.4g}" if seen < 1000 else f"{seen:,.0f}"


def _choose(run: Run, step: int) -> None:
    selection.choose_moment(run.id, None if step == _NEWEST else step)
