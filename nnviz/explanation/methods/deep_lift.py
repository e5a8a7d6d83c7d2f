"""DeepLIFT: what each change from the baseline counts, walked back through the network, nothing lost on the way."""

import numpy as np

from nnviz.explanation.backward.deep_lift import DeepLift
from nnviz.explanation.backward.run import walked
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.path import PathIntegral
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.records import Trouble
from nnviz.explanation.switching import along, note


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
    troubles = _not_finite(values, base, problem.values(problem.points, rows))
    return Outcome(problem.per_input(values), inputs, base, (*notes, *note(problem)), troubles)


def _not_finite(values, *answers) -> tuple[Trouble, ...]:
    """A trouble where both answers are numbers, and what lies between them could not be shared out."""
    if all(np.all(np.isfinite(one)) for one in values) or not all(np.all(np.isfinite(one)) for one in answers):
        return ()
    message = (
        "Somewhere between the baseline and the example this network divides by zero, and nothing can be shared out."
    )
    return (Trouble("jump", message, "Choose another baseline, such as the mean."),)


def contributions(problem: Problem, starts: list[np.ndarray], rows: np.ndarray) -> list[np.ndarray]:
    """What each number of the examples `rows` (m,) counts in F(x) − F(start): (m, …) a point; codes are switched.

    Args:
        starts: points (m, …) that the examples are compared with, one for each of `rows`.
    """

    def lifted(low, high) -> PathIntegral:
        values, nothing = _walked(problem, low, high, rows), np.zeros(len(rows))
        at_low, at_high = (problem.values(one, rows) for one in (low, high))
        return PathIntegral(values, at_low, at_high, nothing.astype(int), nothing, nothing)

    starts = [np.asarray(one, "float32") for one in starts]
    if not problem.switched:
        return _walked(problem, starts, None, rows)
    return along(problem, starts, rows, lifted).values


def _walked(problem: Problem, starts, ends, rows) -> list[np.ndarray]:
    """The change from `starts` to `ends`, by default to the examples, walked back."""

    def walk(record, seed, others):
        multipliers = record.walk_back(seed, DeepLift(record, others))
        return [m * (x - b) for m, x, b in zip(multipliers, record.points, others, strict=True)]

    return walked(problem, ("deep_lift",), walk, rows, starts, ends)
