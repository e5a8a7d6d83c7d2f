"""The loss that is chosen, drawn with its slope."""

import streamlit as st

from nnviz import words
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.plots import small
from nnviz.specs import TrainSpec
from nnviz.training.loss_shapes import shape_of
from pages.shared import frame
from pages.shared.session import state


def picture(train: TrainSpec, schema: Schema | None) -> None:
    """What the loss says of one example, over its prediction, and how hard it pulls there."""
    if schema is None:
        return
    try:
        found = shape_of(train, schema, state.experiment().model)
    except NnvizError:
        return  # the control that is wrong says so
    if found is None:
        return
    title, shape = found
    label = f"{title} and its slope over the {shape.axis}."
    ends = (words.plain(shape.x[0], 3), f"{shape.axis} {words.plain(shape.x[-1], 3)}")
    lines = [("loss", shape.loss), ("slope", shape.slope_shown)]
    drawing = small.curves(
        shape.x, lines, label, ends, lambda value: words.plain(value, 3), mark=shape.truth, dark=frame.dark()
    )
    st.html(f"<style>{small.CURVES}</style>{drawing}")
    st.caption(f"{title}. {shape.told} The slope is how hard it pulls there.")
