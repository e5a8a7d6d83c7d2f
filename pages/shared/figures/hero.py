"""The small network that learns in the reader's browser, beside the home page's title."""

from functools import cache

import streamlit as st

from nnviz.plots import theme


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component("nnviz.hero", js="hero.js", css="hero.css")


def learning_spirals() -> None:
    """Draws it; its place is kept by style.css, so that nothing below it moves when it comes."""
    with st.container(key="hero"):
        _component()(key="learning-spirals", data={"theme": theme.tokens(st.context.theme.type == "dark")})
