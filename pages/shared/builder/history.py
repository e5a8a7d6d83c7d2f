"""Every network that this session has had in hand: edits, undo and redo without limit, and what is selected."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import streamlit as st

from nnviz.errors import NnvizError
from nnviz.specs import INPUT, ModelSpec, TrainSpec
from pages.shared.session import state

_HISTORY, _SELECTED, _REFUSED = "build.history", "build.selected", "build.refused"


@dataclass(frozen=True)
class Origin:
    """The file that a network came from.

    Attributes:
        path: where it is kept; its weights go into what is saved.
        input_shape, input_dtype: of the input that the file names.
        notes: sentences about what was kept as it is.
        alone: whether the network is looked at on that input instead of on the data.
    """

    path: str
    input_shape: tuple[int | None, ...]
    input_dtype: str
    notes: tuple[str, ...] = ()
    alone: bool = True


class Step(NamedTuple):
    """One state of the work: the network, how it would be trained, and the file it came from, if any."""

    model: ModelSpec
    train: TrainSpec
    origin: Origin | None = None


@dataclass
class History:
    """The network on the screen, those before it and those undone."""

    present: Step
    past: list[Step] = field(default_factory=list)
    future: list[Step] = field(default_factory=list)
    forms: int = 0


def current() -> History:
    """This session's history; a network that came from elsewhere (other data, a link) is one more step in it."""
    experiment = state.experiment()
    history = st.session_state.get(_HISTORY)
    if history is None:
        history = st.session_state[_HISTORY] = History(Step(experiment.model, experiment.train))
    elif history.present.model != experiment.model:
        history.past.append(history.present)
        history.future.clear()
        history.forms += 1
        history.present = Step(experiment.model, experiment.train)
    history.present = history.present._replace(train=experiment.train)
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
    """Takes an edited network in hand, with changed training settings if any; says whether that changed anything."""
    before = current().present
    training = before.train.replace(**train) if train else before.train
    if select is not None:
        choose(select)
    return _step(before._replace(model=changed, train=training), keep_forms)


def begin(model: ModelSpec, origin: Origin | None = None) -> None:
    """Takes another network in hand that is no edit of this one: a template, or what a file holds."""
    _step(Step(model, current().present.train, origin))


def origin() -> Origin | None:
    """The file that the network in hand came from."""
    return current().present.origin


def look_at_the_data() -> None:
    """Looks at the network from a file on the data in hand."""
    history = current()
    if history.present.origin is not None:
        history.present = history.present._replace(origin=replace(history.present.origin, alone=False))


def _step(step: Step, keep_forms: bool = False) -> bool:
    history = current()
    if step == history.present:
        return False
    history.past.append(history.present)
    history.future.clear()
    _take(history, step, keep_forms)
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


def _take(history: History, step: Step, keep_forms: bool = False) -> None:
    history.present = step
    history.forms += not keep_forms
    state.edit(model=step.model, train=step.train)


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
