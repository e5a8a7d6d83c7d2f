"""Where the network errs: its error in every part of the examples, and the parts that are certainly worse."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.evaluation.records import Evaluation
from nnviz.evaluation.slices import Slice, Slices
from nnviz.plots import scores
from pages.shared import engine, frame
from pages.shared.evaluate import listed
from pages.shared.figures import tables, views
from pages.shared.session import state, widgets

_MOST = 40


def show(evaluation: Evaluation, run_id: str, key: str, left) -> None:
    """One or two things to divide the examples by, and the worst parts of all."""
    try:
        found = engine.ask_once("slices", run_id, evaluation.part, key=key, what="Looking at every part")
    except NnvizError as error:
        engine.refusal(error)
        return
    if not found.attributes:
        st.caption("There is nothing to divide these examples by: they are of one kind, and have no columns.")
        return
    chosen = _worst(found, key)
    if chosen is not None:
        listed.show(evaluation, found.positions(chosen), escaping.markdown(_where(chosen)), run_id)
        return
    names = [one.name for one in found.attributes]
    one = left.selectbox("Error by", names, key=state.key("evaluate.slice"))
    other = left.selectbox(
        "and by", [None, *(name for name in names if name != one)], key=state.key("evaluate.slice2"),
        format_func=lambda name: "nothing else" if name is None else name,
    )  # fmt: skip
    parts = found.by(one, other)
    views.figure(
        lambda: _figure(found, parts, one, other), "slices", f"{key}:{one}:{other}", lambda: _table(found, parts)
    )
    st.caption(
        f"All examples: {_told(found, found.error)} {found.noun}, the dotted line. In brackets: examples. The lines "
        "are 95 % intervals; a small part has a long one."
        if other is None
        else "In each square: the error, and how many examples it is of. Darker is worse."
    )


def _worst(found: Slices, key: str) -> Slice | None:
    """The parts that are blamed, and the one whose examples were asked for."""
    worst = found.worst()
    if not worst:
        st.markdown(
            ":material/check: No part of the examples is worse than the rest by more than chance, by one column or two."
        )
        return None
    st.markdown(f"**Worse than the rest by more than chance**, of all parts by one column or two ({found.noun})")
    widget = f"evaluate.worst:{key}"
    tables.shown(
        _table(found, worst), hide_index=True, width="content", key=widget, on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    rows = widgets.value(widget, {}).get("selection", {}).get("rows", [])
    if not rows:
        st.caption("Choose one to see its examples.")
    return worst[rows[0]] if rows else None


def _table(found: Slices, parts: tuple[Slice, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "examples where": _where(one),
                "how many": one.size,
                "error": _told(found, one.error),
                "interval": f"{_told(found, one.low)} to {_told(found, one.high)}",
                "all others": _told(found, one.others),
            }
            for one in parts
        ]
    )


def _where(part: Slice) -> str:
    return words.listed([f"{name} is {group}" for name, group in part.where])


def _told(found: Slices, value: float) -> str:
    if not np.isfinite(value):
        return "unknown"
    return words.percent(value) if found.shares else words.plain(value, 3)


def _figure(found: Slices, parts: tuple[Slice, ...], one: str, other: str | None):
    if other is None:
        shown = parts[:_MOST]
        columns = ([part.error for part in shown], [part.low for part in shown], [part.high for part in shown])
        names, sizes = [part.where[0][1] for part in shown], [part.size for part in shown]
        return scores.by_part(names, *columns, sizes, found.error, found.shares, frame.dark())
    first, second = found.of(one).groups, found.of(other).groups
    errors, sizes = np.full((len(first), len(second)), np.nan), np.zeros((len(first), len(second)), int)
    for part in parts:
        place = first.index(part.where[0][1]), second.index(part.where[1][1])
        errors[place], sizes[place] = part.error, part.size
    return scores.two_at_once(first, second, errors, sizes, found.shares, frame.dark())
