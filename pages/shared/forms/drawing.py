"""Points drawn by hand, as the setting that holds them; and a network that learns them meanwhile."""

from functools import cache
from typing import Any

import streamlit as st

from nnviz.data.drawn import EXAMPLE
from nnviz.errors import NnvizError
from nnviz.plots import theme
from nnviz.specs import DataSpec
from nnviz.views.packing import pack
from pages.shared import engine, frame
from pages.shared.session import state, widgets

_MOST_LETTERS = 20_000
_EPOCHS = 30
"""Epochs that are learned between two pictures."""


@cache
def _component():
    return st.components.v2.component("nnviz.draw", js="draw.js", css="draw.css")


def draw(before: DataSpec, place) -> dict[str, str]:
    """The plane with what is in hand, in its place on the page; {"points": what is drawn now}."""
    own = before.replace(only_classes=(), augmentations=()) if before.source == "drawn" else DataSpec(source="drawn")
    points = own.settings.get("points", EXAMPLE)
    key = state.key("data.drawn.plane")
    state.remember("drawn points", key, _told(key, "points", points))
    with place:
        st.fragment(_plane)(key, points, own)
    return {"points": _told(key, "points", points)}


def _plane(key: str, points: str, own: DataSpec) -> None:
    """The plane; a stroke runs the page again, a few epochs more only this."""
    now = _told(key, "points", points)
    answer = _learned(key, own.replace(settings={**own.settings, "points": now}))
    data = {"theme": theme.tokens(frame.dark()), "points": points, "subject": key, "answer": answer}
    _component()(key=key, data=data, on_points_change=_ignore, on_learn_change=_ignore)
    if state.remembered("drawn points", key) != _told(key, "points", points):
        st.rerun()


def _told(key: str, name: str, otherwise):
    """What the browser told last, where it is what it may be."""
    told = (widgets.value(key) or {}).get(name)
    fits = isinstance(told, type(otherwise)) and len(told) <= _MOST_LETTERS
    return told if fits else otherwise


def _learned(key: str, data: DataSpec) -> dict[str, Any] | None:
    """What the network in hand says of the plane after a few epochs more; None where nobody asked."""
    turn = _told(key, "learn", {}).get("turn")
    if not isinstance(turn, int) or turn < 1:
        return None
    answer = state.remembered("drawn answer", key)
    if answer is not None and answer["turn"] == turn:
        return answer
    experiment = state.experiment().replace(data=data)
    try:
        learning = engine.call("learn_while_drawing", experiment, state.remembered("drawn learning", key), _EPOCHS)
    except NnvizError as error:
        return {"turn": turn, "problem": str(error)}
    state.remember("drawn learning", key, learning)
    answer = {
        "turn": turn,
        "epochs": learning.epochs,
        "accuracy": learning.accuracy,
        "held_out": learning.held_out,
        "decided": pack(learning.decided),
        "sureness": pack(learning.sureness),
    }
    state.remember("drawn answer", key, answer)
    return answer


def _ignore() -> None:
    """Streamlit delivers a trigger only to a component that has a callback for it."""
