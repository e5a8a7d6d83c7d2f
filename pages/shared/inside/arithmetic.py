"""The view Arithmetic of the page Network: the numbers that one number is made of, back to the input."""

from functools import cache

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.inspection.arithmetic.records import ShownNumber, operand_rows
from nnviz.plots import theme
from nnviz.views.arithmetic import number_view
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.inside import number_feed
from pages.shared.inside.chosen import Chosen, units_of
from pages.shared.lessons import lesson
from pages.shared.session import selection, widgets

_CONVOLUTIONS = "convolutions", "What a convolution does"
_LESSONS = {"Dense": ("neuron", "What a neuron does"), "Conv1D": _CONVOLUTIONS, "Conv2D": _CONVOLUTIONS}


@cache
def _component():
    return st.components.v2.component("nnviz.number", js="number.js", css="number.css")


def show(chosen: Chosen) -> None:
    """The chosen number of the chosen layer; without one, the largest of the chosen unit."""
    shown = _shown(chosen)
    if shown is None:
        return
    reference, part = chosen.run.reference, chosen.held_out.split
    payload = {
        "theme": theme.tokens(frame.dark()),
        "subject": f"{reference}-{part}-{chosen.index}",
        "feed": number_feed.address(reference, part, chosen.index),
        "told": selection.number_told(),
        "layers": [{"path": row.path, "kind": row.kind} for row in chosen.layers],
        "units": _unit_names(chosen),
        "words": _step_names(chosen),
        "names": list(chosen.held_out.schema.feature_names) or None,
        **number_view(shown),
    }
    key = f"number-{chosen.run.id}"
    _component()(key=key, data=payload, on_number_change=lambda: _take(chosen, widgets.event(key, "number")))
    views.take_away(
        lambda: shown.arithmetic.figure(frame.dark()),
        f"number-{shown.arithmetic.title}",
        lambda: pd.DataFrame(operand_rows(shown.arithmetic)),
    )
    with st.expander("The same in Python", icon=":material/code:"):
        code = shown.arithmetic.code
        st.code(code, "python", height=320 if code.count("\n") > 14 else "content")
    if shown.arithmetic.kind in _LESSONS:
        lesson.door(*_LESSONS[shown.arithmetic.kind])


def _unit_names(chosen: Chosen) -> list[str] | None:
    """The classes, where the last layer has a unit for each."""
    names = chosen.held_out.schema.class_names
    return list(names) if names and units_of(chosen.layers[-1]) == len(names) else None


def _step_names(chosen: Chosen) -> list[str] | None:
    """The words of a text, in their order."""
    if chosen.held_out.schema.kind != "tokens":
        return None
    return [text or "–" for text in chosen.held_out.value_texts(chosen.position)]


def _shown(chosen: Chosen) -> ShownNumber | None:
    """The number and what is around it; one that the address names and that is not there is let go of."""
    wanted = selection.number()
    title, index = wanted or ("", None)
    question = chosen.run.reference, chosen.held_out.split, chosen.index, title or chosen.layer, index, chosen.unit
    try:
        return engine.ask_once("arithmetic", *question, key=f"{chosen.key}:{question}", what="Asking for the numbers")
    except NnvizError as error:
        if index is None:
            engine.refusal(error, retry=True)
            return None
        place, shape = "-".join(str(at + 1) for at in index), (chosen.row.output_shape or ())[1:]
        size = f" Its output has the size {words.shape(shape)}." if shape and None not in shape else ""
        selection.refuse_number(f"{chosen.layer} has no number at {place}, counted from 1.{size}")
        selection.tell()
        return _shown(chosen)


def _take(chosen: Chosen, told: dict | None) -> None:
    """Takes the number in hand that was clicked on."""
    title, index = str((told or {}).get("title", "")), (told or {}).get("index")
    path = next((row.path for row in chosen.layers if title == row.path), None)
    if path is None:
        path = next((row.path for row in chosen.layers if title.startswith((f"{row.path} (", f"{row.path} ["))), None)
    if path is None or not (index is None or isinstance(index, list)):
        return
    selection.choose_layer(path)
    where = None if index is None else tuple(int(at) for at in index)
    selection.hear_number(title if title != path else "", where, int(told.get("told", 0)))
