"""Where a network begins: the start suggested for the data, the templates, and layers of a trained network."""

import streamlit as st

from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.models.templates import TEMPLATES
from pages.shared import engine
from pages.shared.builder import history, taking
from pages.shared.session import state


def draw(schema: Schema | None) -> None:
    """The suggested start and the gallery of templates, on one line."""
    with st.container(horizontal=True, gap="small", key="build-start"):
        st.button(
            "Suggested start",
            icon=":material/auto_awesome:",
            on_click=_suggested,
            key="build-suggested",
            type="primary" if not history.model().layers else "secondary",
            help="The network that usually works for data like this. Undo brings the present one back.",
        )
        with st.popover("Templates", icon=":material/grid_view:", key="build-templates"):
            _gallery(schema)
    taking.popover()
    taking.standing()


def _gallery(schema: Schema | None) -> None:
    if schema is None:
        st.caption("The data decides which templates fit; they appear once it is read.")
        return
    for name, template in TEMPLATES.items():
        if template.applies(schema):
            st.button(template.title, key=f"build-template-{name}", on_click=_take, args=(name,), width="stretch")
            st.caption(template.help)


def _suggested() -> None:
    try:
        history.begin(
            engine.ask_once(
                "suggest", state.experiment().data, key=state.experiment().data.to_json(), what="Choosing a start"
            )
        )
    except NnvizError as error:
        history.refuse(str(error))


def _take(name: str) -> None:
    try:
        history.begin(TEMPLATES[name].make(state.schema()))
    except NnvizError as error:
        history.refuse(str(error))
