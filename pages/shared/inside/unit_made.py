"""An input made for one unit: what excites it most of all that could be, within the range of the data."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.inspection.examples import Examples
from nnviz.inspection.unit_records import UnitResponses
from nnviz.plots.images import image_grid
from nnviz.plots.series import series_grid
from nnviz.plots.units import pixels
from pages.shared import frame
from pages.shared.figures import in_parts, lines, tables, views
from pages.shared.inside import in_turn
from pages.shared.inside.chosen import Chosen
from pages.shared.session import state

_SEEDS = (0, 1, 2, 3)
_STEPS = (64, 128, 256, 512)
_PLACES = {"everywhere": "Everywhere in its map", "centre": "In the middle of its map"}


def show(chosen: Chosen, held_out: Examples, responses: UnitResponses, unit: int) -> None:
    """Four inputs, each from a start of its own, beside what the best example reaches."""
    if held_out.schema.kind == "tokens" or held_out.schema.further:
        kind = "words" if held_out.schema.kind == "tokens" else "several inputs"
        return st.info(
            f"This network reads {kind}, which cannot be changed a little at a time. Look at what excites the unit.",
            icon=":material/info:",
        )
    place, robust, steps = _settings(held_out, responses)
    after = (place, robust, steps)
    questions = in_parts.Questions(
        "unit_optimized", (chosen.run.reference, chosen.layer, unit), _SEEDS, after, chosen.key, 1
    )
    passes = len(_SEEDS) * steps
    cost = f"Takes {passes:,} forward and {passes:,} backward passes."
    records = in_turn.ask(questions, cost, "Make it", "Changing inputs step by step", "unit-made")
    if records is None:
        return
    reached, best = max(float(own.values[0]) for own in records), float(responses.maximum[unit])
    if all(own.values[0] == own.started[0] or not np.isfinite(own.values[0]) for own in records):
        return st.caption("No small change of the input moves this unit: there is nothing to make for it.")
    st.markdown(
        f"What was made reaches **{words.plain(reached, 3)}**; the most that any of {responses.examples:,} examples "
        f"reaches is {words.plain(best, 3)}."
    )
    _drawn(chosen, held_out, records, f"{chosen.key}:{chosen.layer}:{unit}:{after}")
    seconds = sum(own.seconds for own in records)
    if len(responses.shape) > 1 and place == "everywhere":
        st.caption("What was raised is its mean over the map; what is told is its largest value in it.")
    st.caption(
        f"Gradient ascent, {steps:,} steps from each of {len(records)} starts, {words.plain(seconds, 2)} s. Every "
        "number stays between the smallest and the largest of the training data."
    )
    lines.lines(
        "nnviz.inspection.units_of_run", "unit_optimized", (chosen.run.reference, chosen.layer, unit, _SEEDS, *after),
        "made", "made.figure().show()",
    )  # fmt: skip


def _settings(held_out: Examples, responses: UnitResponses) -> tuple[str, bool, int]:
    place, robust = "everywhere", False
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(responses.shape) > 1:
            place = st.selectbox(
                "Respond", list(_PLACES), format_func=_PLACES.get, key=state.key("units.place"), width=240
            )
        steps = st.select_slider("Steps", _STEPS, 128, key=state.key("units.steps"), width=200)
        if held_out.schema.kind == "image":
            robust = st.toggle(
                "Robust to small moves",
                True,
                key=state.key("units.robust"),
                help="Before every step the image is moved, scaled and turned a little at random.",
            )
    return place, robust, int(steps)


def _drawn(chosen: Chosen, held_out: Examples, records: list, key: str) -> None:
    inputs, schema = np.concatenate([own.inputs for own in records]), held_out.schema
    captions = [f"start {k}: {words.plain(float(own.values[0]), 3)}" for k, own in enumerate(records, start=1)]
    dark, narrow = frame.dark(), frame.narrow()
    if schema.kind == "image":
        shown = pixels(inputs, records[0].low, records[0].high)
        return views.figure(lambda: image_grid(shown, captions, dark, narrow=narrow), "unit-made", key)
    if schema.kind == "sequence":
        return views.figure(
            lambda: series_grid(inputs, captions, schema.feature_names, dark=dark, narrow=narrow), "unit-made", key
        )
    names = list(schema.feature_names) or [f"input {k + 1}" for k in range(inputs.shape[1])]
    table = {"column": names, **dict(zip(captions, inputs, strict=True))}
    ends = {"smallest in the data": records[0].low, "largest in the data": records[0].high}
    tables.shown(pd.DataFrame({**table, **ends}), hide_index=True)
    return None
