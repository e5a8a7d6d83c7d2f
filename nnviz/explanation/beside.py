"""What stands beside the first input of a run's examples, in the columns of its own tables."""

import numpy as np

from nnviz.data.load import read
from nnviz.data.schema import Dataset
from nnviz.runs.run import Run


def tables_beside(run: Run, dataset: Dataset, split: str) -> dict[str, np.ndarray]:
    """The tables beside the first input, by their names: (n, columns) codes of the examples of a split, gaps filled as
    in training; a missing category stays NaN."""
    part = dataset.split(split)
    raw = read(run.experiment.data)
    rows = np.searchsorted(raw.rows, part.rows)
    pairs = zip(dataset.further, raw.further, strict=True)
    return {one.form.name: one.filled(own.codes[rows]) for one, own in pairs}
