"""Every tensor of the network, as its file holds it: searched by name, opened page by page, and taken away."""

import io

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.weight_records import TensorRow
from nnviz.plots.weights import matrix
from pages.shared import engine, frame
from pages.shared.figures import lines, tables, views
from pages.shared.inside.chosen import Chosen
from pages.shared.session import state

_FILE = 4_000_000


def show(chosen: Chosen) -> None:
    """The table, and below it the tensor that is chosen in it."""
    rows = engine.ask_once("tensors", chosen.run.reference, key=chosen.key, what="Reading every tensor")
    wanted = st.text_input(
        "Find", key=state.key("tensors.find"), placeholder="Part of a name, a type, or a shape: 3 × 3"
    )
    found = [row for row in rows if wanted.strip().lower() in _searched(row)]
    total = sum(row.count for row in rows)
    told = f"{len(rows):,} tensors with {total:,} values, {words.memory(sum(row.bytes for row in rows))}."
    if not found:
        return st.caption(
            f"No tensor has {escaping.markdown(repr(wanted.strip()[:60]))} in its name, type or shape. {told}"
        )
    st.caption(told if len(found) == len(rows) else f"{len(found):,} of {told}")
    event = tables.shown(
        _table(found), hide_index=True, height=min(330, 38 + 35 * len(found)), on_select="rerun",
        selection_mode="single-row", key=state.key(f"tensors.table.{wanted}"),
    )  # fmt: skip
    picked = event["selection"]["rows"]
    own = found[picked[0]] if picked and picked[0] < len(found) else _first(found, chosen)
    _opened(chosen, own)


def _searched(row: TensorRow) -> str:
    return f"{row.path} {row.layer_kind} {row.dtype} {words.sizes(row.shape)}".lower()


def _first(rows: list[TensorRow], chosen: Chosen) -> TensorRow:
    """The chosen layer's first tensor, else the first of all."""
    return next((row for row in rows if row.path.startswith(f"{chosen.layer}/")), rows[0])


def _table(rows: list[TensorRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": [row.path for row in rows],
            "layer": [row.layer_kind for row in rows],
            "shape": [words.sizes(row.shape) or "one number" for row in rows],
            "type": [row.dtype for row in rows],
            "values": [row.count for row in rows],
            "mean": [row.summary.mean for row in rows],
            "deviation": [row.summary.std for row in rows],
            "smallest": [row.summary.minimum for row in rows],
            "largest": [row.summary.maximum for row in rows],
            "not finite": [row.summary.nans + row.summary.infinities for row in rows],
            "learned": [row.trainable for row in rows],
        }
    )


def _opened(chosen: Chosen, own: TensorRow) -> None:
    st.subheader(escaping.markdown(own.path), anchor=False)
    pages_key, page = state.key(f"tensors.page.{own.path}"), 1
    question = chosen.run.reference, own.path
    first = engine.ask_once("tensor", *question, 0, key=f"{chosen.key}:{question}:0", what="Opening the tensor")
    if first.pages > 1:
        page = st.number_input(f"Page, of {first.pages:,}", 1, first.pages, 1, key=pages_key, width=200)
    shown = first
    if page > 1:
        key = f"{chosen.key}:{question}:{page}"
        shown = engine.ask_once("tensor", *question, int(page) - 1, key=key, what="Turning the page")
    part = "" if shown.pages == 1 else f" Values {shown.place} of it as a matrix whose columns are its last axis."
    st.caption(
        f"{words.sizes(own.shape) or 'One number'}, {own.dtype}. {views.summary_words(own.summary).capitalize()}.{part}"
    )
    picture, numbers = st.tabs(["Picture", "Values"])
    with picture:
        views.figure(
            lambda: matrix(shown.values, frame.dark(), row=shown.row, column=shown.column, names=("Row", "Column")),
            "tensor",
            f"{chosen.key}:{question}:{page}",
            lambda: _frame(shown),
        )
    with numbers:
        tables.shown(_frame(shown), height=330)
    _taken(chosen, own)


def _frame(shown) -> pd.DataFrame:
    rows, columns = shown.values.shape
    return pd.DataFrame(
        shown.values,
        index=[str(k) for k in range(shown.row, shown.row + rows)],
        columns=[str(k) for k in range(shown.column, shown.column + columns)],
    )


def _taken(chosen: Chosen, own: TensorRow) -> None:
    if own.count <= _FILE:
        try:
            values = _whole(chosen, own)
        except NnvizError as error:
            return engine.refusal(error)
        if values is not None:
            st.download_button(
                "NPY", values, f"nnviz-{escaping.file_name(own.path)}.npy", icon=":material/download:", type="tertiary",
                on_click="ignore", key="tensor-npy",
            )  # fmt: skip
    asked = (chosen.run.reference, own.path)
    lines.lines("nnviz.inspection.weights_of_run", "tensor_file", asked, "values", "print(values.shape)")


def _whole(chosen: Chosen, own: TensorRow) -> bytes | None:
    question = chosen.run.reference, own.path
    if own.count > 200_000 and not st.button("Prepare a file of all values", key="tensor-file"):
        return None
    values = engine.ask_once("tensor_file", *question, key=f"{chosen.key}:{question}", what="Fetching all values")
    file = io.BytesIO()
    np.save(file, values, allow_pickle=False)
    return file.getvalue()
