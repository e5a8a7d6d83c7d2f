"""SHAP values of a run's examples, in the data's own columns and units."""

from dataclasses import replace

import numpy as np

from nnviz.errors import RunError
from nnviz.explanation.background import choose
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.shap_records import ShapValues
from nnviz.explanation.target import Chosen, Target, target_of
from nnviz.explanation.what_if import codes_of, column_of_input
from nnviz.runs.run import Run
from nnviz.training.given import one_alone
from nnviz.training.warm import warm

_NOUNS = {"vector": "rows", "image": "images", "sequence": "sequences", "tokens": "texts"}


def shap_of_run(
    run_id: str,
    split: str,
    indexes: tuple[int, ...],
    target: Chosen = None,
    method: str = "expected_gradients",
    choice: str = "sample",
    rows: int = 50,
) -> ShapValues:
    """SHAP values of some examples of a run, compared with examples of its training part.

    Args:
        split, indexes: which examples.
        target: the class or output that is explained, a pair (a, b) for why a rather than b, or None for the class that
            each example is predicted to be.
        method: as in `nnviz.shap_values`.
        choice, rows: how the background is chosen, as in `nnviz.explanation.background.choose`.

    Raises:
        NnvizError: for examples that are not there, and as `nnviz.shap_values` does.
    """
    model, dataset = warm(run_id)
    one_alone(model, "SHAP values")
    x = examples_of(dataset, split, indexes)
    named = target_of(target, meaning_in(model, dataset, run_id), dataset.schema.answers)
    shap = _values(model, dataset, x, named, method, choice, rows)
    if dataset.schema.kind == "vector":
        columns = tuple(column for column in dataset.schema.columns if column.role == "input")
        codes = codes_of(Run.open(run_id), dataset, split)[list(indexes)]
        return shap.by_column(columns, column_of_input(dataset), codes)
    return replace(shap, data=x if dataset.schema.kind == "tokens" else np.asarray(dataset.unscaled(x), "float32"))


def shap_maps_of_run(
    run_id: str,
    split: str,
    index: int,
    classes: tuple[int, ...],
    against: int | None = None,
    choice: str = "sample",
    rows: int = 20,
) -> ShapValues:
    """SHAP values of one image for each of several classes or outputs: as many examples, all of them that image.

    Args:
        against: the class that each of them is compared with, None for none; see `nnviz.Margin`.
        choice, rows: as in `shap_of_run`.
    """
    model, dataset = warm(run_id)
    one_alone(model, "SHAP values")
    x = np.repeat(examples_of(dataset, split, (index,)), len(classes), axis=0)
    described = {"meaning": meaning_in(model, dataset, run_id), "names": dataset.schema.answers}
    target = Target(tuple(classes), on="output" if against is None else "best", against=against, **described)
    shap = _values(model, dataset, x, target, "expected_gradients", choice, rows)
    return replace(shap, data=np.asarray(dataset.unscaled(x), "float32"))


def _values(model, dataset, x, target: Target, method, choice, rows) -> ShapValues:
    from nnviz.explanation.shap_values import shap_values

    background = choose(dataset.train.x, choice, rows, noun=_NOUNS[dataset.schema.kind])
    return shap_values(model, x, background, target, method)


def examples_of(dataset, split: str, indexes) -> np.ndarray:
    """(n, …) some examples of a split, as the network takes them. Raises RunError for one that is not there."""
    part = dataset.split(split)
    missing = [index for index in indexes if not 0 <= index < len(part)]
    if missing or not len(indexes):
        raise RunError(
            f"There is no example {missing[0] if missing else ''} in the {split} split.",
            expected=f"0 to {len(part) - 1}",
            where="example",
        )
    return part.x[list(indexes)]
