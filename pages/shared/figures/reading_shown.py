"""A reading on the page: attention by layer and head, and what recurrent layers remember."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.errors import ModelError
from nnviz.inspection.attention_measures import attention_entropy, attention_rollout, places_looked_at
from nnviz.inspection.examples import Examples
from nnviz.inspection.sequence_records import AttentionMap, HeadsLeftOut, HiddenStates, Reading
from nnviz.plots import sequence as plots
from nnviz.runs.run import Run
from nnviz.views.glossed import glossed
from pages.shared import frame
from pages.shared.figures import tables, views
from pages.shared.session import state, widgets

_ATTENTION = ("MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "Bidirectional")
_WITH_HEADS = ("MultiHeadAttention", "GroupQueryAttention")
_ROLLOUT = "Rollout of all layers"
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


def choose_input(held_out: Examples) -> str:
    """Of several inputs the one whose steps are read: "" for the first, or a name."""
    steps = [one for one in held_out.schema.further if one.kind in ("sequence", "image")]
    if not steps:
        return ""
    first = f"the {held_out.schema.first_noun}"
    return st.segmented_control(
        "Whose steps",
        ["", *(one.name for one in steps)],
        default="",
        required=True,
        format_func=lambda name: name or first,
        key=state.key("sequence.input"),
        persist_state="session",
        help="The layers that this input reaches are shown, by its own steps.",
    ) or ""  # fmt: skip


def draw(reading: Reading, key: str, heads_left_out: Callable[[], tuple[HeadsLeftOut, ...]]) -> None:
    """All that there is; a sentence where the network turned out to have nothing of the kind.

    Args:
        heads_left_out: asks how the network answers without each head, once somebody wants to know.
    """
    if not reading.attention and not reading.states:
        st.info("None of the layers that this input reaches attends or remembers.", icon=":material/info:")
    if reading.attention:
        _attention(reading, key)
        _every_head(reading, heads_left_out)
    if reading.states:
        _states(reading, key)
    if reading.reach:
        _reach(reading, key)
    if "" in reading.steps:
        st.caption("· stands for the places after the end of the text.")


def _attention(reading: Reading, key: str) -> None:
    st.header("Who looks at whom", anchor=False)
    rollout = _rollout(reading.attention)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        shown = _choose("Attention layer", reading.attention, "sequence.attention")
        heads = shown.weights.shape[1]
        names = ["Mean of the heads", *(f"Head {k + 1}" for k in range(heads))]
        choices = (names if heads > 1 else names[:1]) + ([_ROLLOUT] if rollout is not None else [])
        name = choices[0]
        if len(choices) > 1:
            name = st.selectbox("Head", choices, key=state.key("sequence.head"), width=260)
    if name == _ROLLOUT:
        weights = rollout[0]
    else:
        weights = shown.weights[0].mean(0) if name == names[0] else shown.weights[0, names.index(name) - 1]
    queries, keys = (_named(reading.steps, count) for count in weights.shape)
    views.figure(
        lambda: plots.attention(weights, queries, keys, frame.dark()),
        "attention",
        f"{key}:{shown.path}:{shown.call_index}:{name}",
        lambda: views.as_table(weights),
    )
    if name == _ROLLOUT:
        st.caption(
            "Rollout: how much of each step of the input reaches each step after all attention layers, by their "
            "weights and the way past them. It leaves out what other layers do in between."
        )
        return
    st.caption(
        "Each row adds up to 1. A weight says how much of a step enters another one, not how much it counts for the "
        "answer: Attribution asks that."
    )


def _rollout(maps: tuple[AttentionMap, ...]):
    """(1, steps, steps), or None where the layers do not all look from the same steps to the same ones."""
    try:
        return attention_rollout(maps)
    except ModelError:
        return None


def _every_head(reading: Reading, heads_left_out: Callable[[], tuple[HeadsLeftOut, ...]]) -> None:
    """Every head in numbers: how many places it looks at, and what is lost without it once that was asked for."""
    asked = state.key("sequence.heads")
    with st.expander("Every head in numbers", expanded=bool(widgets.value(asked))):
        left_out = {}
        if any(one.kind in _WITH_HEADS for one in reading.attention):
            ask = "Leave each head out in turn, and see what is lost"
            if st.toggle(ask, key=asked, help="Asks the network again about up to 300 examples for every head."):
                left_out = {one.path: one for one in heads_left_out()}
        rows = [
            _head_row(one, head, left_out.get(one.path))
            for one in reading.attention
            for head in range(one.weights.shape[1])
        ]
        tables.shown(pd.DataFrame(rows), hide_index=True)
        st.caption(
            "Places: as many as a head would look at if it looked at all of them alike (2 to the power of its entropy)."
        )
        for one in left_out.values():
            whole = words.percent(one.before) if one.kind == "right" else words.number(one.before)
            told = "of the answers right" if one.kind == "right" else "mean error"
            st.caption(f"With all heads, over {one.examples:,} examples: {whole} {told}.")


def _head_row(one: AttentionMap, head: int, left_out: HeadsLeftOut | None) -> dict:
    bits = float(attention_entropy(one.weights[:1])[0, head])
    places = float(places_looked_at(one.weights[:1])[0, head])
    row = {"layer": one.path, "head": str(head + 1), "places": f"{places:.1f}", "entropy": f"{bits:.2f} bits"}
    if left_out is not None:
        score = float(left_out.scores[head])
        told = words.percent(score) if left_out.kind == "right" else words.number(score)
        row["right without it" if left_out.kind == "right" else "error without it"] = told
    return row


def _states(reading: Reading, key: str) -> None:
    st.header("What is remembered", anchor=False)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        shown = _choose("Recurrent layer", reading.states, "sequence.states")
        parts = {"Hidden state": shown.hidden} | ({} if shown.cell is None else {"Cell state": shown.cell})
        parts |= {name.capitalize(): values for name, values in shown.gates.items()}
        part = next(iter(parts))
        if len(parts) > 1:
            part = st.selectbox("Shown", list(parts), key=state.key(f"sequence.part.{shown.kind}"), width=220)
    values, opened = parts[part][0], part.endswith("gate")
    views.figure(
        lambda: plots.states(values, _named(reading.steps, len(values)), frame.dark(), opened=opened),
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


def _reach(reading: Reading, key: str) -> None:
    st.header("How far back the answer reaches", anchor=False)
    paths = [one.path for one in reading.reach]
    steps = _named(reading.steps, reading.reach[0].norms.shape[1])
    norms = [one.norms[0] for one in reading.reach]
    views.figure(
        lambda: plots.reach(norms, paths, steps, frame.dark()),
        "reach",
        f"{key}:reach",
        lambda: pd.DataFrame({path: pd.Series(own) for path, own in zip(paths, norms, strict=True)}),
    )
    st.caption(
        "The size of the answer's gradient at what each recurrent layer is given, step by step. Where the line falls "
        "steeply towards the beginning, training can hardly teach the layer to remember that far."
    )


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
