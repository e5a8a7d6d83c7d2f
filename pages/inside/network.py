"""Network: what its layers make of an example, how one number comes about, its weights, and its single units."""

import streamlit as st

from pages.shared import frame
from pages.shared.inside import arithmetic, chosen, layers, units, weights
from pages.shared.lessons import lesson
from pages.shared.session import selection, widgets

_VIEWS = {"layers": layers, "arithmetic": arithmetic, "weights": weights, "units": units}

frame.page("What happens inside?", "Choose an example and a layer; every view and every page shows the same ones.")
left, right = frame.columns()
with right:
    widgets.put("network.view", selection.view(list(_VIEWS)))
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        required=True,
        format_func=str.capitalize,
        key="network.view",
        on_change=lambda: selection.choose_view(widgets.value("network.view")),
        label_visibility="collapsed",
    )
looked_at = chosen.choose(left, right)
with left:
    lesson.door("looking_inside", "How to find what is wrong inside")
with right:
    _VIEWS[view].show(looked_at)
