"""Something asked in parts: it begins by itself where it is quick, and at a click where it is not."""

import streamlit as st

from pages.shared import engine
from pages.shared.explain import paces
from pages.shared.figures.in_parts import Questions


def asked_in_parts(questions: Questions, cost, shape: tuple, label: str, waiting: str, name: str) -> list | None:
    """The answers; None while the reader has not asked for what takes more than a second or two.

    Args:
        cost: how many things are waited for → what they cost, a `Cost`.
        shape: of one example.
        label: of the button.     waiting: what is said while it is done.
        name: of the button, unique on the page.
    """
    waits = questions.waiting
    price = paces.timed(cost(waits), questions.before[0], questions.key, shape) if waits else None
    if price is not None and not price.is_small(shape):
        place = st.empty()
        with place.container():
            st.caption(f"This takes {price.words}. Any other choice here ends it.")
            if not st.button(label, icon=":material/play_arrow:", type="primary", key=name):
                return None
        place.empty()
        questions.forget()
    if price is None or len(questions.parts) == 1:
        return [engine.ask_once(questions.task, *own, key=key, what=waiting) for own, key in questions.parts]
    bar, answers = st.progress(0.0, f"{waiting} …"), []
    for done, (own, key) in enumerate(questions.parts, start=1):
        answers.append(engine.ask_once(questions.task, *own, key=key, what="The next ones"))
        bar.progress(done / len(questions.parts), f"{waiting} …")
    bar.empty()
    return answers
