"""From an example in the table of the data to the pages that look into a network with it."""

from collections.abc import Callable

import streamlit as st

from nnviz.data.records import DataSummary
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec
from pages.shared import engine
from pages.shared.figures import doors
from pages.shared.session import state, widgets

_ASKED = "data.asked"


def asked(spec: DataSpec, summary: DataSummary) -> Callable[[list], None] | None:
    """What a click on an image of the sample does: it opens Layers with it; None where no run in hand knows it."""
    return _ask if _known(spec) else None


def _ask(carried: list) -> None:
    first = carried[0]
    widgets.put(_ASKED, int(first[0] if isinstance(first, list | tuple) else first))


def go_if_asked(spec: DataSpec, summary: DataSummary) -> None:
    """Leaves for Layers with the image that was clicked, its own class chosen."""
    place = widgets.value(_ASKED)
    if place is None or not _known(spec):
        return
    widgets.put(_ASKED, None)
    run, row, part = state.run(), int(summary.sample_rows[place]), str(summary.sample_split[place])
    try:
        index = engine.ask_once("place_of_row", run.id, part, row, key=f"{run.id}:{part}:{row}", what="Looking it up")
    except NnvizError as error:
        return engine.refusal(error)
    if index is None:
        st.caption(f"Example {row:,} is not among those that pages about the network show.")
        return
    doors.go("layers", part, index, target=_class_of(summary, place))


def _class_of(summary: DataSummary, place: int) -> int | None:
    """The true class of an example of the sample; None where it has no single one."""
    return int(summary.sample_y[place]) if summary.schema.has_classes and summary.schema.outputs > 1 else None


def _known(spec: DataSpec) -> bool:
    """Whether the run in hand knows these data."""
    run = state.run()
    return run is not None and run.experiment.data.replace(augmentations=()) == spec.replace(augmentations=())


def draw(spec: DataSpec, summary: DataSummary, place: int) -> None:
    """The doors of one example of the sample, where the run in hand knows these data; else what is missing."""
    run, row = state.run(), int(summary.sample_rows[place])
    part = str(summary.sample_split[place])
    if run is None or not _known(spec):
        st.caption(f"Example {row:,}. Train a network on these data to see what each of its layers makes of it.")
        return
    try:
        index = engine.ask_once("place_of_row", run.id, part, row, key=f"{run.id}:{part}:{row}", what="Looking it up")
    except NnvizError as error:
        return engine.refusal(error)
    if index is None:
        st.caption(f"Example {row:,} is not among those that pages about the network show.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"Example {row:,}", width="content")
        own = {"target": _class_of(summary, place), "query_params": {}}
        doors.buttons(part, index, "data", **own)  # the open tab's name in the address is not to be cleared
