"""Learn: the course's index, in the order in which the lessons build on each other."""

import streamlit as st

from pages.shared import frame
from pages.shared.lessons import path, progress, searching

frame.page(
    "How do neural networks work?",
    "One idea per page: a picture to play with, the formula behind it, the same in Keras, and a question. "
    "They build on each other, but you can start anywhere.",
)
progress.keep_in_browser()
stages = progress.stages()
with st.container(key="course"):
    begin, search = st.columns([5, 3], gap="large", vertical_alignment="center")
    with begin:
        st.html(path.beginning(stages))
    with search:
        searching.field(path.to_go_on(stages))
    st.html(path.drawn(stages) + path.books())
if set(stages.values()) != {"new"}:
    with st.popover("Forget my progress", icon=":material/restart_alt:", type="tertiary"):
        st.markdown("Every lesson is new again, in this browser and on the server. This cannot be undone.")
        st.button("Forget it", on_click=progress.forget, type="primary")
