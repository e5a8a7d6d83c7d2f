"""What pages ask for: one prediction of a run's network, explained."""

from nnviz.explanation import kept
from nnviz.explanation.catalog import method_named
from nnviz.explanation.redrawn import place_words
from nnviz.explanation.target import Chosen, Target, target_of
from nnviz.inspection.of_run import all_inputs
from nnviz.training.given import given
from nnviz.training.warm import warm


@kept.with_run("attribution")
def attribution_of_run(run_id: str, split: str, index: int, target: Chosen, method: str, settings: dict):
    """One prediction explained; methods that compare with other examples take them from the training split."""
    from nnviz.explanation.attribute import attribute

    model, dataset = warm(run_id)
    return attribute(
        model,
        _alone(all_inputs(model, dataset, split, index)),
        target_of(target, meaning_in(model, dataset, run_id), dataset.schema.answers),
        method=method,
        background=given(model, dataset.train, slice(200)),
        seed=0,
        **by_columns(method, settings, dataset),
    )


def by_columns(method: str, settings: dict, dataset) -> dict:
    """Settings of a method, and where it hides parts of a row, all inputs that come from one column as one part."""
    takes = any(param.name == "groups" for param in method_named(method).params)
    alone = dataset.schema.kind == "vector" and not dataset.schema.further
    if not takes or not alone or dataset.preparation is None or "groups" in settings:
        return settings
    columns = dataset.preparation.feature_columns
    if len(set(columns)) == len(columns):
        return settings
    return {**settings, "groups": tuple(int(k) for k in columns)}


def _alone(batch):
    """The one example of a batch, of each input."""
    return [array[0] for array in batch] if isinstance(batch, list) else batch[0]


def meaning_in(model, dataset, run_id: str):
    """What the outputs of a run's network mean, an `OutputMeaning`."""
    from nnviz.training.run_meaning import meaning_of_run

    return meaning_of_run(run_id, model, dataset)


def label_of(target: Target, schema) -> str:
    """A resolved target in words: "malignant", "cat rather than dog, in logits", "price", "x rather than y", "the
    redrawn value at row 3, column 4"."""
    if schema.reconstructs and target.against is None:
        return place_words(int(target.index), schema)
    if schema.task != "regression":
        return target.label() + (", in logits" if target.on == "logits" else "")
    against = "" if target.against is None else f" rather than {schema.answers[target.against]}"
    return schema.answers[int(target.index)] + against
