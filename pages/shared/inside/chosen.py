"""What the views of the page Network are given, and the controls that choose it."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.records import LayerRow
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import examples
from pages.shared.session import selection, state, widgets


@dataclass(frozen=True)
class Chosen:
    """What is looked at; the same on every page.

    Attributes:
        run: at the moment of its training that is chosen: tasks of the engine are asked about its `reference`.
        key: changes with the run's weights and that moment; a part of the key of every question.
        held_out, position: the examples, and the place of the chosen one among them.
        layers: every layer of the network but its inputs, outer before inner.
        layer: path of the chosen one.
        unit: place of the chosen unit on the last axis of the layer's output; None for none in particular.
        target: place of the chosen class or output; None for the one that is predicted.
        moment: step of the recorded weights; None for the newest ones.
        left: the column of controls, for those of the view.
    """

    run: Run
    key: str
    held_out: Examples
    position: int
    layers: tuple[LayerRow, ...]
    layer: str
    unit: int | None
    target: int | None
    moment: int | None
    left: Any = field(compare=False, repr=False)

    @property
    def row(self) -> LayerRow:
        """The chosen layer."""
        return next(row for row in self.layers if row.path == self.layer)

    @property
    def index(self) -> int:
        """The chosen example's place in its part of the data, which is `held_out.split`."""
        return int(self.held_out.indexes[self.position])


def choose(left, right) -> Chosen:
    """Draws the controls in the left column and returns what is chosen; stops the page with a sentence where there is
    nothing to choose."""
    run, key, held_out, position = examples.example_in(left, right)
    with right:
        layers = layers_of(run, key)
    with left, frame.steering("layer"):
        layer = choose_layer(layers)
        row = next(row for row in layers if row.path == layer)
        unit = choose_unit(units_of(row), layer)
    target = _target(held_out)
    with right:
        selection.tell()
    return Chosen(run, key, held_out, position, layers, layer, unit, target, run.moment, left)


def layers_of(run: Run, key: str) -> tuple[LayerRow, ...]:
    """Every layer of a run's network but its inputs; stops the page with a sentence where there is none."""
    try:
        layers = engine.ask_once("layers", run.reference, key=key, what="Reading the network")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
    if not layers:
        st.info("This network has no layers to look into.", icon=":material/layers_clear:")
        st.stop()
    return layers


def units_of(row: LayerRow) -> int | None:
    """How many units a layer has: the size of its output's last axis; None where the model does not say."""
    shape = row.output_shape
    return shape[-1] if shape and isinstance(shape[-1], int) and len(shape) > 1 else None


def choose_layer(layers: tuple[LayerRow, ...]) -> str:
    """The chosen layer; at first the first one that has weights."""
    paths, key = [row.path for row in layers], state.key("inside.layer")
    kinds = {row.path: row.kind for row in layers}
    learning = next((row.path for row in layers if row.parameters), paths[0])
    widgets.put(key, selection.layer(paths) or learning)
    return st.selectbox(
        "Layer" if len(paths) < 13 else f"Layer, of {len(paths):,}",
        paths,
        format_func=lambda path: f"{path} · {kinds.get(path, '')}",
        key=key,
        on_change=lambda: selection.choose_layer(widgets.value(key)),
    )


def choose_unit(count: int | None, layer: str) -> int | None:
    """The place of the chosen unit; None for all of them, or where the layer has but one."""
    chosen, key = selection.unit(count), state.key("inside.unit")
    if count is not None and count < 2:
        return None
    widgets.put(key, None if chosen is None else chosen + 1)
    number = st.number_input(
        "Unit" if count is None else f"Unit, of {count:,}",
        1,
        count,
        key=key,
        placeholder="all",
        help="A neuron of a dense layer, a channel of a convolution. Empty for all of them.",
        on_change=lambda: _take_unit(widgets.value(key)),
    )
    return None if number is None else int(number) - 1


def _take_unit(number: int | None) -> None:
    selection.choose_unit(None if number is None else int(number) - 1)


def _target(held_out: Examples) -> int | None:
    schema = held_out.schema
    return selection.target(len(schema.class_names) if schema.task != "regression" else schema.outputs)
