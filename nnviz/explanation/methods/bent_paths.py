"""Integrated gradients along ways that are not straight: through ever sharper images, and along the least slopes."""

import time

import numpy as np
from scipy import ndimage

from nnviz import words
from nnviz.errors import ExplanationError
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.path import Paths, path_integral
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.records import scale

_IMAGES = 4
"""Axes of a batch of images."""


def blur_integrated_gradients(
    problem: Problem,
    n_steps: int = 20,
    most_blur: float = 8.0,
    tolerance: float = 1e-3,
    max_steps: int = 1024,
    time_limit: float = 60.0,
) -> Outcome:
    """∫ ∂F/∂L · ∂L/∂σ dσ, from the image blurred by σ = `most_blur` pixels to the image itself.

    The values add up to F(x) − F(blurred x). Between `n_steps` blurs the way is straight.
    Xu, Venugopalan and Sundararajan, "Attribution in Scale and Space" (2020).

    Raises:
        ExplanationError: for inputs that are no images.
    """
    image = _image(problem)
    sigmas = most_blur * (1 - np.arange(n_steps + 1) / n_steps)
    corners = []
    for sigma in sigmas:
        blurred = list(problem.points)
        blurred[image] = ndimage.gaussian_filter(problem.points[image], (0, sigma, sigma, 0), mode="nearest")
        corners.append(blurred)
    return _along(problem, corners, tolerance, max_steps, time_limit)


def guided_integrated_gradients(
    problem: Problem,
    baseline="zeros",
    n_steps: int = 20,
    share: float = 0.25,
    tolerance: float = 1e-3,
    max_steps: int = 1024,
    blur_sigma: float = 4.0,
    time_limit: float = 60.0,
) -> Outcome:
    """Integrated gradients along a way that at each of `n_steps` moves the `share` of numbers with the least slope.

    Each step brings the example nearer by as much as a straight way would, so that steep places far from both ends are
    passed late. The values add up to F(x) − F(b).
    Kapishnikov et al., "Guided Integrated Gradients: An Adaptive Path Method for Removing Noise" (2021).
    """
    starts, notes = baseline_points(problem, baseline, blur_sigma)
    corners, rows = [starts], np.arange(len(problem))
    for step in range(n_steps):
        slopes = problem.gradients(corners[-1], rows)[1]
        corners.append(_moved(corners[-1], problem.points, slopes, starts, 1 - (step + 1) / n_steps, share))
    corners[-1] = problem.points
    return _along(problem, corners, tolerance, max_steps, time_limit, notes)


def _along(problem: Problem, corners, tolerance, max_steps, time_limit, notes: tuple[str, ...] = ()) -> Outcome:
    """The gradient integrated from corner to corner, refined where the way is steep."""
    count, legs = len(problem), len(corners) - 1
    sides = corners[:-1], corners[1:]
    starts, ends = ([np.concatenate(one).astype("float32") for one in zip(*side, strict=True)] for side in sides)
    rows = np.tile(np.arange(count), legs)
    first, last = (problem.values(side, np.arange(count)) for side in (corners[0], corners[-1]))
    allowed = np.tile(scale(last, first), legs) / legs
    deadline = time.monotonic() + time_limit
    integral = path_integral(
        Paths(problem, starts, rows, ends), 4, tolerance, max(4, max_steps // 4), lambda *_: allowed, deadline
    )
    values = [one.reshape(legs, count, *one.shape[1:]).sum(0) for one in integral.values]
    if time.monotonic() > deadline:
        notes += (f"It was refined no further after {words.plain(time_limit, 2)} s.",)
    inputs: list = [None] * len(problem.flat)
    for (k, _), one in zip(problem.function.entries, corners[0], strict=True):
        inputs[k] = one if inputs[k] is None else inputs[k]
    return Outcome(problem.per_input(values), inputs, first, notes)


def _moved(at, ends, slopes, starts, left: float, share: float) -> list[np.ndarray]:
    """The points after a step: each example's distance to its end is `left` of what it was at the start, and what moved
    are its numbers with the least slope, all the way or in part."""
    flat = [np.concatenate([one.reshape(len(one), -1) for one in side], 1, dtype="float64")
            for side in (at, ends, slopes, starts)]  # fmt: skip
    now, end, slope, start = flat
    wanted = left * np.abs(end - start).sum(1)
    for _ in range(64):
        apart = np.abs(end - now)
        excess = apart.sum(1) - wanted
        open_rows = excess > 1e-9 * np.maximum(1.0, wanted)
        if not open_rows.any():
            break
        steep = np.where(apart > 0, np.abs(slope), np.inf)
        limit = np.quantile(np.where(np.isinf(steep), np.nan_to_num(np.abs(slope)).max() + 1.0, steep), share, axis=1)
        chosen = (apart > 0) & (steep <= np.maximum(limit, steep.min(1))[:, None]) & open_rows[:, None]
        reach = (apart * chosen).sum(1)
        part = np.where(reach > 0, np.minimum(1.0, excess / np.maximum(reach, 1e-300)), 0.0)[:, None]
        now = np.where(chosen & (part >= 1), end, np.where(chosen, now + part * (end - now), now))
    pieces, begin = [], 0
    for one in at:
        size = int(np.prod(one.shape[1:]))
        pieces.append(now[:, begin : begin + size].reshape(one.shape).astype("float32"))
        begin += size
    return pieces


def _image(problem: Problem) -> int:
    images = [k for k, points in enumerate(problem.points) if points.ndim == _IMAGES]
    if len(images) == 1:
        return images[0]
    raise ExplanationError(
        "Blurred integrated gradients explain images, one for an example.",
        fix="Choose integrated gradients, which fit any input.",
        where="method",
    )
