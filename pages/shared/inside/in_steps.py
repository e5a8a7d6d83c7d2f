"""One question that may take long: after its first second its cost is known and said, and it goes on at a click."""

import streamlit as st

from nnviz.inspection.surface.price import lasting
from pages.shared import engine
from pages.shared.session.record import record

_UNASKED = 4.0
"""Seconds that what is left may take without being asked for."""


def ask(task: str, question: tuple, key: str, what: str, name: str):
    """The answer of a task that returns (share done, seconds left) until it is done; None while a reader has not agreed
    to what takes long, or has cancelled it.

    Args:
        what: is being done, in words.
        name: of the buttons, unique on the page.
    """
    own = f"{task}:{key}"
    answer = engine.answered(task, own)
    if answer is None:
        answer = engine.ask(task, *question, what=what)
    if not isinstance(answer, tuple):
        return record().answers.get_or_make((task, own), lambda: answer)
    place, (share, left) = st.empty(), answer
    if left > _UNASKED and record().answers.get((f"{task}-agreed", own)) is None:
        with place.container():
            st.caption(f"{what} takes {lasting(left)} more.")
            if not st.button("Go on", icon=":material/play_arrow:", type="primary", key=name):
                return None
        record().answers.get_or_make((f"{task}-agreed", own), lambda: True)
    with place.container():
        bar = st.progress(share, f"{what} …")
        cancelled = st.button("Cancel", icon=":material/stop:", key=f"{name}-cancel")
    if cancelled:
        return _stopped(place, task, own, name)
    while isinstance(answer, tuple):
        answer = engine.call(task, *question)
        if isinstance(answer, tuple):
            bar.progress(answer[0], f"{what} …")
    place.empty()
    return record().answers.get_or_make((task, own), lambda: answer)


def _stopped(place, task: str, own: str, name: str) -> None:
    """Says so, and offers to go on: what was done is kept."""
    with place.container():
        st.caption("Cancelled.")
        st.button("Go on", icon=":material/play_arrow:", key=f"{name}-again")
