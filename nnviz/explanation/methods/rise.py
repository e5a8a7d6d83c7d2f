"""RISE: hide an example behind random masks, and see which places were visible when the answer was strong."""

import numpy as np

from nnviz import progress, words
from nnviz.errors import ExplanationError
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.problem import Outcome, Problem

_TOGETHER = 128
"""Masks between two looks at the clock."""
_PLACED = (3, 4)
"""Axes of a batch of sequences or of images."""


def rise(
    problem: Problem,
    baseline="zeros",
    masks: int = 1000,
    cells: int = 7,
    visible: float = 0.5,
    blur_sigma: float = 4.0,
    time_limit: float = 60.0,
) -> Outcome:
    """E[F | a place is visible] − E[F], over random masks M; F is asked of M · x + (1 − M) · baseline.

    A mask is a grid of `cells` a side, each visible with the probability `visible`, enlarged smoothly and moved by a
    random share of a cell. The paper's map is E[F · M] / E[M]; here the mean answer is taken off, so that 0 means that
    a place did not matter. A pixel's channels share its value evenly. All examples see the same masks.
    Petsiuk, Das and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models" (2018).

    Raises:
        ExplanationError: for inputs that have no places: tables and tokens.
    """
    place = _place(problem)
    hidden, notes = baseline_points(problem, baseline, blur_sigma)
    shape = problem.points[place].shape[1:-1]
    random, limit, done = np.random.default_rng(problem.seed), progress.Limit(time_limit), 0
    seen, total, answered = np.zeros((len(problem), *shape)), np.zeros(shape), np.zeros(len(problem))
    while done < masks and not (done and limit.reached()):
        with limit.ends(done > 0):
            progress.tell(done / masks)
            some = random_masks(shape, min(problem.some(_TOGETHER), masks - done), cells, visible, random)
            answers = np.array([_answers(problem, i, place, hidden, some) for i in range(len(problem))])
            seen += np.tensordot(answers, some, 1)
            answered += answers.sum(1)
            total += some.sum(0)
            done += len(some)
    mean = answered.reshape(-1, *[1] * len(shape)) / done
    heat = seen / np.maximum(total, 1e-12) - mean
    totals = [np.zeros(one.shape, "float32") for one in problem.points]
    totals[place] += (heat / problem.points[place].shape[-1])[..., None]
    how = f"{done:,} masks." if done == masks else (
        f"{done:,} of {masks:,} masks: {limit.words}.")  # fmt: skip
    level = f"Its answer behind a mask was {words.plain(float(mean.mean()), 3)} on average, which is 0 here."
    alone = () if len(problem.points) == 1 else ("Only the image is masked; all else is shown as 0.",)
    return Outcome(problem.per_input(totals), notes=(f"{how} {level}", *alone, *notes))


def _answers(problem: Problem, example: int, place: int, hidden, masks: np.ndarray) -> np.ndarray:
    rows = np.full(len(masks), example)
    points = [np.broadcast_to(one[example], (len(masks), *one.shape[1:])) for one in problem.points]
    points[place] = (masks[..., None] * points[place] + (1 - masks[..., None]) * hidden[place][example]).astype("f4")
    return problem.values(points, rows)


def _place(problem: Problem) -> int:
    """The points that have places and no tokens, the one with most of them. Raises ExplanationError without any."""
    found = [
        k
        for k, ((_, embedding), points) in enumerate(zip(problem.function.entries, problem.points, strict=True))
        if embedding is None and points.ndim in _PLACED
    ]
    if found:
        return max(found, key=lambda k: problem.points[k][0].size)
    raise ExplanationError(
        "RISE hides places of an image or a sequence, and this example has none.",
        fix="Choose LIME or feature ablation, which hide columns and words.",
        where="method",
    )


def random_masks(shape: tuple[int, ...], count: int, cells: int, visible: float, random) -> np.ndarray:
    """(count, …shape) float32 from 0 (hidden) to 1 (visible)."""
    sides = [min(cells, size) for size in shape]
    edges = [-(-size // side) for size, side in zip(shape, sides, strict=True)]
    masks = np.empty((count, *shape), "float32")
    for k in range(count):
        grid = (random.random([side + 1 for side in sides]) < visible).astype("float32")
        large = grid
        for axis, (side, edge) in enumerate(zip(sides, edges, strict=True)):
            at = (np.arange((side + 1) * edge) + 0.5) / edge - 0.5
            large = _interpolated(large, axis, at)
        first = [int(random.integers(edge)) for edge in edges]
        masks[k] = large[tuple(slice(start, start + size) for start, size in zip(first, shape, strict=True))]
    return masks


def _interpolated(grid: np.ndarray, axis: int, at: np.ndarray) -> np.ndarray:
    """`grid` read at the places `at` along an axis, straight between its numbers and constant beyond its ends."""
    at = np.clip(at, 0, grid.shape[axis] - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, grid.shape[axis] - 1)
    share = (at - low).reshape([-1 if k == axis else 1 for k in range(grid.ndim)])
    return grid.take(low, axis) * (1 - share) + grid.take(high, axis) * share
