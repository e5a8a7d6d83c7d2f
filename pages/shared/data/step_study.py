"""Whether a step helps: a study of two runs, without it and with it."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.specs import DataSpec, StepSpec
from nnviz.studies.spec import StudySpec
from pages.shared import engine
from pages.shared.runs import studying
from pages.shared.session import state


def offer(place: int, steps: tuple[StepSpec, ...], spec: DataSpec) -> None:
    """The button that starts it and goes to the Studies page."""
    if not st.button(
        "Its effect on the training",
        icon=":material/science:",
        key=f"steps.{place}.study",
        help="Trains your network twice, without this step and with it, and shows both side by side.",
    ):
        return
    base = state.experiment()
    base = base.replace(data=spec.replace(steps=steps))
    try:
        studying.show(engine.study(StudySpec(base=base, switch="step", step=place)).id)
    except NnvizError as error:
        engine.refusal(error)
        return
    st.switch_page("pages/lab/studies.py", query_params={})  # the open tab's name in the address is not to be cleared
