"""Some examples of an evaluation, each with doors to its layers and its explanation."""

import numpy as np
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.evaluation.records import Evaluation
from pages.shared import engine
from pages.shared.figures import doors, views
from pages.shared.session import state

_SHOWN = 12
_LETTERS = 160
_VERBS = {"multilabel": ("has", "said to have"), "regression": ("is", "predicted")}
"""How the truth of an example and the answer to it are told."""
_ORDERS = {
    "mistakes": ("Most confident mistakes", "Wrong, and surest of it."),
    "hard": ("Hardest", "What is so was thought least likely."),
    "ambiguous": ("Ambiguous", "Two answers were nearly as likely, right or wrong."),
}


def choose(evaluation: Evaluation, run_id: str) -> None:
    """The examples that are most telling, by a choice of how."""
    name = st.segmented_control(
        "Which examples",
        list(_ORDERS),
        default="mistakes",
        required=True,
        format_func=lambda one: _ORDERS[one][0],
        key=state.key("evaluate.order"),
        label_visibility="collapsed",
    )
    positions = {"mistakes": evaluation.mistakes, "hard": evaluation.hardest, "ambiguous": evaluation.ambiguous}[name]
    show(evaluation, positions, "", run_id, _ORDERS[name][1])


def show(evaluation: Evaluation, positions: np.ndarray, title: str, run_id: str, about: str = "") -> None:
    """The first of some examples, each with doors to its layers and its explanation."""
    if title:
        st.markdown(f"##### {title}")
    if not len(positions):
        st.caption("There are none.")
        return
    shown = positions[:_SHOWN]
    first = f"The first {len(shown)} of " if len(shown) < len(positions) else ""
    st.caption(f"{first}{len(positions):,} of {evaluation.size:,} examples. {about}".rstrip())
    pictures = _seen(evaluation, "image", "pictures", tuple(shown.tolist()), run_id)
    texts = _seen(evaluation, "tokens", "texts", tuple(shown.tolist()), run_id)
    truth = views.truth_words(evaluation.schema, evaluation.truth[shown])
    answers = [evaluation.meaning.words(evaluation.shown[k], evaluation.schema.answers) for k in shown]
    is_so, called = _VERBS.get(evaluation.schema.task, ("is", "called"))
    with st.container(key="mistakes"):
        for place, (position, true, answer) in enumerate(zip(shown.tolist(), truth, answers, strict=True)):
            picture, sentence, ways = st.columns([1, 3, 3], vertical_alignment="center")
            if pictures is None:
                number = position + 1 if evaluation.rows is None else int(evaluation.rows[position])
                picture.markdown(f":gray[Example {number:,}]")
            else:
                picture.image(pictures[place].squeeze(), width=56)
            if texts is not None:
                sentence.markdown(f"“{escaping.markdown(texts[place][:_LETTERS])}”")
            sentence.markdown(f"{is_so} **{escaping.markdown(true)}**, {called} **{escaping.markdown(answer)}**")
            with ways.container(horizontal=True, gap="small"):
                doors.buttons(evaluation.part, position, "door")


def _seen(evaluation: Evaluation, kind: str, task: str, positions: tuple[int, ...], run_id: str):
    """What a task tells of some examples; None where the data are of another kind, or it cannot be had."""
    if evaluation.schema.kind != kind:
        return None
    try:
        key = f"{run_id}:{evaluation.part}:{positions}"
        return engine.ask_once(task, run_id, evaluation.part, positions, key=key, what="Fetching the examples")
    except NnvizError:
        return None
