"""Evaluate: how good the trained network is on examples that it did not learn from, and which it gets wrong."""

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.evaluate import baselines, calibration, curves, groups, labels, matrix, opening, regression, slices
from pages.shared.evaluate import threshold as thresholds
from pages.shared.explain import columns
from pages.shared.figures import examples
from pages.shared.lessons import lesson
from pages.shared.runs import coaching, scrubber

frame.page(
    "How good is it?",
    "Scores on examples that training never saw, each mistake, and, of a table, the columns that answers rest on.",
)
left, right = frame.columns()
with right:
    run, key = examples.trained_run()
with left:
    try:
        parts = engine.ask_once("parts", run.id, key=run.id, what="Reading the data")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
    with frame.steering():
        part = opening.choose_part(parts)
    st.caption(scrubber.words_of(run))
key = f"{key}:{part}"
with right:
    try:
        evaluation = engine.ask_once("evaluation", run.id, part, key=key, what="Predicting every example")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
    opening.numbers(evaluation)
    view = opening.choose_view(evaluation)
    with left:
        chooser = frame.steering("evaluate")
        opening.about(evaluation)
    if view == "columns":
        columns.show(run.reference, key, evaluation, part, left)
    elif view == "mistakes":
        kinds = {"regression": regression.show, "multilabel": labels.show}
        kinds.get(evaluation.schema.task, matrix.show)(evaluation, run.id, key, chooser)
    elif view == "classes":
        matrix.by_class(evaluation, key)
    else:
        {
            "threshold": thresholds.show,
            "curves": curves.show,
            "calibration": calibration.show,
            "slices": slices.show,
            "groups": groups.show,
            "baselines": baselines.show,
        }[view](evaluation, run.id, key, chooser)
        if view == "threshold" and evaluation.schema.has_labels:
            labels.thresholds(evaluation, run.id)
    with left:
        lesson.door("metrics")
    coaching.draw(run)
