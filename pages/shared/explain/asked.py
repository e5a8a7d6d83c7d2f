"""Something asked in parts: it begins by itself where it is quick, and at a click where it is not."""

import streamlit as st

from nnviz.explanation.columns import kept
from nnviz.runs.run import Run
from pages.shared import engine
from pages.shared.figures.in_parts import Questions
from pages.shared.session.record import record


def asked_in_parts(questions: Questions, cost, shape: tuple, label: str, waiting: str, name: str) -> list | None:
    """The answers; None while the reader has not asked for what takes more than a second or two.

    Args:
        cost: how many things are waited for → what they cost, a `Cost`.
        shape: of one example.
        label: of the button.     waiting: what is said while it is done.
        name: of the button, unique on the page.
    """
    _take_kept(questions)
    price = cost(questions.waiting) if questions.waiting else None
    if price is not None and not price.is_small(shape):
        place = st.empty()
        with place.container():
            st.caption(f"This takes {price.words}. Any other choice here ends it.")
            if not st.button(label, icon=":material/play_arrow:", type="primary", key=name):
                return None
        place.empty()
    if price is None or len(questions.parts) == 1:
        return [engine.ask_once(questions.task, *own, key=key, what=waiting) for own, key in questions.parts]
    bar, answers = st.progress(0.0, f"{waiting} …"), []
    for done, (own, key) in enumerate(questions.parts, start=1):
        answers.append(engine.ask_once(questions.task, *own, key=key, what="The next ones"))
        bar.progress(done / len(questions.parts), f"{waiting} …")
    bar.empty()
    return answers


def _take_kept(questions: Questions) -> None:
    """Takes over what the run's folder has of the answers; the first argument is the run."""
    run = Run.open(questions.before[0])
    for (_, *asked), key in questions.parts:
        if engine.answered(questions.task, key) is None:
            found = kept.find(run, questions.task, tuple(asked))
            if found is not None:
                record().answers.get_or_make((questions.task, key), lambda found=found: found)
