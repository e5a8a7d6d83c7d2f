"""What Keras says of the network in hand, asked of the engine after every edit and remembered."""

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.models.records import Preview
from nnviz.specs import Experiment
from pages.shared import engine, state

_ALONE = "build.alone"


def before_the_bar(experiment: Experiment) -> Preview | None:
    """The preview where it can be had at once: seen before, or the engine is ready. A refusal is left for `ask` to meet again."""
    task, arguments, key = _question(experiment)
    found = st.session_state.get("answers", {}).get((task, key))
    if found is not None or engine.start().state != "ready":
        return found
    try:
        return ask(experiment)
    except NnvizError:
        return None


def ask(experiment: Experiment) -> Preview:
    """The preview, awaited; its size feeds the bar above the page. Raises what the engine raises."""
    task, arguments, key = _question(experiment)
    found = engine.ask_once(task, *arguments, key=key, what="Asking Keras for shapes")
    state.remember("parameters", experiment.data.to_json() + experiment.model.to_json(), found.parameters)
    return found


def at(experiment: Experiment) -> Preview:
    """The preview of another network on the same data. Raises what the engine raises."""
    task, arguments, key = _question(experiment)
    return engine.ask_once(task, *arguments, key=key, what="Asking Keras for shapes")


def alone(input_of_file: tuple[tuple, str] | None) -> None:
    """Looks at the network on an input of its own, (shape, dtype), instead of on the data; None goes back to the data."""
    st.session_state[_ALONE] = input_of_file


def input_of_file() -> tuple[tuple, str] | None:
    return st.session_state.get(_ALONE)


def _question(experiment: Experiment) -> tuple[str, tuple, str]:
    """(task, arguments, key) of the preview."""
    own, data, model, train = input_of_file(), experiment.data, experiment.model, experiment.train
    if own is not None:
        return "preview_alone", (model, *own), model.to_json() + str(own)
    return "preview", (model, data, train), data.to_json() + model.to_json() + train.to_json()
