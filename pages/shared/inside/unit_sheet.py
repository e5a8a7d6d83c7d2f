"""All units of a layer on a sheet: one browser component; a unit that is clicked becomes the chosen one everywhere."""

from functools import cache

import numpy as np
import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.unit_records import UnitResponses
from nnviz.plots import theme
from nnviz.views.packing import pack
from nnviz.views.unit_crops import crops
from pages.shared import engine, frame
from pages.shared.inside.chosen import Chosen
from pages.shared.session import selection, state, widgets

_AT_ONCE = 60
_ORDERS = {"number": "By number", "strongest": "Largest response first", "between": "Most telling of the class first"}


@cache
def _component():
    return st.components.v2.component("nnviz.units", js="units.js", css="units.css")


def show(chosen: Chosen, held_out: Examples, responses: UnitResponses) -> None:
    """The sheet; of more than sixty units a page of it."""
    shown = _page(responses, chosen.unit)
    kind, pictures = held_out.schema.kind, {"images": None, "bars": None}
    texts = [None] * len(shown)
    if kind in ("image", "tokens"):
        parts = _parts(chosen, held_out, responses, shown)
        examples = responses.most[shown, 0]
        if kind == "image":
            images = held_out.thumbnails(examples, 10**6)
            whole = tuple(slice(0, side) for side in images.shape[1:3])
            boxes = [whole if parts is None else parts.box(row)[:2] for row in range(len(shown))]
            pictures["images"] = pack(crops(images, boxes))
        elif parts is not None:
            texts = [_snippet(held_out, parts.effects[row], example) for row, example in enumerate(examples.tolist())]
    elif responses.class_means is not None:
        pictures["bars"] = pack(responses.class_means[:, shown].T)
    else:
        texts = [words.plain(float(value), 3) for value in responses.maximum[shown]]
    key = f"units-{chosen.run.id}"
    _component()(
        key=key,
        data={
            "theme": theme.tokens(frame.dark()),
            "subject": chosen.layer,
            "words": f"The units of {chosen.layer}",
            "hint": _hint(held_out, responses),
            "chosen": chosen.unit,
            "cells": [
                _cell(held_out, responses, unit, text, unit_name(chosen, responses, unit))
                for unit, text in zip(shown, texts, strict=True)
            ],
            **pictures,
        },
        on_unit_change=lambda: _take(key, responses),
    )


def _take(key: str, responses: UnitResponses) -> None:
    told = widgets.event(key, "unit")
    if told and told.get("of") == responses.path and 0 <= int(told.get("unit", -1)) < responses.units:
        selection.choose_unit(int(told["unit"]))


def _page(responses: UnitResponses, unit: int | None) -> list[int]:
    """The units on the page that is shown, with the controls that choose it where there is more than one."""
    if responses.units <= _AT_ONCE:
        return list(range(responses.units))
    orders = [name for name in _ORDERS if name != "between" or responses.between is not None]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox("Order", orders, format_func=_ORDERS.get, key=state.key("units.order"), width=280)
        order = responses.order(by)
        pages = -(-len(order) // _AT_ONCE)
        own = 1 if unit is None else int(np.flatnonzero(order == unit)[0]) // _AT_ONCE + 1
        key = state.key(f"units.page.{responses.path}.{by}.{unit}")
        page = st.number_input(f"Page, of {pages:,}", 1, pages, own, key=key, width=140)
    first = (int(page) - 1) * _AT_ONCE
    last = min(first + _AT_ONCE, len(order))
    st.caption(f"Units {first + 1:,} to {last:,} of {responses.units:,} in this order; the page shows the rest.")
    return [int(k) for k in order[first:last]]


def _parts(chosen: Chosen, held_out: Examples, responses: UnitResponses, shown: list[int]):
    examples, places = (tuple(int(k) for k in own[shown, 0]) for own in (responses.most, responses.most_places))
    question = chosen.run.reference, held_out.split, chosen.layer, tuple(shown), examples, places
    try:
        return engine.ask_once(
            "unit_crops", *question, key=f"{chosen.key}:{question}", what="Finding what each unit sees"
        )
    except NnvizError:  # it has no slope; below, each unit says so
        return None


def _snippet(held_out: Examples, effects: np.ndarray, example: int) -> str:
    """The two words of a text that count most for a unit, in their order."""
    texts = held_out.value_texts(example)
    some = sorted(np.argsort(-np.abs(effects))[:2].tolist())
    return " ".join(texts[k] for k in some if texts[k]) or "(nothing)"


def unit_name(chosen: Chosen, responses: UnitResponses, unit: int) -> str:
    """What a unit of the output is called; its number otherwise."""
    answers = chosen.held_out.schema.answers
    is_output = chosen.layer == chosen.layers[-1].path and len(answers) == responses.units > 1
    return answers[unit] if is_output else f"{unit + 1:,}"


def _cell(held_out: Examples, responses: UnitResponses, unit: int, text: str | None, name: str) -> dict:
    flaw = "dead" if responses.dead[unit] else "saturated" if responses.at_an_end[unit] else ""
    flaw = "not a number" if responses.broken[unit] else flaw
    told = f"responds from {words.plain(float(responses.minimum[unit]), 3)} to "
    told += words.plain(float(responses.maximum[unit]), 3)
    if responses.preferred is not None and not flaw:
        told += f", most to {held_out.schema.class_names[responses.preferred[unit]]}"
    return {"unit": unit, "label": flaw or name, "words": told, "mark": flaw, "text": text}


def _hint(held_out: Examples, responses: UnitResponses) -> str:
    """What a picture of the sheet shows."""
    kind = held_out.schema.kind
    if kind == "image":
        where = "the part of the example that excites it most" if len(responses.shape) > 1 else "what excites it most"
        return f"Each unit with {where}, of {responses.examples:,} examples. Click one."
    if kind == "tokens":
        return "Each unit with the two words that count most in the text that excites it most. Click one."
    if responses.class_means is not None:
        return "Each unit with its mean response to every class, in the classes' colours. Click one."
    return "Each unit with its largest response. Click one."
