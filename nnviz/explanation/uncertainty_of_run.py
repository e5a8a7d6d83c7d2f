"""What pages ask: how sure a run's network is of one example, or of what somebody made of it."""

from nnviz.explanation import kept
from nnviz.explanation.changed import Changed, given_as_changed
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.uncertainty_records import Uncertainty
from nnviz.training.warm import warm


@kept.with_run("uncertainty")
def uncertainty_of_run(
    run_id: str, split: str, index: int, changed: Changed | None = None, passes: int = 50
) -> Uncertainty:
    """The answers to one example while its network draws at random, as `nnviz.uncertainty` tells them.

    Args:
        changed: what somebody changed of it, such as `{"text": "not bad"}`; see `nnviz.explanation.changed.Changed`.

    Raises:
        ExplanationError: for a network in which nothing draws.
    """
    from nnviz.explanation.uncertainty import uncertainty

    model, dataset = warm(run_id)
    x = given_as_changed(model, dataset, run_id, split, index, changed)
    return uncertainty(model, x, passes, meaning=meaning_in(model, dataset, run_id))
