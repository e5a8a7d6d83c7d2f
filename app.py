"""nnviz: navigation, and nothing else. Run with `streamlit run app.py`."""

import logging

import streamlit as st

from nnviz import glossary
from pages.shared import first_paint, health, named, no_delay, unknown, web_files
from pages.shared.builder import news
from pages.shared.inside import number_feed
from pages.shared.lessons import racing
from pages.shared.lessons.course import LESSONS
from pages.shared.runs import effects, feed, film, pictures, study_view, untrained
from pages.shared.session import cookie

PAGES = {
    "": [("pages/learn/index.py", "Learn", "school", "learn")],
    "Lab": [
        ("pages/lab/data.py", "Data", "database", "data"),
        ("pages/lab/build.py", "Build", "account_tree", "build"),
        ("pages/lab/train.py", "Train", "show_chart", "train"),
        ("pages/lab/evaluate.py", "Evaluate", "rule", "evaluate"),
        ("pages/lab/studies.py", "Studies", "science", "studies"),
        ("pages/lab/runs.py", "Runs", "history", "runs"),
    ],
    "Inside": [
        ("pages/inside/network.py", "Network", "layers", "network"),
        ("pages/inside/gradients.py", "Gradients", "trending_down", "gradients"),
        ("pages/inside/space.py", "Space", "scatter_plot", "space"),
        ("pages/inside/sequence.py", "Sequence", "short_text", "sequence"),
        ("pages/inside/surface.py", "Surface", "landscape", "surface"),
    ],
    "Explain": [
        ("pages/explain/attribution.py", "Attribution", "troubleshoot", "attribution"),
        ("pages/explain/shap.py", "SHAP", "waterfall_chart", "shap"),
        ("pages/explain/what_if.py", "What if", "tune", "what-if"),
        ("pages/explain/examples.py", "Examples", "groups", "examples"),
        ("pages/explain/trust.py", "Trust", "verified", "trust"),
    ],
    "Deploy": [
        ("pages/deploy/export.py", "Export", "ios_share", "export"),
        ("pages/deploy/serve.py", "Serve", "api", "serve"),
        ("pages/deploy/watch.py", "Watch", "monitoring", "watch"),
    ],
}
"""Section → its pages: file, title, icon, address. Home stands before them."""
GLOSSARY = ("pages/learn/glossary.py", "Glossary", "menu_book", glossary.ADDRESS)
GENERATE = ("pages/lab/generate.py", "Generate", "palette", "generate")
HIDDEN = [*((own.page, own.title, own.icon, own.url) for own in LESSONS.values()), GLOSSARY, GENERATE]
"""Pages of the course: the way to them is its index."""
ADDRESSES = {address for section in (*PAGES.values(), HIDDEN) for *_, address in section}

MOVED = {"layers": "network"}
"""What an address was once, and is now: links to it lead there."""


def navigation() -> st.Page:
    """Names every page and returns the one that was asked for."""
    sections = {section: [_page(*own) for own in pages] for section, pages in PAGES.items()}
    home = named.page("pages/start/home.py", "Home", "home", default=True)
    sections[""] = [home, *sections[""], *(_page(*own, visibility="hidden") for own in HIDDEN)]
    return st.navigation(sections, expanded=True)


def _page(path: str, title: str, icon: str, address: str, **options) -> st.Page:
    return named.page(path, title, icon, url_path=address, **options)


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
        routes=[
            *feed.routes(),
            *effects.routes(),
            *film.routes(),
            *pictures.routes(),
            *untrained.routes(),
            *news.routes(),
            *number_feed.routes(),
            *racing.routes(),
            *study_view.routes(),
            *health.routes(),
        ],
        middleware=[
            *web_files.middleware(),
            *cookie.middleware(),
            *unknown.middleware(ADDRESSES, MOVED),
            *first_paint.middleware(),
        ],
        lifespan=no_delay.lifespan,
    )
