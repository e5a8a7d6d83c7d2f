"""Where the network errs: its error in every part of the examples, and the parts that are certainly worse."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.evaluation.records import Evaluation
from nnviz.evaluation.slices import Slice, Slices
from nnviz.plots import scores
from pages.shared import engine, frame
from pages.shared.figures import tables, views
from pages.shared.session import state

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
    _worst(found)
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


def _worst(found: Slices) -> None:
    worst = found.worst()
    if not worst:
        st.markdown(
            ":material/check: No part of the examples is certainly worse than the rest, by one column or by two."
        )
        return
    st.markdown(f"**Certainly worse than the rest**, of all parts by one column or by two ({found.noun}):")
    tables.shown(_table(found, worst), hide_index=True, width="content")


def _table(found: Slices, parts: tuple[Slice, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "examples where": words.listed([f"{name} is {group}" for name, group in one.where]),
                "how many": one.size,
                "error": _told(found, one.error),
                "interval": f"{_told(found, one.low)} to {_told(found, one.high)}",
                "all others": _told(found, one.others),
            }
            for one in parts
        ]
    )


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
