"""A threshold to drag in the browser, with what becomes of the examples, and a cost for each kind of error."""

from functools import cache

import numpy as np
import streamlit as st

from nnviz import escaping
from nnviz.evaluation.records import Evaluation
from nnviz.plots import theme
from nnviz.views.packing import pack
from pages.shared import frame
from pages.shared.evaluate import listed
from pages.shared.session import state, widgets

_CELLS = {
    "found": (True, True, "found"),
    "missed": (True, False, "missed"),
    "alarms": (False, True, "false alarms"),
    "leftOut": (False, False, "rightly left out"),
}
"""Cell → whether its examples are of the class, and whether they are called so."""


@cache
def _component():
    return st.components.v2.component("nnviz.threshold", js="threshold.js", css="threshold.css")


def show(evaluation: Evaluation, run_id: str, key: str, left) -> None:
    """One class or label counts as positive; the examples of a count that is clicked stand below."""
    names = evaluation.schema.class_names
    positive = left.selectbox(
        "Looking for",
        range(len(names)),
        0 if evaluation.schema.has_labels else len(names) - 1,
        format_func=names.__getitem__,
        key=state.key("evaluate.positive"),
    )
    is_so, numbers = evaluation.against(positive)
    if not np.isfinite(numbers).all():
        st.error("Some predictions are not numbers, so that no threshold sorts them.", icon=":material/error:")
        return
    if is_so.all() or not is_so.any():
        which = "All" if is_so.all() else "None"
        st.caption(f":material/info: {which} of these examples {'are' if is_so.all() else 'is'} of this class.")
    place = f"evaluate.cell:{key}:{positive}"
    begins = widgets.value(threshold_key(positive, run_id))
    _component()(
        key=f"threshold:{positive}",
        data=_given(evaluation, positive, is_so, numbers, f"{key}:{positive}", begins),
        on_cell_change=lambda: widgets.put(place, widgets.event(f"threshold:{positive}", "cell")),
        on_settled_change=lambda: _settled(evaluation, positive, run_id),
    )
    asked = widgets.value(place)
    if isinstance(asked, dict) and asked.get("cell") in _CELLS:
        so, called, words = _CELLS[asked["cell"]]
        positions = evaluation.outcome(positive, so, called, float(asked["threshold"]))
        listed.show(evaluation, positions, f"{escaping.markdown(names[positive])}: {words}", run_id)


def threshold_key(label: int, run_id: str) -> str:
    """Where the threshold is kept that was chosen for a label and is not yet in use."""
    return state.key(f"evaluate.threshold.{label}.{run_id}")


def _settled(evaluation: Evaluation, label: int, run_id: str) -> None:
    """Takes the threshold that a hand let go of. What comes from a browser may be anything."""
    event, meaning = widgets.event(f"threshold:{label}", "settled"), evaluation.meaning
    asked = event.get("threshold") if isinstance(event, dict) else None
    if isinstance(asked, int | float) and np.isfinite(asked):
        widgets.put(threshold_key(label, run_id), float(np.clip(asked, meaning.low, meaning.high)))


def _given(
    evaluation: Evaluation, positive: int, is_so: np.ndarray, numbers: np.ndarray, subject: str, begins: float | None
) -> dict:
    meaning, above = evaluation.meaning, evaluation.schema.has_labels
    told = {
        "test": "Choose a threshold on the validation part, and test it here once.",
        "train": "Training saw these examples; choose a threshold on the validation part.",
    }.get(evaluation.part, "")
    return {
        "theme": theme.tokens(frame.dark()),
        "subject": subject,
        "name": evaluation.schema.class_names[positive],
        "shown": meaning.shown,
        "positive": pack(np.sort(numbers[is_so])),
        "negative": pack(np.sort(numbers[~is_so])),
        "low": min(float(meaning.low), float(numbers.min())) if len(numbers) else 0.0,
        "high": max(float(meaning.high), float(numbers.max())) if len(numbers) else 1.0,
        "threshold": float(meaning.cut(positive) if above else meaning.threshold) if begins is None else begins,
        "settles": above,
        "above": above,
        "told": told,
    }
