"""Which number of what a network redraws is explained: a pixel, a step or a column, chosen by a click on it."""

import math
from zlib import crc32

import numpy as np
import streamlit as st

from nnviz.explanation.redrawn import AXES
from nnviz.inspection.examples import Examples
from nnviz.plots import places
from pages.shared import frame
from pages.shared.figures import views
from pages.shared.session import selection, state, widgets


def choose(held_out: Examples, position: int) -> int:
    """The place of the number among all that are redrawn, which is the chosen output on every page; at first the one
    that is farthest off."""
    shape = held_out.schema.input_shape
    chosen = selection.target(math.prod(shape))
    selection.tell()
    part = held_out.worst_part(position) if chosen is None else chosen
    if len(shape) < 2:
        _choose_column(held_out, shape[0], part)
    else:
        _choose_place(held_out, position, shape, part)
    if chosen is None:
        st.caption("At first the number that is farthest off is explained.")
    else:
        st.button("The one farthest off", type="tertiary", key="part-worst", icon=":material/undo:",
                  on_click=selection.choose_target, args=(None,))  # fmt: skip
    return part


def _choose_column(held_out: Examples, count: int, part: int) -> None:
    key, names = state.key("attribution.part"), held_out.schema.feature_names
    widgets.put(key, part)
    st.selectbox(
        "Explain the redrawn value of",
        range(count),
        format_func=lambda k: names[k] if names else f"number {k + 1:,}",
        key=key,
        on_change=lambda: selection.choose_target(widgets.value(key)),
    )


def _choose_place(held_out: Examples, position: int, shape: tuple[int, ...], part: int) -> None:
    """What the network draws, to be clicked on, and the same place as numbers."""
    place = tuple(int(at) for at in np.unravel_index(part, shape))
    image = held_out.schema.kind == "image"
    noun = "pixel" if image else "step"
    st.markdown(f":small[Explain the redrawn {noun} (click on one)]")
    drawn = held_out.predictions[position].reshape(shape)
    views.figure(
        lambda: _drawn(held_out, position, drawn, place),
        f"part-{noun}",
        f"{held_out.split}:{held_out.indexes[position]}:{place}:{crc32(drawn.tobytes())}",
        clicked=lambda carried: _take(carried, place, shape),
        bare=True,
    )
    axes = [(k, name) for k, name in enumerate(AXES[held_out.schema.kind]) if shape[k] > 1]
    keys = {k: state.key(f"attribution.{name}") for k, name in axes}
    for column, (k, name) in zip(st.columns(len(axes)), axes, strict=True):
        widgets.put(keys[k], place[k] + 1)
        column.number_input(
            name.capitalize(),
            1,
            shape[k],
            key=keys[k],
            help=f"From 1 to {shape[k]:,}",
            on_change=lambda: _typed(keys, place, shape),
        )


def _drawn(held_out: Examples, position: int, drawn: np.ndarray, place: tuple[int, ...]):
    if held_out.schema.kind == "image":
        return places.drawn_image(drawn, place[:2], frame.dark(), pixel_range=held_out.pixel_range)
    names = held_out.schema.feature_names
    return places.drawn_series(held_out.inputs[position], drawn, place, frame.dark(), names)


def _take(carried: list, place: tuple[int, ...], shape: tuple[int, ...]) -> None:
    """Chooses what was clicked, in the channel that is chosen."""
    first = carried[0][0] if isinstance(carried[0], list | tuple) else carried[0]
    at = np.unravel_index(int(first), shape[:-1])
    selection.choose_target(int(np.ravel_multi_index((*at, place[-1]), shape)))


def _typed(keys: dict[int, str], place: tuple[int, ...], shape: tuple[int, ...]) -> None:
    at = [int(widgets.value(keys[k]) or own + 1) - 1 if k in keys else own for k, own in enumerate(place)]
    selection.choose_target(int(np.ravel_multi_index(at, shape)))
