"""Examples in a layer's space: one browser component; each example says what it is and leads to the pages about it."""

from functools import cache

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.inspection.examples import Examples
from nnviz.inspection.space_records import GRID, Space
from nnviz.plots import points, theme
from nnviz.views.packing import pack
from pages.shared import frame
from pages.shared.figures import doors, views

_PIXELS, _NUMBERS = 32, 4
_MOST_SETS = 8
"""Sets of labels that have a colour of their own."""
_MOST_KEYS = 20
"""Classes up to which each has a line in the key; its card says it anyway."""


@cache
def _component():
    return st.components.v2.component("nnviz.space", js="space.js", css="space.css")


def draw(held_out: Examples, space: Space, subject: str, spoken: str) -> None:
    """The picture; a door that is clicked leads to its page with that example.

    Args:
        subject: names the run and its examples: while it stays the same, points travel to their new places.
        spoken: the picture in a sentence, for who does not see it.
    """
    payload = {
        "theme": theme.tokens(frame.dark()),
        "points": pack(space.projection.points),
        "subject": subject,
        "words": spoken,
        "lines": _lines_of_all(held_out, space),
        "near": space.nearest.tolist(),
        "mesh": None if space.projection.carried is None else pack(space.projection.carried),
        "meshPoints": GRID[1],
        "images": pack(held_out.thumbnails(space.positions, _PIXELS)) if held_out.schema.kind == "image" else None,
        **_colours(held_out, space.positions),
    }
    result = _component()(key=f"space-{subject}", data=payload, on_example_change=lambda: None)
    opened = result.get("example")
    if opened and opened.get("to") in doors.PAGES and 0 <= int(opened.get("index", -1)) < len(space.positions):
        position = int(space.positions[int(opened["index"])])
        doors.go(opened["to"], held_out.split, int(held_out.indexes[position]), keep_moment=True)


def take_away(held_out: Examples, space: Space, name: str) -> None:
    """The picture's places as a table."""

    def table() -> pd.DataFrame:
        truth = views.truth_words(held_out.schema, held_out.truth[space.positions])
        across, up = space.projection.points.T
        return pd.DataFrame({"example": held_out.rows[space.positions], "true": truth, "x": across, "y": up})

    file = f"nnviz-space-{name}.csv"
    icon = ":material/download:"
    st.download_button(
        "CSV", lambda: views.csv(table()), file, "text/csv", icon=icon, type="tertiary", on_click="ignore"
    )


def _colours(held_out: Examples, positions: np.ndarray) -> dict:
    schema = held_out.schema
    if schema.task == "regression":
        truth = np.asarray(held_out.truth[positions], float).reshape(len(positions), -1)[:, 0]
        colours, scale = points.number_colours(truth, frame.dark())
        ends = {"from": words.plain(float(np.nanmin(truth))), "to": words.plain(float(np.nanmax(truth)))}
        ramp = {"title": schema.target_name, **ends, "colors": scale}
        return {"colors": colours, "wrong": [], "legend": {"classes": [], "ramp": ramp, "wrong": ""}}
    wrong = np.flatnonzero(held_out.errors[positions] > 0).tolist()
    if schema.has_labels:
        return _label_colours(held_out, positions, wrong)
    names = points.legend(schema.class_names) if len(schema.class_names) <= _MOST_KEYS else []
    told = "the network is wrong" if wrong else ""
    colours = points.class_colours(held_out.truth[positions])
    return {"colors": colours, "wrong": wrong, "legend": {"classes": names, "ramp": None, "wrong": told}}


def _label_colours(held_out: Examples, positions: np.ndarray, wrong: list[int]) -> dict:
    """One colour for each set of labels, the frequent ones first; all that are rare share the last."""
    sets, names = held_out.schema.sets_of_labels(held_out.truth[positions], _MOST_SETS)
    told = "the network is wrong" if wrong else ""
    legend = {"classes": points.legend(names), "ramp": None, "wrong": told}
    return {"colors": points.class_colours(sets), "wrong": wrong, "legend": legend}


def _lines_of_all(held_out: Examples, space: Space) -> list[list[str]]:
    """What each example's card says: what it is, and what lies nearest to it in all of the layer's numbers."""
    truth = views.truth_words(held_out.schema, held_out.truth[space.positions])
    return [
        [*_lines(held_out, position), f"nearest: {', '.join(truth[k] for k in near)}"]
        for position, near in zip(space.positions.tolist(), space.nearest, strict=True)
    ]


def _lines(held_out: Examples, position: int) -> list[str]:
    schema = held_out.schema
    truth = views.truth_words(schema, held_out.truth[position : position + 1])[0]
    answer = held_out.meaning.words(held_out.predictions[position], schema.answers)
    lines = [f"Example {held_out.rows[position]:,}", f"true: {truth}", f"predicted: {answer}"]
    if schema.kind == "vector":
        named = zip(schema.feature_names, held_out.value_texts(position), strict=False)
        lines += [f"{name}: {text}" for name, text in list(named)[:_NUMBERS]]
    return lines
