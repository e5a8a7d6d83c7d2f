"""SHAP values of a run's examples, in the data's own columns and units."""

from dataclasses import replace
from typing import Any

import numpy as np

from nnviz import words
from nnviz.errors import ExplanationError, RunError
from nnviz.explanation.background import Background, choose
from nnviz.explanation.beside import tables_beside
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.shap_records import ShapValues
from nnviz.explanation.target import Chosen, Target, target_of
from nnviz.explanation.what_if import codes_of, column_of_input
from nnviz.runs.run import Run
from nnviz.training.given import given, names_of
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
    own: tuple[int, ...] = (),
    settings: dict | None = None,
) -> ShapValues:
    """SHAP values of some examples of a run, compared with examples of its training part.

    Args:
        split, indexes: which examples.
        target: the class or output that is explained, a pair (a, b) for why a rather than b, or None for the class that
            each example is predicted to be.
        method: as in `nnviz.shap_values`.
        choice, rows: how the background is chosen, as in `nnviz.explanation.background.choose`.
        own: the class that the background is of, or which rows of the data it is.
        settings: of the method.

    Raises:
        NnvizError: for examples that are not there, and as `nnviz.shap_values` does.
    """
    model, dataset = warm(run_id)
    x = given_examples(model, dataset, split, indexes)
    named = target_of(target, meaning_in(model, dataset, run_id), dataset.schema.answers)
    shap = _values(model, dataset, x, named, method, (choice, rows, own), settings)
    shap = _with_tables(shap, run_id, dataset, split, list(indexes))
    if dataset.schema.kind == "vector":
        columns = tuple(column for column in dataset.schema.columns if column.role == "input")
        codes = codes_of(Run.open(run_id), dataset, split)[list(indexes)]
        return shap.by_column(columns, column_of_input(dataset), codes)
    return replace(shap, data=_as_read(dataset, shap.data))


def _as_read(dataset, x: np.ndarray) -> np.ndarray:
    """The first input as people read it: token ids, or numbers in the data's own units."""
    return x if dataset.schema.kind == "tokens" else np.asarray(dataset.unscaled(x), "float32")


def _with_tables(shap: ShapValues, run_id: str, dataset, split: str, indexes: list[int]) -> ShapValues:
    """The values of the tables beside the first input, added up to the columns that they come from."""
    if not shap.further:
        return shap
    tables = tables_beside(Run.open(run_id), dataset, split)
    prepared = {one.form.name: one for one in dataset.further}
    parts = [
        replace(part, data=prepared[part.name].unscaled(part.data))
        if not prepared[part.name].form.columns
        else part.by_column(prepared[part.name].form.columns, prepared[part.name].feature_columns,
                       tables[part.name][indexes])
        for part in shap.further
    ]  # fmt: skip
    return replace(shap, further=tuple(parts))


def shap_maps_of_run(
    run_id: str,
    split: str,
    index: int,
    classes: tuple[int, ...],
    against: int | None = None,
    choice: str = "sample",
    rows: int = 20,
    own: tuple[int, ...] = (),
    method: str = "expected_gradients",
    settings: dict | None = None,
) -> ShapValues:
    """SHAP values of one image for each of several classes or outputs: as many examples, all of them that image.

    Args:
        against: the class that each of them is compared with, None for none; see `nnviz.Margin`.
        choice, rows, own, method, settings: as in `shap_of_run`.
    """
    model, dataset = warm(run_id)
    x = given_examples(model, dataset, split, (index,) * len(classes))
    described = {"meaning": meaning_in(model, dataset, run_id), "names": dataset.schema.answers}
    target = Target(tuple(classes), on="output" if against is None else "best", against=against, **described)
    shap = _values(model, dataset, x, target, method, (choice, rows, own), settings)
    shap = _with_tables(shap, run_id, dataset, split, [index] * len(classes))
    return replace(shap, data=_as_read(dataset, shap.data))


def _values(model, dataset, x, target: Target, method, chosen: tuple, settings: dict | None) -> ShapValues:
    from nnviz.explanation.shap_values import shap_values

    background = background_of(model, dataset, *chosen)
    return shap_values(model, x, background, target, method, **(settings or {}))


def background_of(model, dataset, choice: str, rows: int, own: tuple[int, ...] = ()) -> Background:
    """The examples of the training part that are compared with, as in `shap_of_run`.

    Raises:
        ExplanationError: for rows that are not in the training part, or a class without examples.
    """
    schema, train = dataset.schema, dataset.train
    strata = None if schema.reconstructs else train.y
    named = schema.class_names[own[0]] if choice == "class" and own and own[0] < len(schema.class_names) else ""
    if choice == "own":
        own = _places_of(train.rows, own)
    how = {"noun": _NOUNS[schema.kind], "strata": strata, "own": own, "named": named}
    return choose(given(model, train), choice, rows, columns=_columns_of(model, dataset), **how)


def _places_of(rows: np.ndarray, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Where rows of the data are in the training part."""
    place = {int(row): k for k, row in enumerate(rows)}
    missing = [row for row in wanted if row not in place]
    if missing:
        some = words.listed([f"{row:,}" for row in missing[:3]])
        raise ExplanationError(
            f"Not in the training part: {some}{' and others' if len(missing) > 3 else ''}.",
            expected=f"rows that the network learned from, such as {', '.join(str(row) for row in rows[:3])}",
            where="own",
        )
    return tuple(place[row] for row in wanted)


def _columns_of(model, dataset) -> tuple:
    """Of each input, the column that each of its numbers comes from; None where it is no table."""
    first = column_of_input(dataset) if dataset.schema.kind == "vector" else None
    prepared = {one.form.name: one for one in dataset.further}
    if not prepared:
        return (first,)
    beside = [prepared.get(name) for name in names_of(model)]
    return (first, *(one.feature_columns if one is not None and one.form.columns else None for one in beside))


def given_examples(model, dataset, split: str, indexes) -> Any:
    """(n, …) some examples of a split as the network takes them, or a list of arrays. Raises as `examples_of`."""
    examples_of(dataset, split, indexes)
    return given(model, dataset.split(split), list(indexes))


def examples_of(dataset, split: str, indexes) -> np.ndarray:
    """(n, …) the first input of some examples of a split. Raises RunError for an example that is not there."""
    part = dataset.split(split)
    missing = [index for index in indexes if not 0 <= index < len(part)]
    if missing or not len(indexes):
        raise RunError(
            f"There is no example {missing[0] if missing else ''} in the {split} split.",
            expected=f"0 to {len(part) - 1}",
            where="example",
        )
    return part.x[list(indexes)]
