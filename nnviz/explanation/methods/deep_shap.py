"""DeepSHAP: DeepLIFT from each background example, and the mean of that."""

import keras
import numpy as np

from nnviz import progress
from nnviz.explanation.methods.deep_lift import contributions
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.switching import note

_TOGETHER = 256
"""Pairs of an example and a background row between two looks at the clock."""


def deep_shap(problem: Problem, background_rows: int = 20, time_limit: float = 120.0) -> Outcome:
    """E_b[Σ over ways of Δout/Δin · (x − b)]: what each change from a background row counts, by DeepLIFT, on average.

    They add up to F(x) − E F(background), on every kind of layer that DeepLIFT walks back through.
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions" (2017).
    """
    rows, count, limit = problem.background_rows(background_rows), len(problem), progress.Limit(time_limit)
    points = problem.function.points(keras.tree.pack_sequence_as(problem.batch, rows))
    asked, together, begun = len(rows[0]), max(1, problem.some(_TOGETHER) // count), 0
    totals, base = [np.zeros(one.shape) for one in problem.points], np.zeros(count)
    while begun < asked and not (begun and limit.reached()):
        starts = [np.tile(one[begun : begun + together], (count,) + (1,) * (one.ndim - 1)) for one in points]
        each = np.repeat(np.arange(count), len(starts[0]) // count)
        with limit.ends(begun > 0):
            progress.tell(begun / asked)
            parts, ends = contributions(problem, starts, each), problem.values(starts, each)
            for total, own in zip(totals, parts, strict=True):
                total += own.astype("float64").reshape(count, -1, *own.shape[1:]).sum(1)
            base += ends.reshape(count, -1).sum(1)
            begun += together
    size = min(begun, asked)
    values = problem.per_input([total / size for total in totals])
    mean = [np.broadcast_to(row[:size].mean(0), x.shape) for row, x in zip(rows, problem.flat, strict=True)]
    told = f"Compared with {size:,} background examples."
    if size < asked:
        told = f"Compared with {size:,} of {asked:,} background examples: {limit.words}."
    return Outcome(values, mean, base / size, (told, *note(problem)))
