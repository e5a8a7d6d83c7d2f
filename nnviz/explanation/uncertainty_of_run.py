"""What pages ask: how sure a run's network is of one example, or of a row that somebody changed."""

import numpy as np

from nnviz.data import plane
from nnviz.explanation.beside import Tables
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.uncertainty_records import Uncertainty
from nnviz.inspection.of_run import all_inputs
from nnviz.training.given import inputs_beside, together
from nnviz.training.warm import warm


def uncertainty_of_run(
    run_id: str,
    split: str,
    index: int,
    codes: tuple[float, ...] | None = None,
    tables: Tables | None = None,
    passes: int = 50,
) -> Uncertainty:
    """The answers to one example with dropout left on, as `nnviz.uncertainty` tells them.

    Args:
        codes: of a changed row of a table, one a column; None for the example as it is.
        tables: what stands beside the changed row: name → codes.

    Raises:
        ExplanationError: for a network without dropout.
    """
    from nnviz.explanation.uncertainty import uncertainty

    model, dataset = warm(run_id)
    if codes is None:
        x = all_inputs(model, dataset, split, index)
    else:
        row, further = np.asarray(codes, float)[None], dataset.schema.plane_features
        first = dataset.inputs(plane.inputs(row, further) if further else row)
        x = together([first, *inputs_beside(model, dataset, tables or {})])
    return uncertainty(model, x, passes, meaning=meaning_in(model, dataset, run_id))
