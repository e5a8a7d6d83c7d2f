"""Choosing where data comes from: its kind, then one of its pictures."""

import streamlit as st

from nnviz.data.catalog import SOURCES
from pages.shared.figures import thumbnails
from pages.shared.session import state


def choose(current: str) -> str:
    """Draws the kinds of data and the sources of the chosen kind, each with its picture; returns a source's name."""
    groups = list(dict.fromkeys(source.group for source in SOURCES.values()))
    group = st.selectbox("Kind of data", groups, groups.index(SOURCES[current].group), key=state.key("data.group"))
    names = [name for name, source in SOURCES.items() if source.group == group]
    with st.container(key="sources"):
        return st.radio(
            "Source",
            names,
            names.index(current) if current in names else 0,
            format_func=lambda name: f"![]({thumbnails.of_data(name)}) {SOURCES[name].title}",
            key=state.key(f"data.source.{group}"),
        )
