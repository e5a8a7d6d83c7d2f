"""Integrated gradients, from one baseline and from many."""

import time

import keras
import numpy as np

from nnviz import progress, words
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.path import PathIntegral, Paths, path_integral
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.records import Trouble, scale
from nnviz.explanation.switching import along, note
from nnviz.explanation.troubles import jump

_HEAVY = 4e9
"""Bytes of activations on paths that are followed together: about a second of work."""
_LARGE, _FEW = 2e9, 8
"""Bytes of activations on one path, from which on it begins with few gradients, to be refined while there is time."""


def integrated_gradients(
    problem: Problem,
    baseline="zeros",
    n_steps: int = 32,
    tolerance: float = 1e-3,
    max_steps: int = 1024,
    blur_sigma: float = 4.0,
    time_limit: float = 60.0,
) -> Outcome:
    """(x − b) · ∫₀¹ ∂F(b + α(x − b)) dα, for every example.

    The values add up to F(x) − F(b).
    Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks" (2017).
    """
    starts, notes = baseline_points(problem, baseline, blur_sigma)
    rows, deadline = np.arange(len(problem)), time.monotonic() + time_limit
    n_steps = _first_steps(problem, n_steps)

    def integrate(low, high):
        paths = Paths(problem, low, rows, high)
        return path_integral(paths, n_steps, tolerance, max_steps, lambda start, end: scale(end, start), deadline)

    integral = along(problem, starts, rows, integrate)
    notes += (*note(problem), *_steps_note(integral.steps, n_steps, max_steps))
    if time.monotonic() > deadline:
        notes += (f"It was refined no further after {words.plain(time_limit, 2)} s.",)
    troubles = _jump(integral.jumps, integral.jump_at, scale(integral.end, integral.start))
    return Outcome(problem.per_input(integral.values), _as_inputs(problem, starts), integral.start, notes, troubles)


