"""The network as a whole: its totals, and the panels under the diagram."""

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.data.schema import Schema
from nnviz.models.records import Preview
from pages.shared.builder import comparing, files, guidance, history, mending
from pages.shared.figures import tables, views


def totals(preview: Preview | None, batch_size: int) -> dict[str, str]:
    """Parameters, memory and work, in words; dashes until Keras has answered."""
    names = (
        "Layers",
        "Parameters",
        "Trainable",
        "Weights",
        f"Activations, batch of {batch_size}",
        "Multiply-adds per example",
        "Problems",
    )
    if preview is None:
        return dict.fromkeys(names, "–")
    told = (
        f"{sum(layer.enabled for layer in preview.layers):,}",
        f"{preview.parameters:,}",
        f"{preview.trainable_parameters:,}",
        words.memory(4 * preview.parameters),
        words.memory(preview.activation_bytes * batch_size),
        words.count(preview.multiply_adds),
        mending.count(preview),
    )
    return dict(zip(names, told, strict=True))


def own_input(schema: Schema | None) -> None:
    """Says on which input the network is looked at, where that is not the data."""
    origin = history.origin()
    if origin is None or not origin.alone:
        return
    data = f" The data here give {words.shape(schema.input_shape)}." if schema else ""
    with st.container(horizontal=True, vertical_alignment="center", key="build-own-input"):
        st.markdown(
            f":material/info: Shown on its file's own input, {words.shape(origin.input_shape)}.{data}", width="content"
        )
        st.button(
            "Look at it on the data",
            key="build-on-data",
            on_click=history.look_at_the_data,
            type="tertiary",
            icon=":material/database:",
        )


def panels(schema: Schema | None, preview: Preview) -> None:
    """Guidance, the table, the code, files and the comparison."""
    choose, table, code, files_tab, compare = st.tabs(
        ["How to choose", "Table", "Code", "Open, save, share", "Compare"]
    )
    with choose:
        guidance.draw(schema, preview)
    with table:
        _table(preview)
    with code:
        files.code(schema, preview)
    with files_tab:
        files.opening()
        files.saving(schema, preview)
    with compare:
        comparing.draw(schema, preview)


def _table(preview: Preview) -> None:
    if not preview.layers:
        st.caption("No layers yet.")
        return
    table = pd.DataFrame([_row(layer) for layer in preview.layers])
    tables.shown(table, hide_index=True)
    st.download_button(
        "CSV",
        views.csv(table),
        "nnviz-layers.csv",
        "text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _row(layer) -> dict:
    return {
        "layer": layer.name,
        "kind": layer.kind,
        "fed by": ", ".join(layer.inputs),
        "gives": words.shape(layer.output_shape) if layer.output_shape is not None else "",
        "parameters": layer.parameters,
        "trainable": layer.trainable_parameters,
        "bytes per example": layer.activation_bytes,
        "multiply-adds": layer.multiply_adds,
        "sees": words.sizes(layer.receptive_field or ()),
        "problem": layer.error.message if layer.error else "; ".join(warning.message for warning in layer.warnings),
    }
