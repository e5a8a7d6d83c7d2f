"""From an example in the table of the data to the pages that look into a network with it."""

import streamlit as st

from nnviz.data.records import DataSummary
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec
from pages.shared import engine
from pages.shared.figures import doors
from pages.shared.session import state


def draw(spec: DataSpec, summary: DataSummary, place: int) -> None:
    """The doors of one example of the sample, where the run in hand knows these data; else what is missing."""
    run, row = state.run(), int(summary.sample_rows[place])
    part = str(summary.sample_split[place])
    if run is None or run.experiment.data.replace(augmentations=()) != spec.replace(augmentations=()):
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
        doors.buttons(part, index, "data", query_params={})  # the open tab's name in the address is not to be cleared
