"""What stands beside the first input of a run's examples, in the columns of its own tables."""

from collections.abc import Mapping, Sequence

import numpy as np

from nnviz.data.column import Column
from nnviz.data.load import load, read
from nnviz.data.own import handmade
from nnviz.data.own.handmade import is_own
from nnviz.data.schema import Dataset
from nnviz.explanation.shap_records import WHOLE
from nnviz.explanation.what_if_records import Row, Shares
from nnviz.runs.run import Run
from nnviz.training.given import names_of

Tables = Mapping[str, Sequence[float]]
"""One example's tables beside its first input: name → codes, one a column."""


def tables_beside(run: Run, dataset: Dataset, split: str) -> dict[str, np.ndarray]:
    """The tables beside the first input, by their names: (n, columns) codes of the examples of a split, gaps filled as
    in training; a missing category stays NaN."""
    if is_own(split):
        return handmade.tables_of(handmade.read(split), dataset)
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


def shares_beside(model, dataset: Dataset, values: Sequence[np.ndarray]) -> tuple[Shares, ...]:
    """The values of what stands beside the first input, in the network's order, added up over the inputs of a column.

    Args:
        values: (n,) each; of images their shape, and their share is that of the whole image.
    """
    prepared = {one.form.name: one for one in dataset.further}
    told = []
    for name, own in zip(names_of(model), values, strict=True):
        one = prepared[name]
        if not one.form.columns:
            told.append(Shares(name, (Column(name, WHOLE),), np.array([np.sum(own, dtype=float)])))
            continue
        sums = np.bincount(one.feature_columns, np.ravel(own).astype(float), minlength=len(one.form.columns))
        told.append(Shares(name, one.form.columns, sums))
    return tuple(told)
