"""What the Train page shows where there is a run and an experiment in hand: the one or the other, with a door between
them."""

import streamlit as st

from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment
from pages.shared.runs import which
from pages.shared.session.record import record


def shows_run(run: Run | None, status: Status | None, experiment: Experiment) -> bool:
    """Whether the run is to be seen: while it is under way, while its pictures are of what is in hand, or when it was
    asked for."""
    if run is None or status is None:
        return False
    chosen = record().watched.chosen
    if status.active:
        return True
    if chosen is not None and chosen[0] == _both(run, experiment):
        return chosen[1]
    return not which.begins_otherwise(run, experiment)


def door(run: Run, status: Status, experiment: Experiment, shown: bool) -> None:
    """Says which of the two is on show where they differ, and leads to the other.

    Args:
        shown: whether it is the run.
    """
    if run.experiment.key == experiment.key:
        return
    earlier = which.earlier(run, experiment)
    if status.active:
        effect = "Start again" if status.state == "paused" else "The next run"
        st.caption(f":material/info: The settings have changed since this run began. {effect} takes the new ones.")
        return
    words = (
        (f"This is the earlier run ({earlier})." if earlier else "The settings have changed since this run.")
        if shown
        else "This is your current network, untrained."
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="train-door"):
        st.caption(f":material/info: {words} {'Train starts a new one.' if shown else ''}", width="content")
        st.button(
            "Show it untrained" if shown else "Show the last run",
            icon=":material/restart_alt:" if shown else ":material/history:",
            key="train-other",
            type="tertiary",
            on_click=_choose,
            args=(_both(run, experiment), not shown),
        )


def _choose(both: str, shown: bool) -> None:
    record().watched.chosen = (both, shown)


def _both(run: Run, experiment: Experiment) -> str:
    """Names the pair: the choice holds for as long as neither changes."""
    return f"{run.id} {experiment.key}"
