"""What stands beside an example of a person's own: a part of the form for each further input."""

import streamlit as st

from nnviz import escaping
from nnviz.data.own import handmade, standing_beside
from nnviz.data.schema import Schema
from nnviz.runs.run import Run
from pages.shared import engine
from pages.shared.figures import changed_row
from pages.shared.session import state


def controls(run: Run, schema: Schema, begun: tuple[str, int], key: str) -> dict[str, tuple]:
    """Draws a part for each further input, which begins as it is with the example `begun`; returns name → codes of a
    table, and of a sequence or an image (part, position) of the example of the data whose it is.

    Args:
        begun: (part, position); "" for a usual row of the training examples.
    """
    beside: dict[str, tuple] = {}
    rows = engine.ask_once("what_if_beside", run.reference, *begun, key=f"{key}:{begun}", what="Fetching the inputs")
    for name, row in rows.items():
        beside[name] = changed_row.controls(row, f"{key}:{begun}:{name}", escaping.markdown(name).capitalize())
    for one in schema.further:
        if one.kind != "vector":
            part, position = _whose(one.name, begun)
            beside[one.name] = (part, position)
            st.markdown(f"##### {escaping.markdown(one.name).capitalize()}")
            st.caption(
                f"{'An image' if one.kind == 'image' else 'A sequence'} of {one.words}, as "
                f"{part if part != 'train' else 'training'} example {position + 1:,} has it. To have another's, choose "
                "that one first, under “From the data”."
            )
    return beside


def _whose(name: str, begun: tuple[str, int]) -> tuple[str, int]:
    """The example whose sequence or image it is: the one that the form begins with, or as that example has it."""
    if handmade.is_own(begun[0]):
        return standing_beside.whose(handmade.read(begun[0]), name) or state.of_data() or ("train", 0)
    return begun if begun[0] else state.of_data() or ("train", 0)
