"""Gradients: how the loss's gradient comes back through the trained network, now and over its training."""

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots import gradients as plots
from pages.shared import engine, frame
from pages.shared.figures import examples, gradient_picture, views
from pages.shared.lessons import lesson
from pages.shared.session import state

_SHOWN = {"output_gradient": "∂loss/∂output", "weight_gradient": "∂loss/∂weights", "ratio": "∂loss/∂weights ÷ weights"}

frame.page(
    "How does the error travel back?",
    "The gradient of the loss at every layer, for the same batch of training examples at each recorded moment.",
)
left, right = frame.columns()
with right:
    run, key = examples.trained_run()
    try:
        history = engine.ask_once("gradient_history", run.id, key=key, what="Computing gradients of recorded moments")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        st.stop()
moments = [words.setting(round(float(epoch), 2)) for epoch in history.epochs]
with left:
    with frame.steering():
        moment = moments[0]
        if len(moments) > 1:
            moment = st.select_slider("Epoch", moments, moments[-1], key=state.key(f"gradients.epoch.{run.id}"))
    shown = st.selectbox(
        "On the network and over the epochs", list(_SHOWN), format_func=_SHOWN.get, key=state.key("gradients.shown")
    )
    lesson.door("backpropagation", "How backpropagation works")
    lesson.door("vanishing_gradients", "Why gradients vanish or explode")
    lesson.door("vanishing_gradients", "Why gradients vanish or explode")
flow = history.flows[moments.index(moment)]
with right:
    icon = ":material/check_circle:" if flow.is_well else ":material/warning:"
    st.markdown(f"{icon} {escaping.markdown(flow.sentence)}")
    views.numbers({"Loss of this batch": words.number(flow.loss), "Examples": f"{flow.examples:,}", "Epoch": moment})
    gradient_picture.draw(run, history, moments.index(moment), shown, _SHOWN[shown])
    views.figure(
        lambda: plots.by_layer(
            history.layers,
            [own.output_gradient for own in flow.layers],
            [own.weight_gradient for own in flow.layers],
            frame.dark(),
        ),
        "gradients",
        f"{key}:{moment}",
    )
    if len(moments) > 1:
        views.figure(
            lambda: plots.over_epochs(
                history.layers, history.epochs, history.over_time(shown), _SHOWN[shown], frame.dark()
            ),
            "gradients-over-epochs",
            f"{key}:{shown}",
        )
    frame.caption("Root mean squares over all entries. What regularizers add to the loss is left out.")
