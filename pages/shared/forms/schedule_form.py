"""The learning rate of a training as its form stands, drawn before training."""

import streamlit as st

from nnviz import words
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.plots import small
from nnviz.specs import TrainSpec
from nnviz.training.catalog import resolve
from nnviz.training.rates import course
from pages.shared import frame
from pages.shared.session import state

_LIVE = "It follows the validation loss, which nobody knows before: once training runs, the rate is among the curves."


def _plain(value: float) -> str:
    return words.plain(value, 3)


def picture(train: TrainSpec, schema: Schema | None) -> None:
    """The rate over the epochs; nothing where it stays the same."""
    if train.schedule == "constant" or schema is None:
        return
    try:
        drawn = course(resolve(train, schema), state.remembered("train_examples", state.experiment().data.to_json()))
    except NnvizError:
        return  # the control that is wrong says so
    if drawn is None:
        st.caption(_LIVE)
        return
    steps = f", step {drawn.steps:,}" if drawn.steps else ""
    ends = ("epoch 0", f"epoch {train.epochs:,}{steps}")
    lines = [("learning rate", drawn.rate)]
    drawing = small.curves(drawn.epochs, lines, str(drawn), ends, _plain, dark=frame.dark())
    st.html(f"<style>{small.CURVES}</style>{drawing}")
    st.caption(str(drawn))
