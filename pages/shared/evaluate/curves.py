"""Curves over all thresholds: ROC, precision and recall, gain; every class against the others."""

import pandas as pd
import streamlit as st

from nnviz.errors import NnvizError
from nnviz.evaluation.records import Evaluation
from nnviz.plots import evaluation as plots
from nnviz.plots import scores
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.session import state

_KINDS = {"roc": "ROC", "pr": "Precision and recall", "gain": "Gain"}
_SAID = {
    "roc": "Up: how much of a class is found. Across: how many of the others are called it too. The dotted line is "
    "guessing; the area below a curve is 1 at best and 0.5 for guessing.",
    "pr": "From left to right more of a class is found, and fewer of those called are really of it. The number beside "
    "a name is the average precision, 1 at best.",
    "gain": "Call the surest examples first: how much of the class is found among the first 10 %, 20 %, …? On the "
    "dotted line is who calls at random.",
}
_MOST = 10
"""Classes that are drawn unless somebody chooses others."""


def show(evaluation: Evaluation, run_id: str, key: str, left) -> None:
    """One kind of curve of the chosen classes."""
    kind = st.segmented_control(
        "Curve", list(_KINDS), default="roc", required=True, format_func=_KINDS.get, key=state.key("evaluate.curve"),
        label_visibility="collapsed",
    )  # fmt: skip
    try:
        found = engine.ask_once("evaluation_curves", run_id, evaluation.part, key=key, what="Drawing the curves")
    except NnvizError as error:
        engine.refusal(error)
        return
    if not found:
        frame.caption("There are no curves: all of these examples are on one side, or a prediction is not a number.")
        return
    chosen = [curve.place for curve in found][:_MOST]
    if len(found) > 2:
        named = {curve.place: curve.name for curve in found}
        chosen = left.multiselect(
            "Classes", list(named), chosen, format_func=named.get, key=state.key("evaluate.drawn")
        )
    drawn, dark = [curve for curve in found if curve.place in chosen], frame.dark()
    if kind == "roc":
        drawn = [(evaluation.schema.class_names.index(curve.name), curve) for curve in evaluation.roc]
        drawn = [(place, curve) for place, curve in drawn if place in chosen]
        places, curves = [place for place, _ in drawn], [curve for _, curve in drawn]
        make, table = lambda: plots.roc_curves(curves, dark, None, places), lambda: _roc_table(curves)
    else:
        places, draw = [curve.place for curve in drawn], scores.gain if kind == "gain" else scores.precision_recall
        make, table = lambda: draw(drawn, dark, places), lambda: _table(drawn, kind)
    if chosen:
        views.figure(make, f"curve-{kind}", f"{key}:{chosen}", table)
    frame.caption(_SAID[kind])


def _table(drawn, kind: str) -> pd.DataFrame:
    columns = {"pr": ("recall", "precision"), "gain": ("called", "found", "lift")}[kind]
    parts = [pd.DataFrame({"class": one.name, **{name: getattr(one, name) for name in columns}}) for one in drawn]
    return pd.concat(parts)


def _roc_table(drawn) -> pd.DataFrame:
    columns = ("false_positive", "true_positive", "thresholds")
    parts = [pd.DataFrame({"class": one.name, **{name: getattr(one, name) for name in columns}}) for one in drawn]
    return pd.concat(parts)
