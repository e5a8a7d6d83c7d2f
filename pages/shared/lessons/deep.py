"""What the lessons on deep networks answer their pictures: races, and the reader's own network layer by layer."""

from typing import Any

from nnviz.concepts import asked
from nnviz.concepts.deep_races import RACES
from pages.shared import engine
from pages.shared.lessons import racing
from pages.shared.session import state


def answer(question: Any) -> dict:
    """A race, one of its networks for the Lab, or the layers of the network in hand.

    Raises:
        NnvizError: for a question that cannot be read, or a network that cannot be computed.
    """
    if asked.wanted(question, "race", "take", "layers") == "layers":
        return {"layers": _own_layers()}
    return racing.answer(question, RACES)


def _own_layers() -> dict:
    run = state.run()
    trained = run is not None and bool(run.weight_ids() or run.model_path.is_file())
    experiment = run.experiment if trained else state.experiment()
    return engine.call("learn_own_layers", experiment, run.id if trained else None).told()
