"""nnviz: navigation, and nothing else. Run with `streamlit run app.py`."""

import streamlit as st

from pages.shared.lessons import LESSONS

st.set_page_config(page_title="nnviz", page_icon=":material/hub:", layout="wide", initial_sidebar_state=190)

PAGES = {
    "Start": [st.Page("pages/start/home.py", title="Home", icon=":material/home:", url_path="home", default=True)],
    "Lab": [
        st.Page("pages/lab/data.py", title="Data", icon=":material/database:", url_path="data"),
        st.Page("pages/lab/build.py", title="Build", icon=":material/account_tree:", url_path="build"),
        st.Page("pages/lab/train.py", title="Train", icon=":material/show_chart:", url_path="train"),
    ],
    "Inside": [st.Page("pages/inside/layers.py", title="Layers", icon=":material/layers:", url_path="layers")],
    "Explain": [
        st.Page("pages/explain/attribution.py", title="Attribution", icon=":material/troubleshoot:", url_path="attribution"),
    ],
    "Learn": [st.Page(lesson.page, title=lesson.title, icon=f":material/{lesson.icon}:", url_path=lesson.url)
              for lesson in LESSONS.values()],
}

st.navigation(PAGES, expanded=True).run()
