"""How to choose: from the data at hand to a network, with the reasons."""

import streamlit as st

from nnviz import escaping, words
from nnviz.data.schema import Schema
from nnviz.models.records import Preview
from nnviz.models.templates import why
from nnviz.training.catalog import LOSSES
from pages.shared.session import state

_STEPS = ("First layers", "Depth and width", "Last layer and loss", "If it underfits", "If it overfits")


def draw(schema: Schema | None, preview: Preview) -> None:
    """The workflow from task to architecture, with what the network in hand does about each step."""
    if schema is None:
        st.caption("The guidance follows the data; it appears once they are read.")
        return
    st.markdown(
        f"**{escaping.markdown(schema.source or 'The data')}**: {_task(schema)} from {words.shape(schema.input_shape)}."
    )
    reasons = why(schema, state.remembered("train_examples", state.experiment().data.to_json()))
    for step, reason in zip(_STEPS, reasons, strict=False):
        text = reason.partition(": ")[2] if step.startswith("If") else reason
        st.markdown(f":gray[{step}]  \n{escaping.markdown(text[:1].upper() + text[1:])}")
    st.caption(_here(schema, preview))


def _task(schema: Schema) -> str:
    if schema.task == "regression":
        return (
            f"predict {escaping.markdown(schema.target_name)}, a number,"
            if schema.outputs == 1
            else f"predict {schema.outputs} numbers"
        )
    if schema.has_labels:
        return f"say which of {len(schema.class_names)} labels are there"
    return f"tell {len(schema.class_names) or schema.outputs} classes apart"


def _here(schema: Schema, preview: Preview) -> str:
    loss = state.experiment().train.loss
    chosen = LOSSES[loss].title if loss in LOSSES else escaping.markdown(loss)
    if loss == "auto":
        chosen = "the loss that fits the data"
    last = preview.layer(preview.outputs[-1]) if preview.outputs else None
    if last is None:
        return "This network has no layers yet: Suggested start puts in what usually works."
    gives = words.shape(last.output_shape) if last.output_shape is not None else "nothing yet"
    ending = f"it ends with {escaping.markdown(last.title)}, which gives {gives}"
    return (
        f"This network: {preview.trainable_parameters:,} trainable parameters; {ending}; "
        f"it would train with {chosen}. The task needs {words.shape((schema.outputs,))}."
    )
