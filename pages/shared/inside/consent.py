"""What takes more than two seconds because a network has many layers begins when somebody asks for it."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.inspection.surface.price import start_words
from nnviz.runs.run import Run
from pages.shared import engine

SECONDS_A_LAYER = {"gradient_history": 0.03, "gradient_agreement": 0.04, "surface_price": 0.03}
"""What compiling such a question takes about, measured on networks of 100 to 300 layers."""


def given(run: Run, key: str, task: str, answer: str) -> bool:
    """Whether a task may be asked of the engine: it is quick, was answered before, or somebody has just pressed.

    Args:
        key: of the run's weights.
        answer: the key under which its answer is kept.
    """
    if engine.answered(task, answer) is not None:
        return True
    try:
        layers = len(engine.ask_once("layers", run.reference, key=key, what="Reading the network"))
    except NnvizError as error:
        engine.refusal(error, retry=True)
        return False
    long = start_words(layers, SECONDS_A_LAYER[task])
    if not long:
        return True
    place = st.empty()
    with place.container():
        st.caption(f"This network has {layers:,} layers: getting ready to measure takes {long}.")
        if not st.button("Get ready", icon=":material/play_arrow:", type="primary", key=f"consent-{task}"):
            return False
    place.empty()
    return True
