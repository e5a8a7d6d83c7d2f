"""nnviz: navigation, and nothing else. Run with `streamlit run app.py`."""

import logging

import streamlit as st

from pages.shared import first_paint, unknown
from pages.shared.builder import news
from pages.shared.lessons.course import LESSONS, Entry
from pages.shared.runs import feed, film, pictures, untrained
from pages.shared.session import cookie


def navigation() -> st.Page:
    """Names every page and returns the one that was asked for."""
    return st.navigation(
        {
            "": [
                st.Page("pages/start/home.py", title="Home", icon=":material/home:", default=True),
                st.Page("pages/learn/index.py", title="Learn", icon=":material/school:", url_path="learn"),
                *(_hidden(lesson) for lesson in LESSONS.values()),
            ],
            "Lab": [
                st.Page("pages/lab/data.py", title="Data", icon=":material/database:", url_path="data"),
                st.Page("pages/lab/build.py", title="Build", icon=":material/account_tree:", url_path="build"),
                st.Page("pages/lab/train.py", title="Train", icon=":material/show_chart:", url_path="train"),
                st.Page("pages/lab/evaluate.py", title="Evaluate", icon=":material/rule:", url_path="evaluate"),
            ],
            "Inside": [st.Page("pages/inside/layers.py", title="Layers", icon=":material/layers:", url_path="layers")],
            "Explain": [
                st.Page(
                    "pages/explain/attribution.py",
                    title="Attribution",
                    icon=":material/troubleshoot:",
                    url_path="attribution",
                )
            ],
        },
        expanded=True,
    )


def _hidden(lesson: Entry) -> st.Page:
    """A lesson: the way to it is the course's index."""
    icon = f":material/{lesson.icon}:"
    return st.Page(lesson.page, title=lesson.title, icon=icon, url_path=lesson.url, visibility="hidden")


if __name__ == "__main__":
    st.set_page_config(page_title="nnviz", page_icon="nnviz/web/icon.svg", layout="wide", initial_sidebar_state=208)
    st.logo("nnviz/web/logo.svg", icon_image="nnviz/web/icon.svg", size="large")
    navigation().run()
else:
    # The server imports this module before the first visitor comes. Naming the pages now is what makes a link
    # to one of them, followed as the very first request, find it.
    logging.disable(logging.WARNING)  # Streamlit warns that there is no visitor yet
    navigation()
    logging.disable(logging.NOTSET)
    app = st.App(
        "app.py",
        routes=[*feed.routes(), *film.routes(), *pictures.routes(), *untrained.routes(), *news.routes()],
        middleware=[*cookie.middleware(), *unknown.middleware(), *first_paint.middleware()],
    )
