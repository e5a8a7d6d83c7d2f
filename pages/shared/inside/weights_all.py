"""The weights of all layers in numbers, and how they moved over the training."""

import pandas as pd
import streamlit as st

from nnviz.plots import spectra
from pages.shared import engine, frame
from pages.shared.figures import tables, views
from pages.shared.inside import weight_layer
from pages.shared.inside.chosen import Chosen


def show(chosen: Chosen) -> None:
    """A line a weight over the recorded epochs, and a table."""
    history = weight_layer.history_of(chosen)
    if history is None or len(history.epochs) < 2:
        st.caption("This run has recorded no weights on the way: there is nothing to follow. The table shows them now.")
    else:
        measure = weight_layer.measure_of()
        lines, title = getattr(history, measure), weight_layer.MEASURES[measure]
        at = weight_layer.shown_epoch(chosen, history)
        views.figure(
            lambda: spectra.over_epochs(history.epochs, lines, history.paths, title, frame.dark(), at),
            "all-weights-over-epochs",
            f"{chosen.key}:{measure}:{len(history.epochs)}",
            lambda: pd.DataFrame({"epoch": history.epochs, **dict(zip(history.paths, lines, strict=True))}),
        )
        some = (
            f" The figure has the twelve of {len(history.paths):,} that end highest." if len(history.paths) > 12 else ""
        )
        frame.caption(
            "A weight that hardly moves learns little; one whose norm grows without end may need regularization." + some
        )
    rows = engine.ask_once("tensors", chosen.run.reference, key=chosen.key, what="Reading every tensor")
    table = pd.DataFrame(
        {
            "weight": [row.path for row in rows],
            "deviation now": [row.summary.std for row in rows],
            "mean now": [row.summary.mean for row in rows],
            "zeros": [row.summary.zeros for row in rows],
            "not finite": [row.summary.nans + row.summary.infinities for row in rows],
        }
    )
    if history is not None and len(history.epochs) > 1:
        places = [history.of(row.path) for row in rows]
        table["moved"] = [None if k is None else history.distances[k, -1] for k in places]
        table["effective rank"] = [None if k is None else history.ranks[k, -1] for k in places]
    shares = st.column_config.NumberColumn(format="percent")
    tables.shown(table, hide_index=True, column_config={"zeros": shares, "moved": shares})
