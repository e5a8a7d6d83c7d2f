"""SHAP values asked for: kept ones at once, cheap ones at once, dear ones in the background once somebody says so."""

import streamlit as st

from nnviz import escaping, words
from nnviz.data.own.handmade import is_own
from nnviz.errors import NnvizError
from nnviz.explanation import shap_kept
from nnviz.explanation.shap_kept import Question
from nnviz.explanation.shap_records import ShapValues
from nnviz.runs.run import Run
from pages.shared import engine
from pages.shared.explain import paces

_SECONDS, _TOLD = 1.0, 0.01


def values(run_id: str, key: str, question: Question, cost, shapes: tuple, name: str) -> ShapValues | None:
    """The values; None while they are worked on, or the reader has not asked for what is dear.

    Args:
        cost: what it costs, a `Cost`.
        shapes: of one example.
        name: of the button.
    """
    run, own = Run.open(run_id), f"{key}:{question}"
    shap = engine.answered("shap", own, run_id, question)
    if shap is not None:
        return shap
    work = shap_kept.work(run, question)
    if work is not None and work.active:
        st.fragment(_live, run_every=_SECONDS)(run_id, question, name)
        return None
    cost = paces.timed(cost, run_id, key, shapes)
    if cost.is_small(shapes) or is_own(question.split):
        return engine.ask_once("shap", run_id, question, key=own, what="Comparing with other examples")
    if work is not None and work.state == "failed":
        st.error(escaping.markdown(work.message), icon=":material/error:")
    if work is not None and work.state == "stopped" and work.share >= _TOLD:
        st.caption(f"You cancelled it at {100 * work.share:.0f} %. What was done is kept: it goes on from there.")
    _offer(run, question, cost, name)
    return None


def _offer(run: Run, question: Question, cost, name: str) -> None:
    """What it costs, and the button that begins it."""
    count = len(question.classes) or len(question.indexes)
    what = words.counted(len(question.indexes), "example") if len(question.indexes) > 1 else "this example"
    with st.container(key=f"{name}-offer"):
        st.caption(f"This takes {cost.words}. It goes on while you look elsewhere.")
        if count and st.button(f"Explain {what}", icon=":material/play_arrow:", type="primary", key=name):
            _begin(run, question)


def _begin(run: Run, question: Question) -> None:
    shap_kept.begin(run, question)

    def failed(error: NnvizError) -> None:
        shap_kept.note(run, question, "failed", message=str(error))

    engine.begin("shap_later", run.reference, question, failed=failed)
    st.rerun()


def _live(run_id: str, question: Question, name: str) -> None:
    """How far it is, and the button that ends it."""
    run = Run.open(run_id)
    work = shap_kept.work(run, question)
    if work is None or not work.active:
        st.rerun()
    told = "Waiting for a free worker" if work.state == "waiting" else f"Explaining: {words.percent(work.share)}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(work.share, told)
        if st.button("Cancel", icon=":material/stop:", key=f"{name}-cancel"):
            shap_kept.stop(run, question)
            st.rerun()
