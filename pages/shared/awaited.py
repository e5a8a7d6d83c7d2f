"""What is shown while a worker works: how far it is, and soon a button that ends it."""

import hashlib
import time
from collections.abc import Callable

import streamlit as st

from nnviz import words

_QUIET, _LONG = 0.6, 1.5
"""Seconds after which it is told how far it is, and after which it can be cancelled."""


class Awaited:
    """One answer that is waited for.

    Args:
        name: of its button, unique on the page; "" for no button.
        cancel: called where it is pressed, with `arguments`.
    """

    def __init__(self, name: str = "", cancel: Callable | None = None, arguments: tuple = ()):
        self.name, self.cancel, self.arguments = name, cancel, arguments
        self._begin, self._place, self._bar, self._button = time.monotonic(), None, None, None
        self._drawn = False

    def tell(self, share: float | None) -> None:
        """Draws how far it is. Streamlit leaves it by an exception of its own where somebody presses or chooses
        anything meanwhile."""
        seconds = time.monotonic() - self._begin
        if seconds < _QUIET:
            return
        if self._place is None:
            self._place = st.empty()
            with self._place.container(horizontal=True, vertical_alignment="center"):
                self._bar, self._button = st.empty(), st.empty()
        self._bar.progress(share or 0.0, words.percent(share) if share else words.counted(int(seconds), "second"))
        if seconds > _LONG and self.cancel is not None and not self._drawn:
            self._drawn = True
            self._button.button(
                "Cancel", icon=":material/stop:", key=key_of("cancel", self.name), on_click=self.cancel,
                args=self.arguments,
            )  # fmt: skip

    def done(self) -> None:
        """Takes it away."""
        if self._place is not None:
            self._place.empty()


def key_of(what: str, name: str) -> str:
    """A widget's key from a name of any length."""
    return f"{what}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
