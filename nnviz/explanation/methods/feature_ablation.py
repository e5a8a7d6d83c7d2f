"""Feature ablation: take away one part of an example at a time, and see how far the output falls."""

import numpy as np

from nnviz import progress
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.methods.segments import segments_of, shown_values
from nnviz.explanation.problem import Outcome, Problem

_TOGETHER = 256
"""Parts between two looks at the clock."""


def feature_ablation(
    problem: Problem,
    baseline="zeros",
    regions: int = 64,
    segments: str = "superpixels",
    groups: tuple[int, ...] | None = None,
    blur_sigma: float = 4.0,
    time_limit: float = 60.0,
) -> Outcome:
    """F(x) − F(x with a part replaced by the baseline), for every part; its numbers share that evenly.

    Parts are the columns of a table, the tokens of a text, the regions of an image or a sequence, or `groups`, the
    group of each number of the example. Covert, Lundberg and Lee, "Explaining by Removing" (2021).
    """
    hidden, notes = baseline_points(problem, baseline, blur_sigma)
    whole = problem.values(problem.points, np.arange(len(problem)))
    totals = [np.zeros(array.shape) for array in problem.flat]
    limit, tried, most, together = progress.Limit(time_limit), [], 0, problem.some(_TOGETHER)
    for i in range(len(problem)):
        parts = segments_of(problem, i, regions, segments, groups)
        falls, done = np.zeros(parts.count), 0
        while done < parts.count and not (done and limit.reached((i + 1) / len(problem))):
            some = np.arange(done, min(done + together, parts.count))
            with limit.ends(done > 0):
                progress.tell((i + done / parts.count) / len(problem))
                shown = np.arange(parts.count) != some[:, None]
                falls[some] = whole[i] - shown_values(problem, i, hidden, parts, shown)
                done += len(some)
        tried.append(done)
        most = max(most, parts.count)
        for total, own in zip(totals, parts.shared(falls), strict=True):
            total[i] = own
    how = f"{most:,} parts were left out, one at a time."
    if min(tried) < most:
        how = f"{limit.sentence[:-1]}: {min(tried):,} of {most:,} parts were left out."
    return Outcome(totals, notes=(how, *notes))
