"""The view Over training of the page Gradients: layers × epochs as colours."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz.inspection.gradient_records import SHOWN, GradientHistory
from nnviz.plots import gradients as plots
from nnviz.runs.run import Run
from pages.shared import frame
from pages.shared.figures import views
from pages.shared.inside import flow


def show(left, right, run: Run, key: str) -> None:
    """All recorded moments; the chosen one is marked."""
    with right:
        history = flow.history_of(run, key)
    with left, frame.steering():
        shown = flow.choose_shown(history)
    with right:
        if len(history.flows) < 2:
            st.info("There is one moment only. Train for a few epochs to see how gradients change.")
            return
        st.markdown(history.sentence)
        values = history.over_time(shown)
        views.figure(
            lambda: plots.over_epochs(
                history.layers,
                history.epochs,
                values,
                SHOWN[shown],
                frame.dark(),
                None if run.moment is None else history.place(run.moment),
            ),
            "gradients-over-epochs",
            f"{key}:{shown}",
            lambda: _table(history, values),
        )
        frame.caption(
            f"{len(history.flows)} moments, always the same {history.flows[0].examples} training examples. "
            "One scale of powers of ten; what is not a number has a colour of its own."
        )
        if run.status().active:
            st.button("Show the newest moments", icon=":material/refresh:")


def _table(history: GradientHistory, values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"epoch": history.epochs, **dict(zip(history.layers, values, strict=True))})
