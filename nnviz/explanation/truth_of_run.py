"""What pages ask of a run whose data were made: what decides its examples, and whether an explanation finds that."""

from collections.abc import Sequence

import numpy as np

from nnviz.data.load import load
from nnviz.data.own import handmade
from nnviz.data.schema import Dataset, Schema
from nnviz.data.truth import Truth, truth_of
from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.shap_of_run import examples_of, given_examples
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.truth_records import Agreement, KnownTruth
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from nnviz.training.given import given
from nnviz.training.warm import warm

_BACKGROUND = 200


def truth_of_run(run_id: str, split: str, indexes: tuple[int, ...]) -> KnownTruth:
    """What decides some examples of a run.

    Raises:
        DataError: for data of which that is not known.
        ExplanationError: for inputs that are laid out in another way than the source's, as after resizing, and for an
            example of a person's own.
    """
    if handmade.is_own(split):
        raise ExplanationError("Nobody knows what decides an example of your own.", where="example")
    _, dataset = warm(run_id)
    return known_truth(truth_of(Run.open(run_id).experiment.data), dataset, split, indexes)


def known_truth(truth: Truth, dataset: Dataset, split: str, indexes: Sequence[int]) -> KnownTruth:
    """What decides some examples of a split, laid out as the network's inputs. Raises as `truth_of_run`."""
    schema, x = dataset.schema, examples_of(dataset, split, tuple(indexes))
    beside = _in_table(truth, schema, len(x))
    if beside is not None:
        return beside
    parts = truth.fitted(dataset.split(split).rows[list(indexes)], schema)
    if parts is None:
        raise ExplanationError(
            "The inputs are no longer those of the source, so that the truth does not lie where it did.",
            fix="Leave their size and columns as they are.",
        )
    counted = x != 0 if schema.kind == "tokens" else np.ones(parts.shape, bool)
    rows = dataset.split(split).rows[list(indexes)]
    answers = None if truth.answers is None else truth.answers[rows]
    return KnownTruth(truth.words, truth.noun, schema.kind, parts & counted, counted, answers)


def _in_table(truth: Truth, schema: Schema, count: int) -> KnownTruth | None:
    """What decides, where that is the same columns of a table beside the first input for every example."""
    for place, one in enumerate(schema.further, start=1):
        if truth.parts.shape == (1, *one.shape) and truth.parts.shape[1:] != tuple(schema.input_shape):
            parts = np.repeat(truth.parts, count, axis=0)
            return KnownTruth(truth.words, truth.noun, "vector", parts, np.ones_like(parts), place=place)
    return None


def agreement(data: DataSpec, split: str, indexes: Sequence[int], values: np.ndarray) -> Agreement:
    """How far attributions agree with what decides examples of made data.

    Args:
        data: of a source whose truth is known (`nnviz.truth_of`).
        split, indexes: the n examples.
        values: (n, …) attributions, as `nnviz.attribute` gives them for a batch; of several inputs a tuple of arrays.

    Raises:
        DataError: for data whose truth nobody knows.
        ExplanationError: for inputs that are laid out in another way than the source's.
    """
    return known_truth(truth_of(data), load(data), split, indexes).agreement(values)


@kept.with_run("agreement")
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
    x, background = given_examples(model, dataset, split, indexes), given(model, dataset.train, slice(_BACKGROUND))
    result = attribute(model, x, chosen, method, background=background, seed=0, **settings)
    return known.of(result.target.index).agreement(result.values)
