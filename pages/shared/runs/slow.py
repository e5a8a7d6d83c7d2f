"""Training in slow motion: one batch at a time through forward, loss, backward and update, with all its numbers."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.inspection.slow_layer_records import SlowWalk
from nnviz.inspection.slow_motion_records import STAGES, SlowBatch, SlowLayer
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.training.catalog import OPTIMIZERS
from pages.shared import engine, frame
from pages.shared.figures import tables
from pages.shared.lessons.lesson import door
from pages.shared.runs import slow_layers
from pages.shared.session import state, widgets
from pages.shared.session.record import record

_LESSONS = {"Forward": "neuron", "Loss": "losses", "Backward": "backpropagation", "Update": "gradient_descent"}


def draw(experiment: Experiment, run: Run | None = None) -> None:
    """A switch, and behind it the next step of an experiment's training from its first weights on; of a run from those
    that it began with."""
    if not st.toggle("Slow motion: one batch, number by number", key=state.key("slow.on")):
        return
    key, done = record().watched.slow
    if key != experiment.key:
        done = 0
    step, stage = divmod(done, len(STAGES))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="slow-steps"):
        st.button("Next", icon=":material/skip_next:", key="slow-next", on_click=_go, args=(experiment.key, done + 1))
        if done:
            back = {"icon": ":material/undo:", "type": "tertiary", "on_click": _go}
            st.button("Back", key="slow-back", args=(experiment.key, done - 1), **back)
            st.button("From the start", key="slow-first", args=(experiment.key, 0), **back)
    own = run is not None and (run.record.begins_with or any(event.get("taken") == 0 for event in run.events()))
    began = run.id if own else ""
    asked = f"{experiment.key}:{began}:{step}"
    try:
        batch = engine.ask_once("slow_motion", experiment, step, began, key=asked, what="Taking the step apart")
    except NnvizError as error:
        return engine.refusal(error)
    name = STAGES[stage]
    st.markdown(
        f"**Epoch {batch.epoch + 1}, batch {batch.batch + 1} of {batch.batches}:** "
        + " → ".join(f"**{own.lower()}**" if own == name else own.lower() for own in STAGES)
    )
    if isinstance(batch, SlowWalk):
        slow_layers.draw(name, batch, asked)
    else:
        _SHOWN[name](batch)
    door(_LESSONS[name])


def _go(key: str, done: int) -> None:
    record().watched.slow = key, max(0, done)


def _example(batch: SlowBatch) -> int:
    """Which example of the batch is looked at."""
    count = len(batch.rows)
    if count == 1:
        return 0
    key = state.key("slow.example")
    if widgets.value(key, 1) > count:
        widgets.put(key, count)
    return int(st.number_input(f"Example of the batch, of {count}", 1, count, key=key, width=200)) - 1


def _forward(batch: SlowBatch) -> None:
    example = _example(batch)
    frame.caption(f"It is {batch.truths[example]}; the network says {batch.answers[example]}.")
    for layer in batch.layers:
        st.markdown(f"**{layer.path}**: each unit weighs what comes in, adds its bias, and applies {layer.function}.")
        _table(
            {
                "unit": range(1, layer.kernel.shape[1] + 1),
                "x · w + b = z": [layer.written_out(example, unit) for unit in range(layer.kernel.shape[1])],
                f"a = {layer.function}(z)": layer.outputs[example],
            }
        )


def _loss(batch: SlowBatch) -> None:
    st.markdown(
        f"How wrong each answer is, and the mean of all: **{words.number(batch.loss, 4)}**. That number is to become "
        "smaller."
    )
    _table({"truth": batch.truths, "answer": batch.answers, "loss": batch.losses})


def _backward(batch: SlowBatch) -> None:
    example = _example(batch)
    st.markdown(
        "From the loss back: what comes back to a unit, times the slope of its activation, is its δ = ∂loss/∂z."
    )
    for layer in reversed(batch.layers):
        whole = (layer.slopes == 1).all() and layer is batch.layers[-1]
        st.markdown(f"**{layer.path}**" + (": at the end the loss gives δ itself." if whole else ""))
        columns = {"unit": range(1, layer.kernel.shape[1] + 1)}
        if not whole:
            columns |= {"∂loss/∂a": layer.outer[example], "f′(z)": layer.slopes[example]}
        _table({**columns, "δ": layer.deltas[example]})


def _update(batch: SlowBatch) -> None:
    optimizer = OPTIMIZERS[batch.optimizer].title
    st.markdown(
        f"Each weight's gradient is x · δ, summed over the {words.counted(len(batch.rows), 'example')}. {optimizer} "
        f"turns it into a step, with learning rate {words.plain(batch.rate)}."
    )
    _table(pd.concat([_weights(layer) for layer in batch.layers]))
    frame.caption(
        "These numbers, worked out one by one, and Keras's own training step give the same weights: they differ by "
        f"{words.number(batch.residual, 2)} at most."
    )


def _weights(layer: SlowLayer) -> pd.DataFrame:
    """A row a weight."""
    ins, units = layer.kernel.shape
    old, new = (np.vstack(pair) for pair in ((layer.kernel, layer.bias), (layer.new_kernel, layer.new_bias)))
    gradient = np.vstack((layer.kernel_gradient, layer.bias_gradient))
    return pd.DataFrame(
        {
            "layer": layer.path,
            "from": np.repeat([*layer.names, "bias"], units),
            "to unit": np.tile(np.arange(1, units + 1), ins + 1),
            "weight": old.ravel(),
            "gradient": gradient.ravel(),
            "step": (new - old).ravel(),
            "new weight": new.ravel(),
        }
    )


def _table(columns) -> None:
    table = pd.DataFrame(columns)
    numbers = table.select_dtypes("floating").columns
    form = {name: st.column_config.NumberColumn(format="%.4g") for name in numbers}
    tables.shown(table, hide_index=True, column_config=form, height=min(38 + 35 * len(table), 320))


_SHOWN = {"Forward": _forward, "Loss": _loss, "Backward": _backward, "Update": _update}
