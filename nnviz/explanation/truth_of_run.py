"""What pages ask of a run whose data were made: what decides its examples, and whether an explanation finds that."""

import numpy as np

from nnviz.data.load import read
from nnviz.errors import ExplanationError
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.shap_of_run import examples_of
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.truth_records import Agreement, KnownTruth
from nnviz.runs.run import Run
from nnviz.training.warm import warm

_BACKGROUND = 200


def truth_of_run(run_id: str, split: str, indexes: tuple[int, ...]) -> KnownTruth:
    """What decides some examples of a run.

    Raises:
        ExplanationError: for data of which that is not known, or whose inputs are laid out in another way than the
            source's, as after resizing.
    """
    _, dataset = warm(run_id)
    schema, raw = dataset.schema, read(Run.open(run_id).experiment.data)
    if raw.truth is None:
        raise ExplanationError(
            f"What decides the examples of {schema.source} is not known.", expected="data made with known truth"
        )
    x = examples_of(dataset, split, indexes)
    parts = raw.truth.fitted(dataset.split(split).rows[list(indexes)], schema)
    if parts is None:
        raise ExplanationError(
            "The inputs are no longer those of the source, so that the truth does not lie where it did.",
            fix="Leave their size and columns as they are.",
        )
    counted = x != 0 if schema.kind == "tokens" else np.ones(parts.shape, bool)
    return KnownTruth(raw.truth.words, raw.truth.noun, schema.kind, parts & counted, counted)


def agreement_of_run(
    run_id: str, split: str, indexes: tuple[int, ...], target: Chosen, method: str, settings: dict
) -> Agreement:
    """How far a method's attributions of some examples agree with what decides them.

    Args:
        target, method, settings: as in `nnviz.explanation.of_run.attribution_of_run`.
    """
    from nnviz.explanation.attribute import attribute

    known = truth_of_run(run_id, split, indexes)
    model, dataset = warm(run_id)
    chosen = target_of(target, meaning_in(model, dataset, run_id), dataset.schema.class_names)
    x = examples_of(dataset, split, indexes)
    result = attribute(model, x, chosen, method, background=dataset.train.x[:_BACKGROUND], seed=0, **settings)
    return known.agreement(result.values)
