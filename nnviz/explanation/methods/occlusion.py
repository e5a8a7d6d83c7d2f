"""Occlusion: cover a patch, see how far the output falls."""

import itertools
import math
import time

import numpy as np

from nnviz import progress, words
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.costs import starts
from nnviz.explanation.problem import Outcome, Problem

_ELEMENTS_A_BLOCK = 2**23


_HEAVY = 20e9
"""Bytes of activations for all places of a patch, from which on it is measured first how long one takes."""


def occlusion(
    problem: Problem,
    baseline="zeros",
    window: int = 2,
    stride: int = 1,
    blur_sigma: float = 4.0,
    time_limit: float = 60.0,
) -> Outcome:
    """F(x) − F(x with a patch replaced by the baseline), for every place of the patch.

    A position's value is the mean over the patches that cover it; a patch covers all channels, and of a
    vector it covers `window` features. Where all places would take longer than `time_limit` seconds, the patch and its
    steps are widened alike, and a note says so.
    Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (2014).
    """
    replacement, notes = baseline_points(problem, baseline, blur_sigma)
    whole = problem.values(problem.points, np.arange(len(problem)))
    wider = _wider(problem, window, stride, time_limit)
    if wider > 1:
        window, stride = window * wider, stride * wider
        notes += (f"To end in about {words.plain(time_limit, 2)} s, the patch was made {window:,} wide and moved by "
                  f"{stride:,}.",)  # fmt: skip
    values = [np.zeros(array.shape) for array in problem.flat]
    for k in range(len(problem.flat)):
        axes = _axes(problem, k)
        covers = np.zeros(axes)
        places = list(itertools.product(*[_slices(size, window, stride) for size in axes]))
        for place, fall in zip(places, _falls(problem, replacement, k, places, whole), strict=True):
            index = (slice(None), *place)
            values[k][index] += fall.reshape(-1, *[1] * (values[k].ndim - 1))
            covers[place] += 1
        values[k] /= covers.reshape(axes + (1,) * (values[k].ndim - 1 - len(axes)))
    return Outcome(values, notes=notes)


def _wider(problem, window: int, stride: int, limit: float) -> int:
    """How many times wider a patch has to be for all its places to take no longer than `limit` seconds."""
    axes = [_axes(problem, k) for k in range(len(problem.flat))]

    def evaluations(wider):
        counts = [[len(starts(size, window * wider, stride * wider)) for size in own] for own in axes]
        return len(problem) * sum(math.prod(own) for own in counts)

    if problem.function.probe.bytes * evaluations(1) < _HEAVY:
        return 1
    few = np.zeros(problem.function.rows_a_call(problem.points, False), int)
    begin = time.monotonic()
    problem.values([points[few] for points in problem.points], few)
    each = (time.monotonic() - begin) / len(few)
    largest = max(max(own, default=1) for own in axes)
    return next((wider for wider in range(1, largest) if each * evaluations(wider) <= limit), largest)


def _axes(problem, k) -> tuple[int, ...]:
    shape = problem.flat[k].shape[1:]
    tokens = any(i == k and embedding is not None for i, embedding in problem.function.entries)
    return shape if tokens or len(shape) < 2 else shape[:-1]


def _slices(size, window, stride) -> list[slice]:
    return [slice(start, min(size, start + window)) for start in starts(size, window, stride)]


def _falls(problem, replacement, k, places, whole):
    """For each place of the patch, how far the output of each example falls (n,)."""
    count = len(problem)
    block = max(1, _ELEMENTS_A_BLOCK // max(1, sum(points.size for points in problem.points)))
    for first in range(0, len(places), block):
        progress.tell((k + first / len(places)) / len(problem.flat))
        chosen = places[first : first + block]
        rows = np.tile(np.arange(count), len(chosen))
        covered = [points[rows] for points in problem.points]
        for (i, _), points, other in zip(problem.function.entries, covered, replacement, strict=True):
            for j, place in enumerate(chosen if i == k else ()):
                index = (slice(j * count, (j + 1) * count), *place)
                points[index] = other[(slice(None), *place)]
        yield from whole - problem.values(covered, rows).reshape(len(chosen), count)
