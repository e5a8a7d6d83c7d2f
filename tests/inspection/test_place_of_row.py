"""An example of the source is found in its part of a run's data."""

import numpy as np

from nnviz.data.load import load
from nnviz.inspection.of_run import place_of_row


def test_a_row_is_found_where_its_part_holds_it_and_nowhere_else(digits_run):
    part = load(digits_run.experiment.data).validation
    row = int(part.rows[17])
    assert place_of_row(digits_run.id, "validation", row) == 17 and place_of_row(digits_run.id, "train", row) is None
    assert place_of_row(digits_run.id, "validation", int(np.max(part.rows)) + 10**6) is None
