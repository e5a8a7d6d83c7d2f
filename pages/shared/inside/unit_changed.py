"""What the network does with units held at a value: what it loses without them, and how its answer moves."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.unit_records import NeededUnits, UnitResponses, UnitScores
from nnviz.plots import units as plots
from pages.shared import engine, frame
from pages.shared.figures import in_parts, lines, views
from pages.shared.inside import in_turn
from pages.shared.inside.chosen import Chosen
from pages.shared.session import state

_MOST_EACH = 512
_AT_ONCE = 16
_MODULE = "nnviz.inspection.units_of_run"


def without(chosen: Chosen, held_out: Examples, responses: UnitResponses, unit: int) -> None:
    """Accuracy and classes lost without some units, at first the chosen one."""
    some = st.multiselect(
        "Units to switch off",
        range(responses.units),
        [unit],
        format_func=lambda k: f"{k + 1:,}",
        key=state.key(f"units.off.{chosen.layer}.{unit}"),
        placeholder="No units",
        help="Each is 0 for every example and everywhere; the rest of the network computes on.",
    )
    question = chosen.run.reference, held_out.split, chosen.layer, tuple(sorted(some)), 0.0
    scores = engine.ask_once(
        "unit_scores", *question, key=f"{chosen.key}:{question}", what="Asking the network without"
    )
    views.numbers(_told(scores), "unit-scores")
    if scores.class_before is not None:
        names = held_out.schema.class_names
        views.figure(
            lambda: plots.lost(scores.class_before, scores.class_after, names, frame.dark()),
            "units-lost",
            f"{chosen.key}:{question}",
            lambda: pd.DataFrame({"class": names, "as it is": scores.class_before, "without": scores.class_after}),
        )
    _lost(held_out, scores)
    lines.lines(_MODULE, "unit_scores", question, "scores", "print(scores.before, scores.after)")


def _told(scores: UnitScores) -> dict[str, str]:
    if not scores.is_accuracy:
        return {"Error as it is": words.plain(scores.before), "Error without": words.plain(scores.after)}
    return {
        "Right as it is": words.percent(scores.before),
        "Right without": words.percent(scores.after),
        "Lost": f"{len(scores.lost):,} of {scores.examples:,}",
    }


def _lost(held_out: Examples, scores: UnitScores) -> None:
    """One of the examples that were right, to be looked at."""
    if not scores.lost:
        return
    rows = {index: int(held_out.rows[np.flatnonzero(held_out.indexes == index)[0]]) for index in scores.lost[:100]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        index = st.selectbox(
            "Right before, wrong without", list(rows), format_func=lambda k: f"Example {rows[k]:,}", width=260
        )
        st.button("Look at it", on_click=lambda: state.choose_example(held_out.split, int(index)))


def held(chosen: Chosen, held_out: Examples, responses: UnitResponses, unit: int) -> None:
    """The network's answer for the chosen example while the unit stands at any value of its range."""
    low, high = float(responses.lowest[unit]), float(responses.maximum[unit])
    if not np.isfinite([low, high]).all():
        return st.caption("This unit has values that are not numbers.")
    question = chosen.run.reference, chosen.held_out.split, chosen.index, chosen.layer, unit, low, high
    clamped = engine.ask_once("unit_clamped", *question, key=f"{chosen.key}:{question}", what="Holding the unit")
    meaning, schema = held_out.meaning, held_out.schema
    names = (
        schema.class_names
        if meaning.classes and len(schema.class_names) == clamped.outputs.shape[1]
        else schema.answers
    )
    views.figure(
        lambda: plots.clamped(
            clamped.values, clamped.outputs, names, f"Unit {unit + 1:,}", clamped.actual, frame.dark(), meaning.shown
        ),
        "unit-held",
        f"{chosen.key}:{question}",
        lambda: pd.DataFrame({"held at": clamped.values, **dict(zip(names, clamped.outputs.T, strict=False))}),
    )
    row = chosen.held_out.rows[chosen.position]
    everywhere = (
        " everywhere in its map; its largest value there is marked" if clamped.is_map else "; its value is marked"
    )
    st.caption(
        f"Example {row:,}. The unit is held{everywhere}. Its range is that over {responses.examples:,} examples."
    )
    lines.lines(_MODULE, "unit_clamped", question, "clamped", "print(clamped.values, clamped.outputs)")


def each(chosen: Chosen, held_out: Examples, responses: UnitResponses) -> None:
    """Which units of the layer the network needs most; only once somebody asks."""
    st.subheader("Which units does the network need?", anchor=False)
    if responses.units > _MOST_EACH:
        return st.caption(f"That is measured for layers of at most {_MOST_EACH:,} units. Choose units one by one.")
    questions = in_parts.Questions(
        "units_needed", (chosen.run.reference, held_out.split, chosen.layer), tuple(range(responses.units)), (),
        chosen.key, _AT_ONCE,
    )  # fmt: skip
    cost = f"Each of the {responses.units:,} units is switched off alone, and up to 500 examples are asked again."
    try:
        answers = in_turn.ask(questions, cost, "Measure", "Switching off one after the other", "units-needed")
    except NnvizError as error:
        return engine.refusal(error)
    if answers is not None:
        _need_shown(chosen, held_out, NeededUnits.joined(answers))


def _need_shown(chosen: Chosen, held_out: Examples, needed: NeededUnits) -> None:
    best = int(np.argmax(needed.losses))
    amount = (
        words.percent(float(needed.losses[best])) if needed.is_accuracy else words.plain(float(needed.losses[best]))
    )
    noun = "of its right answers" if needed.is_accuracy else "in its mean error"
    sentence = f"Without **unit {needed.units[best] + 1:,}** the network loses most: {amount} {noun}"
    if needed.by_class is not None and needed.losses[best] > 0:
        worst = int(np.nan_to_num(needed.by_class[best], nan=-1).argmax())
        sentence += f", above all of **{escaping.markdown(held_out.schema.class_names[worst])}**"
    st.markdown(f"{sentence}." if needed.losses[best] > 0 else "The network can do without each of its units alone.")
    what = "the share of right answers" if needed.is_accuracy else "the mean error, turned around"
    views.figure(
        lambda: plots.needed(needed.losses, frame.dark(), what),
        "units-needed",
        f"{chosen.key}:{chosen.layer}:{held_out.split}",
        lambda: pd.DataFrame({"unit": np.array(needed.units) + 1, "loss": needed.losses}),
    )
    st.caption(f"Measured on {needed.examples:,} {held_out.split} examples.")
