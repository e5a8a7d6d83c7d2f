"""A reading on the page: attention by layer and head, and what recurrent layers remember."""

import streamlit as st

from nnviz import words
from nnviz.inspection.sequence_records import AttentionMap, HiddenStates, Reading
from nnviz.plots import sequence as plots
from nnviz.runs.run import Run
from nnviz.views.glossed import glossed
from pages.shared import frame
from pages.shared.figures import views
from pages.shared.session import state

_ATTENTION = ("MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "Bidirectional")
_FAR = 1e-3


def must_read(run: Run) -> None:
    """Stops the page for a network without a layer that attends or remembers; one that is kept whole may have some."""
    kinds = {layer.kind for layer in run.experiment.model.layers if layer.enabled}
    if kinds & {*_ATTENTION, *_RECURRENT, "KerasLayer"}:
        return
    with st.container(border=True):
        st.markdown("#### This network reads everything at once")
        st.markdown(
            glossed(
                "It has no attention and no recurrent layer. Under Build, choose the template Transformer, LSTM or "
                "GRU: with images they read row by row, with texts of your own word by word."
            )
        )
        st.page_link("pages/lab/build.py", label="Choose a template", icon=":material/account_tree:")
    st.stop()


def draw(reading: Reading, key: str) -> None:
    """All that there is; a sentence where the network turned out to have nothing of the kind."""
    if not reading.attention and not reading.states:
        st.info("None of this network's layers attends or remembers.", icon=":material/info:")
    if reading.attention:
        _attention(reading, key)
    if reading.states:
        _states(reading, key)
    if "" in reading.steps:
        st.caption("· stands for the places after the end of the text.")


def _attention(reading: Reading, key: str) -> None:
    st.header("Who looks at whom", anchor=False)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        shown = _choose("Attention layer", reading.attention, "sequence.attention")
        heads = shown.weights.shape[1]
        names = ["Mean of the heads", *(f"Head {k + 1}" for k in range(heads))]
        name = names[0]
        if heads > 1:
            name = st.selectbox("Head", names, key=state.key("sequence.head"), width=220)
    head = names.index(name)
    weights = shown.weights[0].mean(0) if head == 0 else shown.weights[0, head - 1]
    queries, keys = (_named(reading.steps, count) for count in weights.shape)
    views.figure(
        lambda: plots.attention(weights, queries, keys, frame.dark()),
        "attention",
        f"{key}:{shown.path}:{shown.call_index}:{head}",
        lambda: views.as_table(weights),
    )
    st.caption(
        "Each row adds up to 1. A weight says how much of a step enters another one, not how much it counts for the "
        "answer: Attribution asks that."
    )


def _states(reading: Reading, key: str) -> None:
    st.header("What is remembered", anchor=False)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        shown = _choose("Recurrent layer", reading.states, "sequence.states")
        parts = ["Hidden state", "Cell state"] if shown.cell is not None else ["Hidden state"]
        part = parts[0]
        if len(parts) > 1:
            part = st.segmented_control("Shown", parts, default=parts[0], required=True, key=state.key("sequence.part"))
    values = shown.hidden[0] if part == parts[0] else shown.cell[0]
    views.figure(
        lambda: plots.states(values, _named(reading.steps, len(values)), frame.dark()),
        "states",
        f"{key}:{shown.path}:{shown.call_index}:{part}",
        lambda: views.as_table(values),
    )
    way = "Read from the last step to the first. " if shown.backwards else ""
    if shown.residual > _FAR:
        st.warning(
            f"Stepped one by one, the states differ from the layer's own output by {words.number(shown.residual)}: do "
            "not rely on them.",
            icon=":material/warning:",
        )
    exact = _bound(shown.residual)
    st.caption(f"{way}Stepped with the layer's own cell; where it ends is the layer's own output, within {exact}.")


def _bound(residual: float) -> str:
    return "0.000001" if residual < 1e-6 else words.number(residual, 1)


def _choose(label: str, records: tuple, key: str) -> AttentionMap | HiddenStates:
    """The record of the layer that is chosen; the first where there is one alone."""
    names = [own.path + (f" (call {own.call_index + 1})" if own.call_index else "") for own in records]
    if len(names) == 1:
        return records[0]
    return records[names.index(st.selectbox(label, names, key=state.key(key), width=260))]


def _named(steps: tuple[str, ...], count: int) -> list[str]:
    """A name for each of `count` steps: the input's own where there are as many, "·" after a text's end."""
    if count != len(steps):
        return [str(k + 1) for k in range(count)]
    return [name or "·" for name in steps]
