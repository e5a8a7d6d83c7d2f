"""What if a row were different: its prediction, and how much each column counts for it."""

import numpy as np

from nnviz.data.load import load, read
from nnviz.errors import ExplanationError
from nnviz.explanation.what_if_records import Answer, Row
from nnviz.runs.run import Run
from nnviz.training.warm import warm


def row_of_run(run_id: str, split: str, index: int) -> Row:
    """One example of a run's table, in the table's own columns.

    Raises:
        ExplanationError: for data that are no table.
    """
    run = Run.open(run_id)
    dataset = load(run.experiment.data)
    if dataset.schema.kind != "vector":
        raise ExplanationError("These examples are not rows of a table.", fix="Choose a run that learned from a table.")
    codes = _codes(run, dataset, "train")
    own = _codes(run, dataset, split)[index]
    columns = tuple(column for column in dataset.schema.columns if column.role == "input")
    return Row(columns, own, np.nanmin(codes, axis=0), np.nanmax(codes, axis=0))


def answer_of_run(run_id: str, codes: tuple[float, ...], target: int | None = None) -> Answer:
    """What a run's network says of a row, and why.

    Args:
        codes: one a column, as in `Row`.
        target: the class or output that is explained; None for the one that is predicted.

    The shares are integrated gradients (Sundararajan et al., 2017), added up over the inputs of a column.
    """
    from nnviz.explanation.attribute import attribute
    from nnviz.explanation.target import Target
    from nnviz.training.head import meaning_of_model

    model, dataset = warm(run_id)
    schema = dataset.schema
    meaning = meaning_of_model(model, Run.open(run_id).experiment.train, schema, dataset.target_scaler)
    row = np.asarray(codes, float)[None]
    prepared = dataset.preparation
    x = dataset.scaler.apply(row if prepared is None else prepared.apply(row))
    shown = meaning.readable(np.asarray(model(x, training=False)))[0]
    result = attribute(model, x[0], Target(target, meaning=meaning, names=schema.class_names))
    of_column = np.arange(row.shape[1]) if prepared is None else prepared.feature_columns
    shares = np.bincount(of_column, np.asarray(result.values, float).ravel(), minlength=row.shape[1])
    said = meaning.words(shown, schema.class_names)
    label = result.target.label()
    return Answer(shown, said, label, shares, float(result.baseline_output), float(result.output))


def _codes(run: Run, dataset, split: str) -> np.ndarray:
    """(n, columns) the examples of a split in their own columns, gaps filled as in training; a missing category stays
    NaN."""
    part = dataset.split(split)
    if dataset.preparation is None:
        return np.asarray(dataset.unscaled(part.x), float)
    raw = read(run.experiment.data)
    codes = np.array(raw.x[np.searchsorted(raw.rows, part.rows)], float)
    for place, prepared in enumerate(dataset.preparation.columns):
        codes[np.isnan(codes[:, place]), place] = prepared.fill
    return codes
