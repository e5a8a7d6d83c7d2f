"""The view Units of the page Network: what excites a unit, and what the network does without it."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.unit_records import UnitResponses
from pages.shared import engine
from pages.shared.inside import in_steps, unit_changed, unit_excited, unit_made, unit_sheet
from pages.shared.inside.chosen import Chosen
from pages.shared.session import state

_PARTS = {
    "excites": ("What excites it", unit_excited.show),
    "without": ("Without it", unit_changed.without),
    "held": ("Held at a value", unit_changed.held),
    "made": ("Made for it", unit_made.show),
}


def show(chosen: Chosen) -> None:
    """All units of the chosen layer on a sheet, what is wrong with some of them, and below more of the chosen one."""
    try:
        held_out = _judged(chosen)
        question = chosen.run.reference, held_out.split, chosen.layer
        what = f"Asking every unit about {len(held_out.indexes):,} examples"
        responses = in_steps.ask("unit_responses_so_far", question, f"{chosen.key}:{question}", what, "units-first")
        if responses is None:
            return None
        unit_sheet.show(chosen, held_out, responses)
    except NnvizError as error:
        return engine.refusal(error, retry=True)
    _flaws(responses)
    unit = chosen.unit if chosen.unit is not None and chosen.unit < responses.units else None
    if unit is None:
        return unit_changed.each(chosen, held_out, responses)
    part = st.segmented_control(
        f"Unit {unit + 1:,}",
        list(_PARTS),
        default="excites",
        required=True,
        format_func=lambda name: _PARTS[name][0],
        key=state.key("units.part"),
        persist_state="session",
    )
    try:
        _PARTS[part][1](chosen, held_out, responses, unit)
    except NnvizError as error:
        engine.refusal(error)


def _judged(chosen: Chosen) -> Examples:
    """The examples that the network is judged by: an image of a person's own says little of a unit."""
    if not chosen.held_out.is_own:
        return chosen.held_out
    return engine.ask_once(
        "examples", chosen.run.reference, None, key=f"{chosen.key}:None", what="Predicting the examples"
    )


def _flaws(responses: UnitResponses) -> None:
    """Dead, saturated and duplicate units, each kind in a sentence."""
    for sentence in responses.sentences:
        st.markdown(f":material/warning: {escaping.markdown(sentence)}")
    if not responses.sentences:
        compared = " and no two say the same" if responses.correlation is not None else ""
        st.caption(
            f":material/check_circle: On {responses.examples:,} examples no unit is dead or saturated{compared}."
        )
