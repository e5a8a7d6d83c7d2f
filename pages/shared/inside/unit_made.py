"""An input made for one unit: what excites it most of all that could be, within the range of the data."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
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
    which = _which(held_out)
    is_text = held_out.schema.kind == "tokens" and not which
    place, robust, steps = _settings(held_out, responses, which)
    after = (place, robust, steps, which)
    questions = in_parts.Questions(
        "unit_optimized", (chosen.run.reference, chosen.layer, unit), _SEEDS, after, chosen.key, 1
    )
    passes = len(_SEEDS) * steps
    cost = f"Takes {passes:,} forward and {passes:,} backward passes."
    if is_text:
        cost = f"Changes at most {passes:,} words; each change takes a backward pass and 25 forward ones."
    records = in_turn.ask(questions, cost, "Make it", "Changing inputs step by step", "unit-made")
    if records is None:
        return
    reached, best = max(float(own.values[0]) for own in records), float(responses.maximum[unit])
    if all(own.values[0] == own.started[0] or not np.isfinite(own.values[0]) for own in records):
        return st.caption("No small change of this input moves the unit: there is nothing to make for it.")
    st.markdown(
        f"What was made reaches **{words.plain(reached, 3)}**; the most that any of {responses.examples:,} examples "
        f"reaches is {words.plain(best, 3)}."
    )
    _drawn(held_out, records, f"{chosen.key}:{chosen.layer}:{unit}:{after}", which)
    seconds = sum(own.seconds for own in records)
    if len(responses.shape) > 1 and place == "everywhere":
        st.caption("What was raised is its mean over the map; what is told is its largest value in it.")
    st.caption(_how(is_text, steps, len(records), seconds))
    if held_out.schema.further:
        st.caption("The other inputs are held at those of a real example, for each start another.")
    lines.lines(
        "nnviz.inspection.units_of_run", "unit_optimized", (chosen.run.reference, chosen.layer, unit, _SEEDS, *after),
        "made", "made.figure().show()",
    )  # fmt: skip


def _how(is_text: bool, steps: int, starts: int, seconds: float) -> str:
    took = f"from each of {starts} starts, {words.plain(seconds, 2)} s"
    if is_text:
        return (
            f"A search over words, at most {steps:,} changes of one word {took}. A start is a real text: the slope "
            "proposes which word to change into which, the unit's own response decides, and it ends once none of the "
            "24 likeliest changes does more. Words of the training data alone; a better text may exist."
        )
    return (
        f"Gradient ascent, {steps:,} steps {took}. Every number stays between the smallest and the largest of the "
        "training data."
    )


def _which(held_out: Examples) -> str:
    """The name of the input that is changed, where there are several; "" for the first one."""
    names = ["", *[further.name for further in held_out.schema.further]]
    if len(names) == 1:
        return ""
    return st.selectbox(
        "Input that is changed", names, format_func=lambda name: name or "The first one", key=state.key("units.input")
    )


def _kind(held_out: Examples, which: str) -> str:
    return held_out.beside(which).kind if which else held_out.schema.kind


def _settings(held_out: Examples, responses: UnitResponses, which: str) -> tuple[str, bool, int]:
    place, robust = "everywhere", False
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(responses.shape) > 1:
            place = st.selectbox(
                "Respond", list(_PLACES), format_func=_PLACES.get, key=state.key("units.place"), width=240
            )
        is_text = _kind(held_out, which) == "tokens"
        steps = st.select_slider(
            "Words changed at most" if is_text else "Steps", _STEPS, 128, key=state.key("units.steps"), width=200
        )
        if _kind(held_out, which) == "image":
            robust = st.toggle(
                "Robust to small moves",
                True,
                key=state.key("units.robust"),
                help="Before every step the image is moved, scaled and turned a little at random.",
            )
    return place, robust, int(steps)


def _drawn(held_out: Examples, records: list, key: str, which: str) -> None:
    inputs, schema, kind = np.concatenate([own.inputs for own in records]), held_out.schema, _kind(held_out, which)
    captions = [f"start {k}: {words.plain(float(own.values[0]), 3)}" for k, own in enumerate(records, start=1)]
    dark, narrow = frame.dark(), frame.narrow()
    if kind == "tokens":
        return _texts(held_out, records)
    if kind == "image":
        shown = pixels(inputs, records[0].low, records[0].high)
        return views.figure(lambda: image_grid(shown, captions, dark, narrow=narrow), "unit-made", key)
    if kind == "sequence":
        return views.figure(
            lambda: series_grid(inputs, captions, schema.feature_names, dark=dark, narrow=narrow), "unit-made", key
        )
    own_names = held_out.beside(which).feature_names if which else schema.feature_names
    names = list(own_names) or [f"input {k + 1}" for k in range(inputs.shape[1])]
    table = {"column": names, **dict(zip(captions, inputs, strict=True))}
    ends = {"smallest in the data": records[0].low, "largest in the data": records[0].high}
    tables.shown(pd.DataFrame({**table, **ends}), hide_index=True)
    return None


def _texts(held_out: Examples, records: list) -> None:
    """The texts that were found, each with its response and that of the text it began with."""
    names = held_out.schema.token_names
    for k, own in enumerate(records, start=1):
        ids = [int(token) for token in own.inputs[0]]
        text = " ".join(names[token] if names else str(token) for token in ids if token or not names)
        reached, begun = (words.plain(float(value[0]), 3) for value in (own.values, own.started))
        st.markdown(f":gray[start {k}: {reached}, from {begun}]  \n{escaping.markdown(text)}")
