"""What stands beside the first input of a run's examples, in the columns of its own tables."""

from collections.abc import Mapping, Sequence

import numpy as np

from nnviz.data.column import Column
from nnviz.data.further import PreparedFurther
from nnviz.data.load import load, read
from nnviz.data.own import handmade, standing_beside
from nnviz.data.own.handmade import is_own
from nnviz.data.schema import Dataset
from nnviz.explanation.shap_records import WHOLE
from nnviz.explanation.what_if_records import Row, Shares
from nnviz.runs.run import Run
from nnviz.training.given import names_of

Tables = Mapping[str, Sequence]
"""What stands beside one example's first input: name → codes, one a column of a table; of a sequence or an image the
part and the position of the example whose it is."""


def tables_beside(run: Run, dataset: Dataset, split: str) -> dict[str, np.ndarray]:
    """The tables beside the first input, by their names: (n, columns) codes of the examples of a split, gaps filled as
    in training; a missing category stays NaN."""
    if is_own(split):
        return standing_beside.tables_of(handmade.read(split), dataset)
    part = dataset.split(split)
    raw = read(run.experiment.data)
    rows = np.searchsorted(raw.rows, part.rows)
    pairs = zip(dataset.further, raw.further, strict=True)
    return {one.form.name: one.filled(own.codes[rows]) for one, own in pairs if own.columns}


def rows_beside_of_run(run_id: str, split: str, index: int) -> dict[str, Row]:
    """What stands beside one example of a run's data, in the columns of its tables, by their names.

    Args:
        split: the part, or what an image of a person's own is called; "" for a usual row of the training examples.

    Raises:
        NnvizError: for an example that is not there.
    """
    run = Run.open(run_id)
    dataset = load(run.experiment.data)
    training = tables_beside(run, dataset, "train")
    usual = {one.form.name: np.array([one.typical]) for one in dataset.further if one.form.columns}
    own = tables_beside(run, dataset, split) if split else usual
    return {
        one.form.name: Row(
            one.form.columns,
            own[one.form.name][index],
            np.nanmin(training[one.form.name], axis=0),
            np.nanmax(training[one.form.name], axis=0),
        )
        for one in dataset.further
        if one.form.columns
    }


def shares_beside(model, dataset: Dataset, values: Sequence[np.ndarray], but: int = 0) -> tuple[Shares, ...]:
    """The values of all inputs but one, in the network's order, added up over the inputs of a column.

    Args:
        values: of each input, the first one too: (n,) of a table, of others their shape, and their share is that of the
            whole.
        but: the place of the input that is told of elsewhere.
    """
    prepared = {one.form.name: one for one in dataset.further}
    told = []
    for place, (name, own) in enumerate(zip(("", *names_of(model)), values, strict=True)):
        if place == but:
            continue
        columns, into = _columns_of(dataset, prepared.get(name))
        if columns:
            sums = np.bincount(into, np.ravel(own).astype(float), minlength=len(columns))
        else:
            name = name or dataset.schema.first_noun
            columns, sums = (Column(name, WHOLE),), np.array([np.sum(own, dtype=float)])
        told.append(Shares(name or dataset.schema.first_noun, columns, sums))
    return tuple(told)


def _columns_of(dataset: Dataset, further: PreparedFurther | None) -> tuple[tuple[Column, ...], np.ndarray]:
    """The columns of an input that is a table, and which of them each of its numbers comes from; () for others."""
    if further is not None:
        return (further.form.columns, further.feature_columns) if further.form.columns else ((), np.empty(0, int))
    if not dataset.schema.is_table or dataset.schema.plane_features:
        return (), np.empty(0, int)
    columns = tuple(column for column in dataset.schema.columns if column.role == "input")
    if dataset.preparation is not None:
        return dataset.preparation.columns, dataset.preparation.feature_columns
    return columns, np.arange(len(columns))
