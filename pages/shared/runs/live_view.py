"""The live training view: one browser component, mounted once, patched in place at every tick."""

from functools import cache

import streamlit as st

from nnviz.plots import theme
from pages.shared.builder import in_picture
from pages.shared.runs import midway
from pages.shared.session import widgets

COMPONENT = "nnviz.training"


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component(COMPONENT, js="training.js", css="training.css")


def training_view(payload: dict, key: str) -> dict | None:
    """Show a run, live or recorded.

    Args:
        payload: what nnviz/web/README.md lists; arrays packed by nnviz.views.packing. `theme` may be left out:
            it is then the theme that the reader's browser wears.
            `editing` may be left out: what can then be changed is the network in hand.
        key: stable for as long as the view stands for the same run; another key mounts a new view.

    Returns:
        {"to": "layers" or "attribution", "part": of the data, "index": in it} in the one rerun after an example's door
        was clicked, else None.
    """
    if "theme" not in payload:
        payload = {**payload, "theme": theme.tokens(st.context.theme.type == "dark")}
    if "editing" not in payload:
        payload = {**payload, "editing": in_picture.offered()}

    def edited() -> None:
        change = widgets.event(key, "edit")
        if isinstance(change, dict) and change.get("action") == "weight":
            midway.follow(str(payload.get("subject")), change)
        elif change is not None:
            in_picture.follow(change)

    result = _component()(
        key=key,
        data=payload,
        on_select_change=_ignore,
        on_state_change=_ignore,
        on_example_change=_ignore,
        on_edit_change=edited,
    )
    if result.edit is not None:
        st.rerun(scope="app")
    return result.example


def _ignore():
    """Streamlit delivers a trigger only to a component that has a callback for it."""
