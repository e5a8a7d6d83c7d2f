"""Learn: the course's index, in the order in which the lessons build on each other."""

import streamlit as st

from pages.shared import frame
from pages.shared.lessons import lesson, progress
from pages.shared.lessons.course import LESSONS

_BADGES = {"new": "", "opened": ":gray-badge[Opened]", "answered": ":green-badge[:material/check: Answered]"}

frame.page(
    "How do neural networks work?",
    "One idea per page: a picture to play with, the formula behind it, the same in Keras, and a question. "
    "They build on each other, but you can start anywhere.",
)
stages = progress.stages()
following = next((name for name, stage in stages.items() if stage != "answered"), None)
st.markdown(f"**{progress.words()}**")
with st.container(key="course"):
    for number, entry in enumerate(LESSONS.values(), start=1):
        text = lesson.text_of(entry.name)
        with st.container(border=True, key=f"course-{entry.name}"):
            st.page_link(entry.page, label=f"**{number}. {entry.title}**", icon=f":material/{entry.icon}:")
            st.markdown(f"{text.question} {_BADGES[stages[entry.name]]}")
            st.caption(text.sentence)
            if entry.name == following:
                words = "Start here" if number == 1 else "Go on here"
                st.page_link(entry.page, label=words, icon=":material/arrow_forward:")
