"""Points drawn by hand, as the setting that holds them."""

from functools import cache

import streamlit as st

from nnviz.data.drawn import EXAMPLE
from nnviz.plots import theme
from nnviz.specs import DataSpec
from pages.shared import frame
from pages.shared.session import state

_MOST_LETTERS = 20_000


@cache
def _component():
    return st.components.v2.component("nnviz.draw", js="draw.js", css="draw.css")


def draw(before: DataSpec, place) -> dict[str, str]:
    """The plane with what is in hand, in its place on the page; {"points": what is drawn now}."""
    points = before.settings.get("points", EXAMPLE) if before.source == "drawn" else EXAMPLE
    key = state.key("data.drawn.plane")
    data = {"theme": theme.tokens(frame.dark()), "points": points, "subject": key}
    with place:
        told = _component()(key=key, data=data, on_points_change=_ignore).points
    return {"points": told if isinstance(told, str) and len(told) <= _MOST_LETTERS else points}


def _ignore() -> None:
    """Streamlit delivers a trigger only to a component that has a callback for it."""
