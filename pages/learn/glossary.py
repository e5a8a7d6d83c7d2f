"""Learn: the glossary. Its terms are in nnviz/glossary."""

import streamlit as st

from nnviz import glossary
from pages.shared import frame
from pages.shared.lessons import searching, words_listed

frame.page(
    "What does that word mean?",
    f"{len(glossary.terms())} words of the course and of the app, each in one sentence. Where one is underlined with "
    "dots, point at it and its sentence appears.",
)
with st.container(key="course"):
    letters, search = st.columns([5, 3], gap="large", vertical_alignment="center")
    with letters:
        st.html(words_listed.letters())
    with search:
        searching.field()
    st.html(words_listed.asked_for(st.query_params.get("term")) + words_listed.listed())
