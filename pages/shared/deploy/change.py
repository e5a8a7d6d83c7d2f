"""The form of a simulation: which column of the held-out rows changes, how, and how many rows are sent."""

import streamlit as st

from nnviz import escaping
from nnviz.data.column import Column
from nnviz.serving.drift_records import Watched
from nnviz.serving.records import PARTS
from pages.shared.session import state

_NONE = "Nothing: rows as they are"


def change(what: Watched) -> tuple[str, dict]:
    """Draws the form; returns the column ("" for none) and the settings of `nnviz.simulate`."""
    names = ["", *(column.name for column in what.columns)]
    name = st.selectbox(
        "What changes",
        names,
        min(1, len(names) - 1),
        format_func=lambda own: escaping.markdown(own) if own else _NONE,
        key=state.key("watch.changed"),
    )
    column = next((own for own in what.columns if own.name == name), None)
    settings = {} if column is None else _settings(column, column.name in what.required)
    part = PARTS[what.part]
    settings["count"] = st.slider(
        f"How many {part} rows",
        1,
        max(what.rows, 2),
        what.rows,
        key=state.key("watch.count"),
        help="Each is sent once: the same row sent twice would look like news.",
    )
    return name, settings


def _settings(column: Column, required: bool) -> dict:
    key, settings = state.key(f"watch.{column.name}"), {}
    if column.categories:
        settings["becomes"] = st.selectbox("Becomes", column.categories, key=f"{key}.becomes")
        settings["share"] = _share("In this share of the rows", 50, f"{key}.share")
    else:
        settings["shift"] = st.slider(
            "Higher by so many deviations",
            -4.0,
            4.0,
            1.0,
            0.1,
            key=f"{key}.shift",
            help="Of the column's values in training; below zero is lower.",
        )
    if not required:
        settings["missing"] = _share("Missing in this share", 0, f"{key}.missing")
    return settings


def _share(label: str, percent: int, key: str) -> float:
    return st.slider(label, 0, 100, percent, 5, format="%d %%", key=key) / 100
