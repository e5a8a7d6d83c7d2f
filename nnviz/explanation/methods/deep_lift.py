"""DeepLIFT: what each change from the baseline counts, walked back through the network, nothing lost on the way."""

import numpy as np

from nnviz.explanation.backward.deep_lift import DeepLift
from nnviz.explanation.backward.run import walked
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.switching import note


def deep_lift(problem: Problem, baseline="zeros", blur_sigma: float = 4.0) -> Outcome:
    """Σ over ways of Δout/Δin, times x − b. The values add up to F(x) − F(b) up to rounding.

    Shrikumar, Greenside and Kundaje, "Learning Important Features Through Propagating Activation Differences" (2017).
    """
    starts, notes = baseline_points(problem, baseline, blur_sigma)
    rows = np.arange(len(problem))
    values = contributions(problem, starts, rows)
    inputs: list = [None] * len(problem.flat)
    for (k, _), one in zip(problem.function.entries, starts, strict=True):
        inputs[k] = one if inputs[k] is None else inputs[k]
    base = problem.values(starts, rows)
    return Outcome(problem.per_input(values), inputs, base, (*notes, *note(problem)))


def contributions(problem: Problem, starts: list[np.ndarray], rows: np.ndarray) -> list[np.ndarray]:
    """What each number of the examples `rows` (m,) counts in F(x) − F(start): (m, …) a point.

    Args:
        starts: points (m, …) that the examples are compared with, one for each of `rows`.
    """

    def walk(record, seed, others):
        multipliers = record.walk_back(seed, DeepLift(record, others))
        return [m * (x - b) for m, x, b in zip(multipliers, record.points, others, strict=True)]

    starts = [np.asarray(one, "float32") for one in starts]
    return walked(problem, ("deep_lift",), walk, rows, starts)
