"""What a session has cancelled: it is not asked for again until somebody starts it again."""

import streamlit as st

from nnviz.errors import CancelledError
from pages.shared import awaited
from pages.shared.session.record import record

_MOST = 50
"""How many cancelled questions a session remembers."""


class Cancelled(CancelledError):
    """What was asked for was cancelled before anything was done."""

    def __init__(self, task: str, key: str):
        super().__init__("This was cancelled.", fix="Start it again when you want to see it.")
        self.task, self.key = task, key


def cancelled(task: str, key: str) -> bool:
    """Whether somebody cancelled it, and has not started it again."""
    return (task, key) in record().cancelled


def cancel(task: str, key: str) -> None:
    """Notes that somebody cancelled it."""
    record().cancelled = [*record().cancelled[-_MOST:], (task, key)]


def forget(pressed: bool, task: str, key: str) -> None:
    """Forgets that something was cancelled, where its own button was pressed again."""
    if pressed and cancelled(task, key):
        record().cancelled = [own for own in record().cancelled if own != (task, key)]


def start_again(task: str, key: str, name: str = "Start again") -> None:
    """The button that starts something again that was cancelled."""
    own = awaited.key_of("again", f"{task}:{key}")
    st.button(name, icon=":material/refresh:", key=own, on_click=forget, args=(True, task, key))
