"""A lesson's picture that asks the engine: it is never covered while it waits, and keeps every answer."""

from collections.abc import Callable

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, lesson
from pages.shared.lesson_text import Lesson


@st.fragment
def picture(text: Lesson, answer: Callable[[dict, dict], dict]) -> None:
    """Draws the picture; what it asks (`{"want": …, "id": …}`) is answered in a rerun of the picture alone.

    `answer(question, data)` returns what is merged into the picture's data. Beside it stand `answered`, the id of the
    last question, and `error` ({"want", "words"}) when it could not be answered.
    """
    data = st.session_state.setdefault(f"lesson.{text.name}.data", {})
    question = lesson.picture(text, data)
    if not question or question.get("id") == data.get("answered"):
        return
    try:
        found = {**answer(question, data), "error": None}
    except NnvizError as error:
        found = {"error": {"want": question.get("want"), "words": str(error)}}
    st.session_state[f"lesson.{text.name}.data"] = {**data, **found, "answered": question.get("id")}
    st.rerun(scope="fragment")


def ask(task: str, *arguments):
    """The engine's answer, without a spinner: the picture itself says what it waits for."""
    return engine.start().call(task, *arguments)
