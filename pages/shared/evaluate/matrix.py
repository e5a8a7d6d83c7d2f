"""Classes: the matrix whose cells open their examples, and the report by class."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.evaluation.records import Evaluation
from nnviz.plots import theme
from pages.shared import frame
from pages.shared.evaluate import listed
from pages.shared.figures import tables, views
from pages.shared.session import state, widgets

_MOST_MATRIX = 30
"""Classes up to which the matrix is drawn whole."""
_SHARES = ["precision", "recall", "F1"]


def show(evaluation: Evaluation, run_id: str, key: str, _left) -> None:
    """What is mistaken for what; below it the examples of a cell, or those that are chosen by how wrong they are."""
    names = evaluation.schema.class_names
    cell = _matrix(evaluation, key)
    if cell is None:
        listed.choose(evaluation, run_id)
        return
    title = f"{escaping.markdown(names[cell[0]])} taken for {escaping.markdown(names[cell[1]])}"
    title = f"Correctly called {escaping.markdown(names[cell[0]])}" if cell[0] == cell[1] else title
    listed.show(evaluation, evaluation.cell(*cell), title, run_id)


def by_class(evaluation: Evaluation, key: str) -> None:
    """Precision, recall and F1 of each class against the others."""
    table = pd.DataFrame(
        [
            {"class": own.name, "precision": own.precision, "recall": own.recall, "F1": own.f1}
            | {"examples": own.examples}
            for own in evaluation.classes
        ]
    )
    st.dataframe(tables.safe(table).style.format(words.percent, subset=_SHARES), hide_index=True)
    views.take_away_table(lambda: table, "by-class")
    frame.caption(
        "Precision: of the examples called this class, the share that really is. Recall: of the examples of this "
        "class, the share that was found. F1: the harmonic mean of the two."
    )


def _matrix(evaluation: Evaluation, key: str) -> tuple[int, int] | None:
    """Draws the confusion matrix and returns the cell that was chosen in it."""
    names, counts = evaluation.schema.class_names, evaluation.confusion
    if len(names) > _MOST_MATRIX:
        st.caption(f"There are {len(names):,} classes: choose two instead of a cell.")
        true_class, called = st.columns(2)
        places = range(len(names))
        chosen = [
            column.selectbox(label, places, None, format_func=lambda k: names[k], key=state.key(f"evaluate.{label}"))
            for column, label in ((true_class, "True class"), (called, "Called"))
        ]
        return None if None in chosen else tuple(chosen)
    table = pd.DataFrame(counts, index=[f"is {name}" for name in names], columns=list(names))
    table = tables.safe(table)
    columns = list(table.columns)
    widget = f"evaluate.matrix:{key}"
    st.dataframe(
        table.style.apply(lambda _: _shades(counts), axis=None).format("{:,}"),
        key=widget,
        on_select="rerun",
        selection_mode="single-cell",
        width="content",
        height=35 * (len(names) + 1) + 3,
    )
    st.caption("Rows are what the examples are, columns what the network calls them. Click a cell to see its examples.")
    cells = widgets.value(widget, {}).get("selection", {}).get("cells", [])
    if not cells:
        return None
    row, column = cells[0]
    return (int(row), columns.index(column)) if column in columns else None


def _shades(counts: np.ndarray) -> np.ndarray:
    """CSS of each cell: the deeper the more of its row; right ones blue, wrong ones orange."""
    tokens = theme.tokens(frame.dark())
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    right = np.eye(len(counts), dtype=bool)
    styles = np.empty(counts.shape, dtype=object)
    for place in np.ndindex(*counts.shape):
        colour = tokens["positive" if right[place] else "negative"]
        shade = theme.with_alpha(colour, 0.1 + 0.5 * float(shares[place])) if counts[place] else "transparent"
        styles[place] = f"background-color: {shade}; color: {tokens['text' if counts[place] else 'muted']}"
    return styles
