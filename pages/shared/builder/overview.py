"""The network as a whole: its totals, and the panels under the diagram."""

import pandas as pd
import streamlit as st

from nnviz.models.records import Preview
from pages.shared import views
from pages.shared.builder import words


def totals(preview: Preview | None, batch_size: int) -> None:
    """Parameters, memory and work; dashes until Keras has answered."""
    if preview is None:
        return views.numbers(dict.fromkeys(("Layers", "Parameters", "Trainable", "Activations", "Multiply-adds"), "–"))
    views.numbers({
        "Layers": f"{sum(layer.enabled for layer in preview.layers):,}", "Parameters": f"{preview.parameters:,}",
        "Trainable": f"{preview.trainable_parameters:,}", "Weights": words.memory(4 * preview.parameters),
        f"Activations, batch of {batch_size}": words.memory(preview.activation_bytes * batch_size),
        "Multiply-adds per example": words.count(preview.multiply_adds)})


def panels(preview: Preview) -> None:
    with st.expander("The layers as a table", icon=":material/table:"):
        table = pd.DataFrame([_row(layer) for layer in preview.layers])
        st.dataframe(table, hide_index=True)
        st.download_button("CSV", table.to_csv(index=False), "nnviz-layers.csv", "text/csv", icon=":material/download:",
                           type="tertiary", on_click="ignore")


def _row(layer) -> dict:
    return {"layer": layer.name, "kind": layer.kind, "fed by": ", ".join(layer.inputs),
            "gives": words.shape(layer.output_shape) if layer.output_shape is not None else "",
            "parameters": layer.parameters, "trainable": layer.trainable_parameters, "bytes per example": layer.activation_bytes,
            "multiply-adds": layer.multiply_adds, "sees": words.shape(layer.receptive_field) if layer.receptive_field else "",
            "problem": layer.error.message if layer.error else "; ".join(found.message for found in layer.warnings)}
