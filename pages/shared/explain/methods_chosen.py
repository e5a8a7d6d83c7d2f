"""Which methods explain a prediction: six that suit the data, more of them in the order in which they did best, and the
settings of the one that is looked at closely."""

from dataclasses import dataclass, replace

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.explanation import scoreboard
from nnviz.explanation.catalog import METHODS, Method, cost, fitting
from nnviz.inspection.examples import Examples
from nnviz.params import Param
from nnviz.runs.run import Run
from pages.shared import engine
from pages.shared.forms import fields
from pages.shared.session import state, widgets

_SETTINGS = "attribution.settings"
_MAPS = 4
"""Axes of what a layer with maps returns: examples, height, width, channels."""
_UNITS = {
    "output": "Counted in what is explained.",
    "slope": "A slope: change of what is explained for one unit of the input.",
    "own": "On a scale of its own: only what is more and what is less counts.",
}


@dataclass(frozen=True)
class Chosen:
    """The methods in the order of the page, the settings of each, and the one that is looked at closely."""

    names: tuple[str, ...]
    settings: dict[str, dict]
    closer: str | None


def choose(run: Run, held_out: Examples) -> Chosen:
    """Draws the controls."""
    kind = held_out.schema.kind
    fit, unfit = fitting(kind, run.experiment.model)
    first = [name for name in fit if kind in METHODS[name].default]
    shown = _pills("Methods", first, first, "attribution.methods")
    measured = scoreboard.order_of(run.reference)
    more = sorted((name for name in fit if name not in first), key=_by(measured, held_out))
    with st.expander(f"More methods ({len(more)})"):
        cheapest = "The cheapest first. Measure them on *Trust*, and the best come first."
        st.caption("The first did best on *Trust*." if measured else cheapest)
        shown += _pills("More methods", more, [], "attribution.more", hidden=True)
        for why in dict.fromkeys(unfit.values()):
            names = words.listed([METHODS[name].short for name, own in unfit.items() if own == why])
            st.caption(f"Not for this network, which has {why}: {names}.")
    settings = dict(widgets.value(_SETTINGS, {}))
    closer = None
    if shown:
        closer = st.selectbox(
            "Look closer at",
            shown,
            format_func=lambda name: METHODS[name].title,
            key=state.key("attribution.closer"),
            persist_state="session",
        )
        settings[closer] = _about(METHODS[closer], settings.get(closer, {}), held_out, run)
        widgets.put(_SETTINGS, settings)
    return Chosen(tuple(shown), {name: settings.get(name, {}) for name in shown}, closer)


def _pills(label: str, names: list[str], chosen: list[str], key: str, hidden: bool = False) -> list[str]:
    selected = st.pills(
        label,
        names,
        selection_mode="multi",
        default=chosen,
        format_func=lambda name: METHODS[name].short,
        key=state.key(key),
        persist_state="session",
        label_visibility="collapsed" if hidden else "visible",
        wrap=True,
    )
    return [name for name in names if name in selected]


def _by(measured: tuple[str, ...], held_out: Examples):
    """What methods are sorted by: how they did, and those that were not measured by what they cost."""

    def place(name: str):
        rank = measured.index(name) if name in measured else len(measured)
        return rank, cost(name, 1, held_out.schema.shapes).passes

    return place


def _of_network(params: tuple[Param, ...], run: Run) -> list[Param]:
    """Settings as they are, and a layer as a choice among those of this network that have maps."""
    if not any(param.name == "layer" for param in params):
        return list(params)
    try:
        rows = engine.ask_once("layers", run.reference, key=run.reference, what="Reading the network")
    except NnvizError:
        return list(params)
    paths = tuple(row.path for row in rows if row.output_shape and len(row.output_shape) == _MAPS)
    return [
        replace(one, kind="choice", choices=paths, verbatim=True) if one.name == "layer" and paths else one
        for one in params
    ]


def _about(method: Method, settings: dict, held_out: Examples, run: Run) -> dict:
    """What a method does and promises, when it misleads, what it costs; returns its settings."""
    st.caption(escaping.markdown(f"{method.help} {method.guarantee}"))
    if method.misleads:
        st.caption(f":material/warning: {escaping.markdown(method.misleads)}")
    if method.params:
        with st.expander("Settings"):
            settings = fields.form(_of_network(method.params, run), settings, f"attribution.{method.name}")
    signs = "Below zero speaks against the answer." if method.signed else "It has no sign: for and against look alike."
    passes = cost(method.name, 1, held_out.schema.shapes, **settings).words
    with st.expander("What it promises, and its paper"):
        st.caption(escaping.markdown(f"{_UNITS[method.unit]} {signs} Cost: {passes}. {method.reference}."))
    return settings
