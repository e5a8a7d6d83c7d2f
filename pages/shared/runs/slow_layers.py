"""A training step in slow motion through a network of any kind: layer by layer, in pictures that tell every number."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.inspection.slow_layer_records import INPUT, SlowPart, SlowWalk, SlowWeight
from nnviz.plots.activations import activation
from nnviz.plots.glimpses import glimpse, glimpse_of_weight
from nnviz.plots.weights import as_filters, input_channels, weight
from nnviz.training.catalog import OPTIMIZERS
from pages.shared import frame
from pages.shared.figures import tables, views
from pages.shared.session import state, widgets

_PICTURE = st.column_config.ImageColumn(width="small")
_NUMBER = st.column_config.NumberColumn(format="%.4g")


def forward(walk: SlowWalk, key: str) -> None:
    """What every layer returned, and one of them large."""
    example = _example(walk)
    told = " It was changed at random before: that is the augmentation." if walk.augmented else ""
    frame.caption(
        f"It is {walk.truths[example]}; the network says {walk.answers[example]}.{told} Mean and spread are of the "
        f"whole batch of {len(walk.rows):,}."
    )
    rows = {
        "layer": [part.path for part in walk.parts],
        "picture": [glimpse(part.outputs[example], frame.dark()) for part in walk.parts],
        "kind": [part.kind for part in walk.parts],
        "from": ["", *(", ".join(part.sources) or INPUT for part in walk.parts[1:])],
        "output": [words.shape(part.shape) for part in walk.parts],
        "mean": [part.mean for part in walk.parts],
        "spread": [part.spread for part in walk.parts],
    }
    part = walk.parts[_chosen(rows, "slow.forward", 1)]
    told = "The input" if part.path == INPUT else f"What {part.path} returns"
    _output(part, part.outputs[example], told, f"{key}:{example}", "slow-output")


def loss(walk: SlowWalk) -> None:
    """Each example's loss, and what is differentiated."""
    penalty = f", with {words.number(walk.penalty, 4)} from regularizers" if walk.penalty else ""
    st.markdown(
        f"How wrong each answer is. What is to become smaller is **{words.number(walk.loss, 4)}**: the mean of all, as "
        f"training counts examples{penalty}."
    )
    table = pd.DataFrame({"truth": walk.truths, "answer": walk.answers, "loss": walk.losses})
    tables.shown(table, hide_index=True, column_config={"loss": _NUMBER}, height=min(38 + 35 * len(table), 320))


def backward(walk: SlowWalk, key: str) -> None:
    """What comes back to every layer, from the last to the first, and what its weights get of it."""
    example = _example(walk)
    st.markdown("From the loss back: how the loss changes with each layer's output, and with its weights.")
    parts = [part for part in reversed(walk.parts) if part.slopes is not None]
    rows = {
        "layer": [part.path for part in parts],
        "picture": [glimpse(part.slopes[example], frame.dark()) for part in parts],
        "‖∂loss/∂output‖": [part.slope_size for part in parts],
        "‖∂loss/∂weights‖": [part.gradient_size for part in parts],
    }
    part = parts[_chosen(rows, "slow.backward", 0)]
    told, learned = f"∂loss/∂output of {part.path}", [own for own in part.weights if own.gradient is not None]
    left, right = st.columns(2) if learned and not frame.narrow() else (st.container(), st.container())
    with left:
        _output(part, part.slopes[example], told, f"{key}:{example}", "slow-slope")
    for own in learned[:1]:
        with right:
            _weight(part, own, own.gradient, f"∂loss/∂{own.name} of {part.path}", key, "slow-gradient")


def update(walk: SlowWalk, key: str) -> None:
    """Every weight before and after the step."""
    st.markdown(
        f"{OPTIMIZERS[walk.optimizer].title} turns each gradient into a step Δw, with learning rate "
        f"{words.plain(walk.rate)}. Sizes are lengths: the root of the sum of squares."
    )
    every = [(part, own) for part in walk.parts for own in part.weights]
    rows = {
        "layer": [part.path for part, _ in every],
        "weight": [own.name for _, own in every],
        "shape": [words.sizes(own.shape) or "one number" for _, own in every],
        "Δw": [glimpse_of_weight(own.step, frame.dark()) for _, own in every],
        "‖w‖": [own.size for _, own in every],
        "‖gradient‖": [own.gradient_size for _, own in every],
        "‖Δw‖": [own.step_size for _, own in every],
    }
    part, own = every[_chosen(rows, "slow.update", 0, "Δw")]
    if own.gradient is None:
        frame.caption("No gradient moves this weight: it is frozen, or counted from the batch itself.")
    shown = [("before", own.before), ("the step Δw", own.step), ("after", own.after)]
    places = [st.container() for _ in shown] if frame.narrow() else st.columns(len(shown))
    for place, (name, values) in zip(places, shown, strict=True):
        with place:
            _weight(part, own, values, name, key, f"slow-{name}")
    frame.caption(
        f"These steps and Keras's own training step lead to the same {walk.weights:,} numbers: they differ by "
        f"{words.number(walk.residual, 2)} at most."
    )


def _example(walk: SlowWalk) -> int:
    """Which example of the batch is looked at."""
    if walk.shown == 1:
        return 0
    key = state.key("slow.example")
    if widgets.value(key, 1) > walk.shown:
        widgets.put(key, walk.shown)
    label = f"Example of the batch, of {len(walk.rows)}"
    label += f": the first {walk.shown}" if walk.shown < len(walk.rows) else ""
    return int(st.number_input(label, 1, walk.shown, key=key, width=260)) - 1


def _chosen(rows: dict, name: str, usual: int, picture: str = "picture") -> int:
    """The table, and which of its rows is opened below it."""
    table = pd.DataFrame(rows)
    numbers = table.select_dtypes("number").columns
    empty = {column: table[column].astype(float) for column in table if table[column].dtype == object
             and all(value is None or isinstance(value, float) for value in table[column])}  # fmt: skip
    form = {column: _NUMBER for column in (*numbers, *empty)} | {picture: _PICTURE}
    event = tables.shown(
        table.assign(**empty), hide_index=True, column_config=form, row_height=40, key=state.key(name),
        height=min(40 + 40 * len(table), 400), on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    picked = event["selection"]["rows"]
    return picked[0] if picked and picked[0] < len(table) else usual


def _output(part: SlowPart, values: np.ndarray, title: str, key: str, name: str) -> None:
    whole = values.size == int(np.prod(part.shape or (1,)))
    views.figure(
        lambda: activation(values, frame.dark(), title=escaping.figure(title), narrow=True),
        name,
        f"{key}:{part.path}",
        lambda: pd.DataFrame(values.reshape(-1, values.shape[-1])),
    )
    if not whole:
        frame.caption(f"Of {words.shape(part.shape)} every so many-th place and the first channels are shown.")


def _weight(part: SlowPart, own: SlowWeight, values: np.ndarray, title: str, key: str, name: str) -> None:
    drawn = as_filters(values, part.kind)
    first = " for the first input" if input_channels(drawn) > 1 else ""
    views.figure(
        lambda: weight(drawn, frame.dark(), title=f"{title}{first}", narrow=True),
        name,
        f"{key}:{part.path}:{own.name}",
        lambda: pd.DataFrame(values.reshape(-1, values.shape[-1] if values.ndim else 1)),
    )


def draw(stage: str, walk: SlowWalk, key: str) -> None:
    """One stage of the step, of `STAGES`."""
    if stage == "Loss":
        loss(walk)
    else:
        {"Forward": forward, "Backward": backward, "Update": update}[stage](walk, key)
