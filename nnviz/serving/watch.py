"""`watch`: what a run's network was asked, against what it learnt from."""

import numpy as np

from nnviz.runs.run import Run
from nnviz.serving import drift
from nnviz.serving.drift_records import Drift
from nnviz.serving.log import REAL, ServedLog
from nnviz.serving.reference import answers, reference


def watch(run: Run | str, which: str = REAL) -> Drift:
    """How the rows that a run's network was asked differ from its training rows, column by column.

    Args:
        run: a `Run` or its id.
        which: "served", what its prediction servers were asked, or "simulated", the last simulation.

    The network's own answers are one more column. Quantities are compared by the test of Kolmogorov and Smirnov, names
    by chi-square, gaps by Fisher's exact test, all of them corrected together by Benjamini and Hochberg (1995). What is
    no chance counts as drift from a distance of 0.1 on. Raises RunError for a run without a trained network.
    """
    run = Run.open(run) if isinstance(run, str) else run
    known = reference(run)
    rows, said = ServedLog(run, which).read()
    fits = len(rows) and (rows.shape[1], said.shape[1]) == (len(known.columns) - 1, known.recipe["units"])
    samples = (*rows.T, answers(known.recipe, said)) if fits else tuple(np.empty(0) for _ in known.columns)
    marks = [column.role == "target" for column in known.columns]
    compared = drift.compare(known.samples, samples, known.columns, marks)
    return Drift(compared, len(known.samples[0]), len(samples[-1]), known.part)
