"""The checks of an explanation for a run's examples."""

import math

from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.shap_of_run import examples_of
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.trust_records import Faithfulness, Randomization
from nnviz.training.given import one_alone
from nnviz.training.warm import warm

_STEPS, _BACKGROUND = 20, 200


def faithfulness_of_run(
    run_id: str,
    split: str,
    indexes: tuple[int, ...],
    target: Chosen,
    method: str,
    settings: dict,
    baseline: str = "zeros",
) -> Faithfulness:
    """Deletion and insertion for some examples of a run, see `nnviz.deletion_insertion`.

    Args:
        target: a class or output, a pair (a, b) for why a rather than b, or None for the class predicted.
        method, settings: as in `nnviz.attribute`.
        baseline: what covered parts become.
    """
    from nnviz.explanation.faithfulness import deletion_insertion

    model, dataset = warm(run_id)
    one_alone(model, "these checks")
    x = examples_of(dataset, split, indexes)
    chosen = target_of(target, meaning_in(model, dataset, run_id), dataset.schema.answers)
    shape = dataset.schema.input_shape
    steps = min(_STEPS, math.prod(shape if len(shape) < 2 else shape[:-1]))
    background = dataset.train.x[:_BACKGROUND]
    return deletion_insertion(
        model, x, chosen, method, baseline=baseline, background=background, steps=steps, settings=settings
    )


def randomization_of_run(
    run_id: str, split: str, indexes: tuple[int, ...], target: Chosen, method: str, settings: dict
) -> Randomization:
    """The parameter-randomization check for some examples of a run, see `nnviz.randomization_check`."""
    from nnviz.explanation.randomization import randomization_check

    model, dataset = warm(run_id)
    one_alone(model, "these checks")
    x = examples_of(dataset, split, indexes)
    chosen = target_of(target, meaning_in(model, dataset, run_id), dataset.schema.answers)
    return randomization_check(model, x, chosen, method, background=dataset.train.x[:_BACKGROUND], settings=settings)
