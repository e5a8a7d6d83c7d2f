"""Evaluate: how good the trained network is on examples that it did not learn from, and which it gets wrong."""

import streamlit as st

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.explain import columns
from pages.shared.figures import evaluated, evaluated_labels, examples
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
        part = evaluated.choose_part(parts)
    st.caption(scrubber.words_of(run))
with right:
    try:
        evaluation = engine.ask_once("evaluation", run.id, part, key=f"{key}:{part}", what="Predicting every example")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
    evaluated.numbers(evaluation)
    view = evaluated.choose_view() if columns.tables(evaluation.schema) else "scores"
if view == "columns":
    with right:
        columns.show(run.reference, f"{key}:{part}", evaluation, part, left)
elif evaluation.schema.task == "regression":
    evaluated.regression(evaluation, left, right, run.id, f"{key}:{part}")
elif evaluation.schema.has_labels:
    evaluated_labels.labels(evaluation, right, run.id, f"{key}:{part}")
else:
    evaluated.classes(evaluation, right, run.id, f"{key}:{part}")
with right:
    coaching.draw(run)
