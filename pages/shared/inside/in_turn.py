"""Something that takes long, in parts: its cost is said first, it begins at a click, and any other choice ends it."""

import streamlit as st

from pages.shared import engine
from pages.shared.figures.in_parts import Questions


def ask(questions: Questions, cost: str, label: str, waiting: str, name: str) -> list | None:
    """The answers; None while the reader has not asked for them.

    Args:
        cost: a sentence: what will be done.
        label: of the button.       waiting: what is said while it is done.
        name: of the button, unique on the page.
    """
    if not questions.waiting:
        return [engine.answered(questions.task, key) for _, key in questions.parts]
    place = st.empty()
    with place.container():
        st.caption(f"{cost} Any other choice here ends it.")
        if not st.button(label, icon=":material/play_arrow:", type="primary", key=name):
            return None
    place.empty()
    questions.forget()
    bar, answers = st.progress(0.0, f"{waiting} …"), []
    for done, (arguments, key) in enumerate(questions.parts, start=1):
        answers.append(engine.ask_once(questions.task, *arguments, key=key, what="The next ones"))
        bar.progress(done / len(questions.parts), f"{waiting} …")
    bar.empty()
    return answers
