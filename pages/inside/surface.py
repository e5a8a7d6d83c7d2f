"""Surface: the loss around the trained network, the way that training took over it, and how curved it is."""

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.figures import examples, surface_shown
from pages.shared.inside import consent
from pages.shared.lessons import lesson
from pages.shared.runs import scrubber
from pages.shared.session import selection, state

frame.page(
    "What does the loss look like around the network?",
    "Every set of weights has a loss: a landscape with as many dimensions as weights. These are slices through it.",
)
left, right = frame.columns()
with right:
    run, key = examples.run_at_moment()
    selection.tell()
with left:
    controls = st.container()
    lesson.door("gradient_descent", "How training walks downhill")
    scrubber.draw(run)
with right:
    if not consent.given(run, key, "surface_price", key):
        st.stop()
    try:
        price = engine.ask_once("surface_price", run.reference, key=key, what="Trying what one look costs")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
with controls:
    with frame.steering():
        show = st.selectbox(
            "Slice",
            list(surface_shown.SHOWN),
            format_func=lambda name: surface_shown.SHOWN[name].title,
            key=state.key("surface.show"),
            persist_state="session",
        )
    chosen = surface_shown.SHOWN[show].controls(run)
with right:
    try:
        surface_shown.SHOWN[show].draw(run, key, price, chosen)
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
    st.caption(escaping.markdown(price.told))
