"""What Keras says of the network in hand, asked of the engine after every edit and remembered."""

from nnviz.errors import NnvizError
from nnviz.models.records import Preview
from nnviz.specs import Experiment
from pages.shared import engine
from pages.shared.builder import history
from pages.shared.session import state


def before_the_bar(experiment: Experiment) -> Preview | None:
    """The preview where it can be had at once: seen before, or the engine is ready. A refusal is left for `ask` to meet
    again."""
    task, arguments, key = _question(experiment)
    known = engine.answered(task, key)
    if known is not None or engine.start().state != "ready":
        return known
    try:
        return ask(experiment)
    except NnvizError:
        return None


def ask(experiment: Experiment) -> Preview:
    """The preview, awaited; its size feeds the bar above the page. Raises what the engine raises."""
    task, arguments, key = _question(experiment)
    preview = engine.ask_once(task, *arguments, key=key, what="Asking Keras for shapes")
    state.remember("parameters", experiment.data.to_json() + experiment.model.to_json(), preview.parameters)
    return preview


def at(experiment: Experiment) -> Preview:
    """The preview of another network on the same data. Raises what the engine raises."""
    task, arguments, key = _question(experiment)
    return engine.ask_once(task, *arguments, key=key, what="Asking Keras for shapes")


def known(experiment: Experiment) -> Preview | None:
    """The preview on the data in hand where it was had before; None where it would have to be asked."""
    task, _, key = _on_data(experiment)
    return engine.answered(task, key)


def on_data(experiment: Experiment) -> Preview | None:
    """The preview on the data in hand, even of a network that is looked at on its file's own input; None where it
    cannot be had at once."""
    task, arguments, key = _on_data(experiment)
    known = engine.answered(task, key)
    if known is not None or engine.start().state != "ready":
        return known
    try:
        return engine.ask_once(task, *arguments, key=key, what="Checking the network")
    except NnvizError:
        return None


def _question(experiment: Experiment) -> tuple[str, tuple, str]:
    """(task, arguments, key) of the preview."""
    origin, model = history.origin(), experiment.model
    if origin is not None and origin.alone:
        own = (origin.input_shape, origin.input_dtype)
        return "preview_alone", (model, *own), model.to_json() + str(own)
    return _on_data(experiment)


def _on_data(experiment: Experiment) -> tuple[str, tuple, str]:
    data, model, train = experiment.data, experiment.model, experiment.train
    return "preview", (model, data, train), data.to_json() + model.to_json() + train.to_json()
