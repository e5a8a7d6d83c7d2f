"""What something costs on the network in hand: where that may be more than an instant, the network is timed once."""

from nnviz.errors import NnvizError
from nnviz.explanation.costs import Cost
from nnviz.explanation.pace import Pace, here
from nnviz.runs.run import Run
from pages.shared import engine


def timed(cost: Cost, reference: str, key: str, shapes: tuple) -> Cost:
    """The cost with the seconds that it takes here, or as it is where it is tiny, or the network cannot be timed.

    Args:
        reference: of the run.    key: tells other weights apart.
        shapes: of one example.
    """
    run = Run.open(reference)
    cost = cost.through([layer.kind for layer in run.experiment.model.layers])
    if cost.pace is not None or cost.is_tiny(shapes, run.facts.get("parameters", 0)):
        return cost
    pace = measured(reference, key)
    return cost if pace is None else cost.at(pace)


def measured(reference: str, key: str) -> Pace | None:
    """How fast the network is here; None where it cannot be timed."""
    try:
        return engine.ask_once("pace", reference, here(), key=key, what="Timing the network")
    except NnvizError:
        return None