def expected_gradients(
    problem: Problem,
    background_rows: int = 20,
    n_steps: int = 16,
    tolerance: float = 3e-3,
    max_steps: int = 1024,
    time_limit: float = 60.0,
) -> Outcome:
    """Integrated gradients averaged over background rows b: E_b[(x − b) · ∫₀¹ ∂F(b + α(x − b)) dα].

    The values add up to F(x) − E_b F(b). They are the Aumann–Shapley values against that background: equal to
    Shapley values for additive and multilinear F. Erion et al. (2021).
    """
    rows, count = problem.background_rows(background_rows), len(problem)
    asked, deadline, limit = len(rows[0]), time.monotonic() + time_limit, progress.Limit(time_limit)
    n_steps = _first_steps(problem, n_steps)
    work = max(1, problem.function.probe.bytes) * count * n_steps
    together = int(min(asked, max(1, _HEAVY // work)))
    settings, parts, begun = (n_steps, tolerance, max_steps, deadline), [], 0
    while begun < asked and not (begun and limit.reached()):
        with limit.ends(begun > 0):
            progress.tell(begun / asked)
            parts.append(_from(problem, [one[begun : begun + together] for one in rows], settings))
            begun += together
    size = min(begun, asked)
    integral = _joined(parts, count)
    points = problem.function.points(keras.tree.pack_sequence_as(problem.batch, [one[:size] for one in rows]))
    means = [one.reshape(count, size, *one.shape[1:]).mean(1) for one in integral.values]
    baseline = [np.broadcast_to(one.mean(0), (count, *one.shape[1:])) for one in points]
    notes = (f"Compared with {size:,} background examples.", *note(problem))
    if size < asked:
        notes = (f"Compared with {size:,} of {asked:,} background examples: {limit.words}.", *notes[1:])  # fmt: skip
    notes += _steps_note(integral.steps, n_steps, max_steps)
    start, end = (one.reshape(count, size).mean(1) for one in (integral.start, integral.end))
    jumps, jump_at = integral.jumps.reshape(count, size).mean(1), integral.jump_at.reshape(count, size).min(1)
    troubles = _jump(jumps, jump_at, scale(end, start))
    return Outcome(problem.per_input(means), _as_inputs(problem, baseline), start, notes, troubles)


def _first_steps(problem: Problem, n_steps: int) -> int:
    return min(n_steps, _FEW) if problem.function.probe.bytes * n_steps > _LARGE else n_steps


def _from(problem: Problem, rows: list[np.ndarray], settings: tuple) -> PathIntegral:
    """The paths from each background row to each example, those of the first example first.

    Errors of several paths do not often go the same way, and of their mean a share of 1/√paths is left: each path may
    be off by that much more. The examples whose mean is off by more than the tolerance all the same are done again,
    with every path within it.
    """
    count, size = len(problem), len(rows[0])
    points = problem.function.points(keras.tree.pack_sequence_as(problem.batch, rows))
    starts = [np.tile(one, (count,) + (1,) * (one.ndim - 1)) for one in points]
    repeated = np.repeat(np.arange(count), size)
    integral = _along_all(problem, starts, repeated, size, settings, np.sqrt(size))
    off = np.repeat(_off(integral, size, settings), size)
    if size == 1 or not off.any():
        return integral
    again = _along_all(problem, [one[off] for one in starts], repeated[off], size, settings, 1.0)
    for whole, part in zip(_arrays(integral), _arrays(again), strict=True):
        whole[off] = part
    return integral


def _along_all(problem, starts, repeated, size: int, settings: tuple, slack: float) -> PathIntegral:
    n_steps, tolerance, max_steps, deadline = settings

    def mean_scale(start, end):
        each = scale(end.reshape(-1, size).mean(1), start.reshape(-1, size).mean(1))
        return np.repeat(each, size) * slack

    def integrate(low, high):
        return path_integral(Paths(problem, low, repeated, high), n_steps, tolerance, max_steps, mean_scale, deadline)

    return along(problem, starts, repeated, integrate)


def _off(integral: PathIntegral, size: int, settings: tuple) -> np.ndarray:
    """Of each example, whether the mean of its paths is off by more than the tolerance, with time left to mend it."""
    _, tolerance, _, deadline = settings
    totals = sum(one.reshape(len(one), -1).sum(1) for one in integral.values)
    total, start, end = (one.reshape(-1, size).mean(1) for one in (totals, integral.start, integral.end))
    off = np.abs(total - (end - start)) > tolerance * scale(end, start)
    return off & (tolerance > 0) & (time.monotonic() < deadline)


def _arrays(integral: PathIntegral) -> list[np.ndarray]:
    return [*integral.values, *(getattr(integral, name) for name in ("start", "end", "steps", "jumps", "jump_at"))]


def _joined(parts: list[PathIntegral], count: int) -> PathIntegral:
    """Several background rows' paths as those of all of them."""
    if len(parts) == 1:
        return parts[0]

    def together(arrays):
        apart = [one.reshape(count, -1, *one.shape[1:]) for one in arrays]
        whole = np.concatenate(apart, axis=1)
        return whole.reshape(-1, *whole.shape[2:])

    values = [together(one) for one in zip(*(part.values for part in parts), strict=True)]
    names = ("start", "end", "steps", "jumps", "jump_at")
    return PathIntegral(values, *(together([getattr(part, name) for part in parts]) for name in names))


def _jump(sizes, places, whole) -> tuple[Trouble, ...]:
    trouble = jump(sizes, places, whole)
    return (trouble,) if trouble else ()


def _steps_note(steps, n_steps, max_steps) -> tuple[str, ...]:
    most = int(steps.max())
    if most <= n_steps + 8:
        return ()
    note = (
        "On the straight way from what the example is compared with to the example (the path), the answer changes "
        f"fast: up to {most:,} gradients were taken along it instead of {n_steps:,}."
    )
    return (note + (" No more are allowed." if most > max_steps - 16 else ""),)


def _as_inputs(problem, points) -> list:
    """One array an input: for tokens their embedding's (of several embeddings, the first)."""
    inputs: list = [None] * len(problem.flat)
    for (k, _), one in zip(problem.function.entries, points, strict=True):
        inputs[k] = one if inputs[k] is None else inputs[k]
    return inputs
