"""A lesson opened by a teacher's link: what the address asks for, and what is said of it."""

import streamlit as st

from nnviz import escaping
from nnviz.views.lesson_text import Lesson
from pages.shared.lessons.course import LESSONS
from pages.shared.lessons.preset import Preset, of_address


def preset(text: Lesson) -> Preset:
    """What this page's address asks for."""
    return of_address(text, st.query_params)


def tell(text: Lesson) -> None:
    """Says that the lesson is not as it usually is, and what of the address does not fit."""
    asked_for = preset(text)
    for problem in asked_for.problems:
        st.warning(escaping.markdown(problem), icon=":material/link_off:")
    if asked_for.asks:
        st.caption(
            ":material/school: This link sets the picture up, or leaves parts of the lesson out. "
            f"[The whole lesson]({LESSONS[text.name].url})"
        )
