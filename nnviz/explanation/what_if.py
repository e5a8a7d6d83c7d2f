"""What if a row were different: its prediction, and how much each column counts for it."""

import numpy as np

from nnviz.data import plane
from nnviz.data.load import load, read
from nnviz.data.own import handmade, typed
from nnviz.errors import ExplanationError
from nnviz.explanation.beside import Tables, shares_beside
from nnviz.explanation.of_run import label_of, meaning_in
from nnviz.explanation.quick import covered, quick
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.what_if_records import Answer, Row
from nnviz.runs.run import Run
from nnviz.training.given import apart, inputs_beside, together
from nnviz.training.warm import warm


def row_of_run(run_id: str, split: str, index: int) -> Row:
    """One example of a run's table, in the table's own columns.

    Raises:
        ExplanationError: for data that are no table.
    """
    run = Run.open(run_id)
    dataset = load(run.experiment.data)
    if not dataset.schema.is_table:
        raise ExplanationError("These examples are not rows of a table.", fix="Choose a run that learned from a table.")
    codes = codes_of(run, dataset, "train")
    own = codes_of(run, dataset, split)[index]
    columns = tuple(column for column in dataset.schema.columns if column.role == "input")[: len(own)]
    row = Row(columns, own, np.nanmin(codes, axis=0), np.nanmax(codes, axis=0))
    if dataset.schema.plane_features:  # they follow from the two coordinates
        row = Row(row.columns[:2], *(values[:2] for values in (row.codes, row.low, row.high)))
    return row


def answer_of_run(run_id: str, codes: tuple[float, ...], target: Chosen = None, tables: Tables | None = None) -> Answer:
    """What a run's network says of a row, and why.

    Args:
        codes: one a column, as in `Row`.
        target: the class or output that is explained, a pair (a, b) for why a rather than b; None for the one that is
            predicted.
        tables: what stands beside the row, where the network takes that: name → codes.

    The shares are integrated gradients (Sundararajan et al., 2017), added up over the inputs of a column;
    where the network has no gradient, what is lost with each covered.

    Raises:
        TrainingError: for a table that the network takes and that is missing.
    """
    model, dataset = warm(run_id)
    schema = dataset.schema
    meaning = meaning_in(model, dataset, run_id)
    row = np.asarray(codes, float)[None]
    further = schema.plane_features
    x = [dataset.inputs(plane.inputs(row, further) if further else row)]
    x += inputs_beside(model, dataset, tables or {})
    shown = meaning.readable(np.asarray(model(together(x), training=False)))[0]
    result = quick(model, together([own[0] for own in x]), target_of(target, meaning, schema.answers))
    parts = apart(result.values)
    values = np.asarray(parts[0], float).ravel()
    if schema.plane_features:
        shares = values @ plane.shares(schema.plane_features)
    else:
        shares = np.bincount(column_of_input(dataset), values, minlength=row.shape[1])
    said = meaning.words(shown, schema.answers)
    label = label_of(result.target, schema)
    beside = shares_beside(model, dataset, parts)
    ends = float(result.baseline_output), float(result.output)
    return Answer(shown, said, label, shares, *ends, beside, covered(result))


def codes_of(run: Run, dataset, split: str) -> np.ndarray:
    """(n, columns) the examples of a split of a table in its own columns, gaps filled as in training; a missing
    category stays NaN."""
    if handmade.is_own(split):
        return typed.codes_of(handmade.read(split))[None]
    part = dataset.split(split)
    if dataset.preparation is None:
        return np.asarray(dataset.unscaled(part.x), float)
    raw = read(run.experiment.data)
    codes = raw.x[np.searchsorted(raw.rows, part.rows)]
    return dataset.preparation.filled(codes)


def column_of_input(dataset) -> np.ndarray:
    """(inputs,) the place of the column that each input of a table's network comes from."""
    if dataset.preparation is None:
        return np.arange(dataset.schema.input_shape[0])
    return dataset.preparation.feature_columns
