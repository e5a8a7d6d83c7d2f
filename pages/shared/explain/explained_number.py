"""Which number is explained: the answer itself, or what a unit inside the network returns, at one place or at all."""

import numpy as np
import streamlit as st

from nnviz.errors import NnvizError
from nnviz.explanation.target import INSIDE, Chosen, Position
from nnviz.inspection.examples import Examples
from nnviz.inspection.records import LayerRow
from nnviz.plots import places
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import targets, views
from pages.shared.inside import chosen
from pages.shared.session import selection, state, widgets

_WAYS = {"answer": "The answer", "unit": "A unit inside"}
_AXES = {1: ("Step",), 2: ("Row", "Column")}
_WHERE = {
    1: {"largest": "The step where it is largest", "mean": "The mean of all steps", "one": "One step"},
    2: {"mean": "The mean of its map", "largest": "The pixel where it is largest", "one": "One pixel"},
}


def choose(run: Run, key: str, held_out: Examples, position: int) -> Chosen:
    """Draws the controls; a unit and its place are those that are chosen on every page."""
    way_key = state.key("attribution.way")
    widgets.put(way_key, "unit" if selection.of_unit() else "answer")
    way = st.segmented_control(
        "Explain",
        list(_WAYS),
        required=True,
        format_func=_WAYS.get,
        key=way_key,
        on_change=lambda: selection.choose_of_unit(widgets.value(way_key) == "unit"),
    )
    if way == "answer":
        return targets.choose_target(held_out, position)
    layers = chosen.layers_of(run, key)
    layer = chosen.choose_layer(layers)
    row = next(row for row in layers if row.path == layer)
    unit, number = chosen.choose_unit(chosen.units_of(row), layer), selection.number()
    if unit is None and number and number[1]:
        unit = min(number[1][-1], (chosen.units_of(row) or 1) - 1)
    if unit is None:
        st.caption("Without a number, unit 1 is explained.")
    where = _choose_where(row, unit or 0)
    if isinstance(where, tuple) and where:
        _show_place(run, key, held_out, position, layer, unit or 0, where)
    selection.tell()
    return (INSIDE, layer, unit or 0, where) if where else (INSIDE, layer, unit or 0)


def _choose_where(row: LayerRow, unit: int) -> Position:
    """The place of a layer that has many: a pixel of a map or a step, all of them, or the largest; () where it has
    one, or their number is not known."""
    shape = (row.output_shape or ())[1:-1]
    if len(shape) not in _WHERE or not all(isinstance(size, int) for size in shape):
        return ()
    number = selection.number()
    at = number[1][:-1] if number and len(number[1]) == len(shape) + 1 else None
    offered, key = _WHERE[len(shape)], state.key(f"attribution.where.{len(shape)}")
    if at is not None:
        widgets.put(key, "one")
    where = st.selectbox(
        "Where",
        list(offered),
        format_func=offered.get,
        key=key,
        on_change=lambda: _take_where(widgets.value(key), shape, unit),
    )
    return _choose_at(shape, at or (0,) * len(shape), unit) if where == "one" else where


def _show_place(
    run: Run, key: str, held_out: Examples, position: int, layer: str, unit: int, at: tuple[int, ...]
) -> None:
    """What the unit returns everywhere, to be clicked on; nothing where that cannot be had."""
    asked = (run.reference, held_out.split, int(held_out.indexes[position]))
    try:
        outputs = engine.call_once("activations", *asked, key=f"{key}:{asked}")
        values = outputs[layer].values[0][..., unit]
    except (NnvizError, IndexError):
        return
    shape = values.shape

    def take(carried: list) -> None:
        first = carried[0][0] if isinstance(carried[0], list | tuple) else carried[0]
        selection.choose_number(("", (*(int(own) for own in np.unravel_index(int(first), shape)), unit)))

    def draw():
        if len(shape) > 1:
            return places.drawn_map(values, at, frame.dark())
        return places.drawn_series(None, values[:, None], (at[0], 0), frame.dark())

    st.markdown(":small[What the unit returns everywhere (click on a place)]")
    views.figure(draw, "place", f"{key}:{asked}:{layer}:{unit}:{at}", clicked=take, bare=True)


def _choose_at(shape: tuple[int, ...], at: tuple[int, ...], unit: int) -> tuple[int, ...]:
    """The one place, which is the number that is chosen on every page."""
    at = tuple(min(own, size - 1) for own, size in zip(at, shape, strict=True))
    keys = [state.key(f"attribution.at.{axis}") for axis in _AXES[len(shape)]]
    for column, axis, size, own, key in zip(st.columns(len(shape)), _AXES[len(shape)], shape, at, keys, strict=True):
        widgets.put(key, own + 1)
        column.number_input(axis, 1, size, key=key, help=f"From 1 to {size:,}", on_change=lambda: _typed(keys, unit))
    return at


def _typed(keys: list[str], unit: int) -> None:
    selection.choose_number(("", (*(int(widgets.value(key) or 1) - 1 for key in keys), unit)))


def _take_where(where: str, shape: tuple[int, ...], unit: int) -> None:
    selection.choose_number(("", (*(size // 2 for size in shape), unit)) if where == "one" else None)
