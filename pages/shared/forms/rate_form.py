"""The learning-rate finder: a short test of many rates, its plot, and the button that takes what it suggests."""

import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.plots import small
from nnviz.training.rate_record import RateTest
from pages.shared import cancelling, engine, frame
from pages.shared.session import state

_TASK = "find_rate"
_COST = "Up to 200 steps while the rate grows, at most 20 seconds. Your network and runs stay as they are."


def draw(blocked: bool) -> None:
    """The button, and what the test of the experiment in hand found.

    Args:
        blocked: whether the settings do not fit, so that nothing can be tested.
    """
    experiment = state.experiment()
    plain = experiment.train.replace(learning_rate=0.01, schedule="constant", schedule_settings={}, epochs=1)
    key = experiment.replace(train=plain, title="").key
    found = engine.answered(_TASK, key)
    pressed = st.button("Find a learning rate", icon=":material/search:", key="find-rate", help=_COST, disabled=blocked)
    cancelling.forget(pressed, _TASK, key)
    if found is None and not pressed:
        return
    try:
        found = found or engine.ask_once(_TASK, experiment, key=key, what="Testing learning rates")
    except NnvizError as error:
        return engine.refusal(error)
    _show(found)


def _show(found: RateTest) -> None:
    lines = [("smoothed loss", found.shown)]
    ends = (words.plain(found.rates[0], 2), f"rate {words.plain(found.rates[-1], 2)}")
    drawing = small.curves(found.exponents, lines, str(found), ends, _plain, found.exponent, dark=frame.dark())
    st.html(f"<style>{small.CURVES}</style>{drawing}")
    st.caption(str(found))
    if st.button(f"Take {words.setting(found.suggested)}", icon=":material/check:", key="take-rate", on_click=_take,
                 args=(found.suggested,)):  # fmt: skip
        st.rerun()


def _plain(value: float) -> str:
    return words.plain(value, 3)


def _take(rate: float) -> None:
    state.edit(train=state.experiment().train.replace(learning_rate=rate))
    state.renew_forms()
