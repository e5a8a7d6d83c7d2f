"""The view The input of the page Gradients: how the loss of one example changes with every number of its input."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.plots import attribution
from pages.shared import engine, frame
from pages.shared.figures import examples, views


def show(left, right) -> None:
    """The chosen example's ∂loss/∂input."""
    run, key, held_out, position = examples.example_in(left, right, own=False)
    question = run.reference, held_out.split, int(held_out.indexes[position])
    with right:
        try:
            slope = engine.ask_once(
                "gradient_input", *question, key=f"{key}:{question}", what="Going back to the input"
            )
        except NnvizError as error:
            engine.refusal(error)
            return
        st.markdown("How this example's loss changes with each number of its input: where it is blue, more means more.")
        views.figure(
            lambda: _figure(slope, held_out, position),
            "gradient-of-input",
            f"{key}:{question}",
            lambda: views.as_table(slope),
        )
        st.caption(
            escaping.markdown(
                "∂loss/∂input, in the scale in which the network takes its input. Attribution explains the answer "
                "instead; this explains the error."
            )
        )


def _figure(slope, held_out: Examples, position: int):
    schema, x, dark = held_out.schema, held_out.inputs[position], frame.dark()
    if schema.kind == "image":
        return attribution.image_attribution(
            x, slope, dark, pixel_range=held_out.pixel_range, narrow=frame.narrow(), of_loss=True
        )
    if schema.kind == "sequence":
        return attribution.sequence_attribution(x, slope, dark, channel_names=schema.feature_names, of_loss=True)
    texts = held_out.value_texts(position)
    return attribution.feature_attribution(slope, schema.feature_names, texts, dark, of_loss=True)
