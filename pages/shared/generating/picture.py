"""The browser's picture of a network that generates."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.figures import views
from pages.shared.session import widgets


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component("nnviz.generate", js="generate.js", css="generate.css")


def draw(data: dict, key: str, on_points: Callable[[Any], None] | None = None) -> None:
    """The picture that `nnviz.views.generating` describes; `on_points` hears what was drawn on it, which comes from a
    browser and may be anything."""

    def heard():
        points = widgets.event(key, "points")
        if points is not None and on_points:
            on_points(points)

    with st.container(key="played"):
        _component()(key=key, data=data, on_points_change=heard)


def take_away(code: Callable[[], str], table: Callable[[], pd.DataFrame], name: str) -> None:
    """The script that arrives at what is shown, and the curves as a table."""
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        for label, content, ending, kind in (
            ("Python", code, "py", "text/x-python"),
            ("CSV", lambda: views.csv(table()), "csv", "text/csv"),
        ):
            st.download_button(
                label,
                content,
                f"nnviz-{name}.{ending}",
                kind,
                icon=":material/download:",
                type="tertiary",
                key=f"{name}-{ending}",
                on_click="ignore",
            )
