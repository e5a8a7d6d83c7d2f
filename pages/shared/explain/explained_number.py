"""Which number is explained: the answer itself, or what a unit inside the network returns."""

import streamlit as st

from nnviz.explanation.target import INSIDE, Chosen
from nnviz.inspection.examples import Examples
from nnviz.runs.run import Run
from pages.shared.figures import targets
from pages.shared.inside import chosen
from pages.shared.session import state

_WAYS = {"answer": "The answer", "unit": "A unit inside"}


def choose(run: Run, key: str, held_out: Examples, position: int) -> Chosen:
    """Draws the controls; a unit is the one that is chosen on every page."""
    way = st.segmented_control(
        "Explain",
        list(_WAYS),
        default="answer",
        required=True,
        format_func=_WAYS.get,
        key=state.key("attribution.way"),
        persist_state="session",
    )
    if way == "answer":
        return targets.choose_target(held_out, position)
    layers = chosen.layers_of(run, key)
    layer = chosen.choose_layer(layers)
    row = next(row for row in layers if row.path == layer)
    unit = chosen.choose_unit(chosen.units_of(row), layer)
    if unit is None:
        st.caption("Without a number, unit 1 is explained.")
    return INSIDE, layer, unit or 0
