"""Edits of the network in hand, undo and redo, and what is selected."""

from dataclasses import replace

from nnviz.errors import NnvizError
from nnviz.specs import INPUT, ModelSpec
from pages.shared.session import drafts, state
from pages.shared.session.record import record
from pages.shared.session.undo import History, Origin, Step


def current() -> History:
    """The draft's history; a network that came from elsewhere (other data, a link) is one more step in it."""
    experiment, draft = state.experiment(), record().draft
    if draft.history is None:
        draft.history = History(Step(experiment.model, experiment.train))
    elif draft.history.present.model != experiment.model:
        draft.history.push(Step(experiment.model, experiment.train))
        draft.history.forms += 1
    draft.history.present = draft.history.present._replace(train=experiment.train)
    return draft.history


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
        refuse(str(error))
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
        drafts.save(state.experiment())


def undo() -> None:
    history = current()
    if history.undo():
        _take(history)


def redo() -> None:
    history = current()
    if history.redo():
        _take(history)


def _step(step: Step, keep_forms: bool = False) -> bool:
    history = current()
    if step == history.present:
        return False
    history.push(step)
    _take(history, keep_forms)
    return True


def _take(history: History, keep_forms: bool = False) -> None:
    history.forms += not keep_forms
    state.edit(model=history.present.model, train=history.present.train)


def selected() -> str:
    """The id of the selected layer ("input" for the data).

    Where none was chosen, or it has gone, it is what stands before the last layer: what is added goes before the
    output.
    """
    chosen, layers = record().building.selected, model().layers
    if chosen == INPUT or any(layer.id == chosen for layer in layers):
        return chosen
    return layers[-2].id if len(layers) > 1 else INPUT


def choose(layer_id: str) -> None:
    record().building.selected = layer_id


def refusal() -> str | None:
    """Why the last edit was refused; told once."""
    building = record().building
    sentence, building.refused = building.refused, None
    return sentence


def refuse(sentence: str) -> None:
    record().building.refused = sentence


def key(name: str) -> str:
    """A widget key that changes with everything that changes settings from outside their form."""
    return state.key(f"build.{current().forms}.{name}")
