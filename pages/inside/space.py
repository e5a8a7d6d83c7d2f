"""Space: where a layer puts the examples, what can be read off every layer, and how alike layers are."""

import streamlit as st

from pages.shared import frame
from pages.shared.figures import examples
from pages.shared.inside import space_alike, space_points, space_probes
from pages.shared.session import selection, state

_VIEWS = {"Examples": space_points, "What can be read off": space_probes, "How alike": space_alike}

frame.page(
    "How does the network sort the examples?",
    "Every layer turns an example into numbers: a point in a space. Examples that it finds alike lie close.",
)
left, right = frame.columns()
with right:
    run, key = examples.run_at_moment()
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        default="Examples",
        required=True,
        key=state.key("space.view"),
        persist_state="session",
        label_visibility="collapsed",
    )
    held_out = examples.load(run, key)
    selection.tell()
_VIEWS[view].show(left, right, run, key, held_out)
