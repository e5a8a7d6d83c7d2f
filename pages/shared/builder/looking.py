"""What Keras says of the network in hand, asked of the engine after every edit and remembered."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.models.records import Preview
from nnviz.specs import Experiment
from pages.shared import engine, state

_LAST = "build.last_preview"


def known(experiment: Experiment) -> Preview | None:
    """The preview where it can be had at once: seen before, or the engine is ready. Raises what the engine raises."""
    found = st.session_state.get("answers", {}).get(("preview", _key(experiment)))
    if found is not None or engine.start().state != "ready":
        return found
    return ask(experiment)


def ask(experiment: Experiment) -> Preview:
    """The preview, awaited; its size feeds the bar above the page."""
    found = engine.ask_once("preview", experiment.model, experiment.data, experiment.train, key=_key(experiment),
                            what="Asking Keras for shapes")
    state.remember("parameters", experiment.data.to_json() + experiment.model.to_json(), found.parameters)
    return found


def before_the_bar(experiment: Experiment) -> Preview | None:
    """`known`, with a refusal left for the page to show where the diagram would be."""
    try:
        return known(experiment)
    except NnvizError:
        return None


def _key(experiment: Experiment) -> str:
    return experiment.data.to_json() + experiment.model.to_json() + experiment.train.to_json()
