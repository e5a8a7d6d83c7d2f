"""The checks of an explanation for a run's examples."""

import math

from nnviz.explanation import kept
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.shap_of_run import given_examples
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.trust_records import Faithfulness, Randomization
from nnviz.training.given import given
from nnviz.training.warm import warm

_STEPS, _BACKGROUND = 20, 200


@kept.with_run("faithfulness")
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
    x = given_examples(model, dataset, split, indexes)
    chosen = target_of(target, meaning_in(model, dataset, run_id), dataset.schema.answers)
    shapes = [one.shape[1:] for one in (x if isinstance(x, list) else [x])]
    steps = min(_STEPS, sum(math.prod(shape if len(shape) < 2 else shape[:-1]) for shape in shapes))
    background = given(model, dataset.train, slice(_BACKGROUND))
    return deletion_insertion(
        model, x, chosen, method, baseline=baseline, background=background, steps=steps, settings=settings
    )


@kept.with_run("randomization")
def randomization_of_run(
    run_id: str, split: str, indexes: tuple[int, ...], target: Chosen, method: str, settings: dict
) -> Randomization:
    """The parameter-randomization check for some examples of a run, see `nnviz.randomization_check`."""
    from nnviz.explanation.randomization import randomization_check

    model, dataset = warm(run_id)
    x = given_examples(model, dataset, split, indexes)
    chosen = target_of(target, meaning_in(model, dataset, run_id), dataset.schema.answers)
    background = given(model, dataset.train, slice(_BACKGROUND))
    return randomization_check(model, x, chosen, method, background=background, settings=settings)
