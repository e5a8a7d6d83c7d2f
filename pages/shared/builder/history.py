"""Every network that this session has had in hand: edits, undo and redo without limit, and what is selected."""

from dataclasses import dataclass, field

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.specs import INPUT, ModelSpec, TrainSpec
from pages.shared import state

_HISTORY, _SELECTED, _REFUSED = "build.history", "build.selected", "build.refused"


@dataclass
class History:
    """The network on the screen, those before it and those undone; each with the training settings it had."""

    present: tuple[ModelSpec, TrainSpec]
    past: list[tuple[ModelSpec, TrainSpec]] = field(default_factory=list)
    future: list[tuple[ModelSpec, TrainSpec]] = field(default_factory=list)
    forms: int = 0


def current() -> History:
    """This session's history; a network that came from elsewhere (other data, a link) is one more step in it."""
    experiment = state.experiment()
    now = (experiment.model, experiment.train)
    history = st.session_state.get(_HISTORY)
    if history is None:
        history = st.session_state[_HISTORY] = History(now)
    elif history.present[0] != now[0]:
        history.past.append(history.present)
        history.future.clear()
        history.forms += 1
    history.present = now
    return history


def model() -> ModelSpec:
    return state.experiment().model


def edit(change, *arguments, select: str | None = None, keep_forms: bool = False) -> bool:
    """Takes `change(network, *arguments)` in hand; a refusal is kept for the page to show.

    Args:
        change: a function of `nnviz.models.edits`, or any other from network to network.
        select: the layer to select afterwards.
        keep_forms: whether the open form already shows the new settings.
    """
    try:
        return put(change(model(), *arguments), select=select, keep_forms=keep_forms)
    except NnvizError as error:
        st.session_state[_REFUSED] = str(error)
        return False


def put(changed: ModelSpec, *, select: str | None = None, keep_forms: bool = False, train: dict | None = None) -> bool:
    """Takes another network in hand, with changed training settings if any; says whether that changed anything."""
    history = current()
    before = history.present
    training = before[1].replace(**train) if train else before[1]
    if select is not None:
        choose(select)
    if (changed, training) == before:
        return False
    history.past.append(before)
    history.future.clear()
    _take(history, (changed, training), keep_forms)
    return True


def undo() -> None:
    history = current()
    if history.past:
        history.future.append(history.present)
        _take(history, history.past.pop())


def redo() -> None:
    history = current()
    if history.future:
        history.past.append(history.present)
        _take(history, history.future.pop())


def _take(history: History, step: tuple[ModelSpec, TrainSpec], keep_forms: bool = False) -> None:
    history.present = step
    history.forms += not keep_forms
    state.edit(model=step[0], train=step[1])


def selected() -> str:
    """The id of the selected layer ("input" for the data).

    Where none was chosen, or it has gone, it is what stands before the last layer: what is added goes before the output.
    """
    chosen, layers = st.session_state.get(_SELECTED), model().layers
    if chosen == INPUT or any(layer.id == chosen for layer in layers):
        return chosen
    return layers[-2].id if len(layers) > 1 else INPUT


def choose(layer_id: str) -> None:
    st.session_state[_SELECTED] = layer_id


def refusal() -> str | None:
    """Why the last edit was refused; told once."""
    return st.session_state.pop(_REFUSED, None)


def refuse(sentence: str) -> None:
    st.session_state[_REFUSED] = sentence


def key(name: str) -> str:
    """A widget key that changes with everything that changes settings from outside their form."""
    return state.key(f"build.{current().forms}.{name}")
