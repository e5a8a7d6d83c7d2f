"""`Param` → widget. A value that does not fit keeps the last good one and gets a sentence below its control."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from nnviz import escaping
from nnviz.errors import NnvizError, SpecError
from nnviz.params import Param
from pages.shared.lessons import explained
from pages.shared.session import state, widgets

_refused: ContextVar[list[str] | None] = ContextVar("refused", default=None)


@contextmanager
def refused() -> Iterator[list[str]]:
    """The sentences of all controls drawn inside whose input does not fit."""
    sentences: list[str] = []
    token = _refused.set(sentences)
    try:
        yield sentences
    finally:
        _refused.reset(token)


def field(param: Param, value, key: str):
    """Draws one control and returns its checked value; the old value while what was typed does not fit."""
    received = _widget(param, value, state.key(key), explained.help_of(key, param.help))
    try:
        return param.check(received)
    except SpecError as error:
        wrong(error)
        return value


def form(params: Iterable[Param], settings: dict, key: str) -> dict:
    """Controls for all of `params`, the advanced ones folded away; returns the settings that are not the default."""
    params = list(params)
    values = {p.name: field(p, settings.get(p.name, p.default), f"{key}.{p.name}") for p in params if not p.advanced}
    folded = [p for p in params if p.advanced]
    if folded:
        with st.expander("More settings"):
            values |= {p.name: field(p, settings.get(p.name, p.default), f"{key}.{p.name}") for p in folded}
    return explicit(params, values)


def entered(params: Iterable[Param], settings: dict, key: str) -> dict:
    """What `form` will return for the controls that this session already has, undrawn; what does not fit keeps its
    value."""
    values = {}
    for param in params:
        old = settings.get(param.name, param.default)
        received = widgets.value(state.key(f"{key}.{param.name}"), old)
        blank = param.optional and isinstance(received, str) and not received.strip()
        try:
            values[param.name] = param.check(None if blank else received)
        except SpecError:
            values[param.name] = old
    return values


def explicit(params: Iterable[Param], values: dict) -> dict:
    """The settings that differ from their defaults: what a specification needs to say."""
    return {p.name: values[p.name] for p in params if values[p.name] != p.default}


def wrong(error: NnvizError) -> None:
    """The sentence under a control."""
    sentences = _refused.get()
    if sentences is not None:
        sentences.append(str(error))
    st.markdown(f":red[:material/error: {escaping.markdown(error)}]")


def checked(make, fallback):
    """`make()`, or `fallback` with the sentence shown when it refuses."""
    try:
        return make()
    except NnvizError as error:
        wrong(error)
        return fallback


def _widget(param: Param, value, key: str, text: str | None):
    label = param.title
    if param.kind == "bool":
        return st.toggle(label, bool(value), key=key, help=text)
    if param.kind == "choice":
        return _choice(param, value, key, text)
    if param.kind == "several":
        chosen = [one for one in param.choices if one in value.split(", ")]
        return ", ".join(
            st.pills(label, param.choices, selection_mode="multi", default=chosen, key=key, help=text, wrap=True)
        )
    if param.kind == "int" and not param.optional and _slides(param):
        return st.slider(label, int(param.minimum), int(param.maximum), int(value), key=key, help=text)
    if param.kind == "float" and not param.optional and not param.log and _slides(param):
        return st.slider(
            label, float(param.minimum), _end(param, value), float(value), key=key, help=text, step=_step(param)
        )
    if param.log and param.kind == "float" and not param.optional:
        return _logarithmic(param, value, key, text)
    typed = st.text_input(label, _shown(value), key=key, help=text, placeholder=param.unset if param.optional else "")
    return None if param.optional and not typed.strip() else typed


def _logarithmic(param: Param, value, key: str, text: str | None) -> str:
    """The number to type, and a slider beside it whose steps are 1, 2, 5, 10, …: it fills in what is typed."""

    def slid() -> None:
        widgets.put(key, _shown(widgets.value(slider)))

    slider = f"{key}.slider"
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", wrap=False):
        typed = st.text_input(param.title, _shown(value), key=key, help=text, width=118)
        try:
            current = param.check(typed)
        except SpecError:
            current = value
        widgets.put(slider, current)
        st.select_slider(
            f"{param.title}, slider",
            steps(param, current),
            key=slider,
            on_change=slid,
            format_func=_shown,
            label_visibility="collapsed",
        )
    return typed


def steps(param: Param, value: float) -> list[float]:
    """Where the slider of a logarithmic setting may stand: 1, 2 and 5 of the powers of ten around the default, and at
    `value`."""
    centre = param.default or 1e-3
    low, high = max(param.minimum or 0, centre / 1000), min(param.maximum or math.inf, 100 * centre)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    stops = {float(f"{digit}e{power}") for power in powers for digit in (1, 2, 5)}
    zero = {0.0} if param.minimum == 0 else set()
    return sorted({stop for stop in stops if low * (1 - 1e-9) <= stop <= high * (1 + 1e-9)} | zero | {float(value)})


def _choice(param: Param, value, key: str, text: str | None):
    options = [None, *param.choices] if param.optional else list(param.choices)
    index = options.index(value) if value in options else 0
    return st.selectbox(
        param.title,
        options,
        index,
        key=key,
        help=text,
        format_func=lambda option: param.unset if option is None else _option(param, option),
    )


def _option(param: Param, option) -> str:
    return str(option) if param.verbatim else str(option).replace("_", " ")


def _slides(param: Param) -> bool:
    """Whether the range is short enough to be felt on a slider, and its steps can say its values."""
    if param.minimum is None or param.maximum is None:
        return False
    if param.kind == "float" and any(
        abs(number / _step(param) - round(number / _step(param))) > 1e-6
        for number in (param.minimum, param.maximum, param.default)
        if number is not None
    ):
        return False  # 0.9999 would read 1.00
    return param.kind == "float" and param.maximum - param.minimum <= 10 or param.maximum - param.minimum <= 100


def _end(param: Param, value) -> float:
    """Where its slider ends."""
    if param.usual is None or value > param.usual:
        return float(param.maximum)
    return float(param.usual)


def _step(param: Param) -> float:
    return 10.0 ** math.floor(math.log10(((param.usual or param.maximum) - param.minimum) / 50))


def _shown(value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    """0.0001 rather than 1e-4; smaller ones as powers of ten."""
    text = f"{value:g}"
    if "e-" in text and value >= 1e-5:
        text = f"{value:.12f}".rstrip("0")
    return text.replace("e-0", "e-")
