"""The view Single examples of the page Gradients: how far they pull the same way, and the gradient noise scale."""

import pandas as pd
import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.inspection.slope_records import ExampleGradients
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import lines, views
from pages.shared.inside import consent


def show(left, right, run: Run, key: str) -> None:
    """A point an example, and what that says of the batch size."""
    with right:
        if not consent.given(run, key, "gradient_agreement", key):
            return
        try:
            told = engine.ask_once("gradient_agreement", run.reference, key=key, what="Asking every example")
        except NnvizError as error:
            engine.refusal(error, retry=True)
            return
        st.markdown(escaping.markdown(told.sentence))
        views.figure(lambda: told.figure(frame.dark()), "gradients-of-examples", key, lambda: _table(told))
        frame.caption(
            "The first training examples, one by one, as they pull at the weights at this moment. The noise scale is "
            "the batch size at which their disagreement and common direction weigh alike (McCandlish et al., 2018)."
        )
        lines.lines("nnviz.inspection.gradients_of_run", "agreement_of_run", (run.reference,), "told")


def _table(told: ExampleGradients) -> pd.DataFrame:
    return pd.DataFrame({"agreement": told.cosines, "length": told.norms, "loss": told.losses})
