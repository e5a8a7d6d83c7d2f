"""Numbers: predictions against the truth, residuals, and the largest errors."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.evaluation.records import Evaluation
from nnviz.plots import evaluation as plots
from nnviz.plots import scores
from pages.shared import frame
from pages.shared.evaluate import listed
from pages.shared.figures import tables, views
from pages.shared.session import state

_PICTURES = {
    "agreement": "Predictions against the truth",
    "residuals": "Residuals against the prediction",
    "spread": "Residuals",
}


def show(evaluation: Evaluation, run_id: str, key: str, left) -> None:
    """Predictions against the truth, residuals, and the largest errors."""
    if evaluation.schema.reconstructs:
        redrawn(evaluation, run_id, key)
        return
    answers, target = evaluation.schema.answers, 0
    with left:
        if len(answers) > 1:
            target = st.selectbox(
                "Target", range(len(answers)), format_func=answers.__getitem__, key=state.key("evaluate.target")
            )
    name, unit = answers[target], evaluation.schema.unit(target)
    name = f"{name} ({unit})" if unit and unit not in name else name
    truth, dark = np.reshape(evaluation.truth, np.shape(evaluation.shown))[:, target], frame.dark()
    _of_targets(evaluation)
    kind = st.segmented_control(
        "Picture",
        list(_PICTURES),
        default="agreement",
        required=True,
        format_func=_PICTURES.get,
        key=state.key("evaluate.picture"),
        label_visibility="collapsed",
    )
    shown = evaluation.shown[:, target]
    make = {
        "agreement": lambda: plots.predictions_against_truth(truth, shown, name, dark),
        "residuals": lambda: plots.residuals_against_prediction(shown, evaluation.residuals(target), name, dark),
        "spread": lambda: plots.residual_histogram(evaluation.residuals(target), name, dark),
    }[kind]
    views.figure(make, kind, f"{key}:{target}", lambda: pd.DataFrame({"truth": truth, "prediction": shown}))
    listed.show(evaluation, evaluation.largest_errors, "The largest errors", run_id)


def redrawn(evaluation: Evaluation, run_id: str, key: str) -> None:
    """Of a network that redraws its input: where it misses, by how much, and the worst ones."""
    place, spread = st.columns(2)
    with place:
        views.figure(lambda: scores.error_map(evaluation.error_map, frame.dark()), "error-map", key)
    with spread:
        views.figure(lambda: scores.error_spread(evaluation.errors, frame.dark()), "error-spread", key)
    listed.show(evaluation, evaluation.largest_errors, "The worst redrawn", run_id)


def _of_targets(evaluation: Evaluation) -> None:
    """The scores of each of several targets, in its own unit."""
    if not evaluation.targets:
        return
    rows = [
        {"target": own.name, "mean absolute error": _with_unit(own.mae, own.unit)}
        | {"root mean squared error": _with_unit(own.rmse, own.unit), "R²": words.number(own.r2)}
        for own in evaluation.targets
    ]
    tables.shown(pd.DataFrame(rows), hide_index=True, width="content")


def _with_unit(value: float, unit: str) -> str:
    return f"{words.number(value)} {unit}".rstrip()
