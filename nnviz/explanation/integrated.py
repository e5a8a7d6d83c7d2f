"""Integrated gradients, from one baseline and from many."""

import keras
import numpy as np

from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.path import Paths, path_integral
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.records import Trouble, scale
from nnviz.explanation.switching import along, note
from nnviz.explanation.troubles import jump


def integrated_gradients(
    problem: Problem,
    baseline="zeros",
    n_steps: int = 32,
    tolerance: float = 1e-3,
    max_steps: int = 1024,
    blur_sigma: float = 4.0,
) -> Outcome:
    """(x − b) · ∫₀¹ ∂F(b + α(x − b)) dα, for every example.

    The values add up to F(x) − F(b).
    Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks" (2017).
    """
    starts, notes = baseline_points(problem, baseline, blur_sigma)
    rows = np.arange(len(problem))

    def integrate(low, high):
        paths = Paths(problem, low, rows, high)
        return path_integral(paths, n_steps, tolerance, max_steps, lambda start, end: scale(end, start))

    integral = along(problem, starts, rows, integrate)
    notes += (*note(problem), *_steps_note(integral.steps, n_steps, max_steps))
    troubles = _jump(integral.jumps, integral.jump_at, scale(integral.end, integral.start))
    return Outcome(problem.per_input(integral.values), _as_inputs(problem, starts), integral.start, notes, troubles)


def expected_gradients(
    problem: Problem, background_rows: int = 20, n_steps: int = 16, tolerance: float = 1e-3, max_steps: int = 1024
) -> Outcome:
    """Integrated gradients averaged over background rows b: E_b[(x − b) · ∫₀¹ ∂F(b + α(x − b)) dα].

    The values add up to F(x) − E_b F(b). They are the Aumann–Shapley values against that background: equal to
    Shapley values for additive and multilinear F. Erion et al. (2021).
    """
    rows = problem.background_rows(background_rows)
    count, size = len(problem), len(rows[0])
    points = problem.function.points(keras.tree.pack_sequence_as(problem.batch, rows))
    starts = [np.tile(one, (count,) + (1,) * (one.ndim - 1)) for one in points]
    repeated = np.repeat(np.arange(count), size)

    def mean_scale(start, end):
        each = scale(end.reshape(count, size).mean(1), start.reshape(count, size).mean(1))
        return np.repeat(each, size)

    def integrate(low, high):
        return path_integral(Paths(problem, low, repeated, high), n_steps, tolerance, max_steps, mean_scale)

    integral = along(problem, starts, repeated, integrate)
    means = [one.reshape(count, size, *one.shape[1:]).mean(1) for one in integral.values]
    baseline = [np.broadcast_to(one.mean(0), (count, *one.shape[1:])) for one in points]
    notes = (f"Compared with {size:,} background examples.", *note(problem))
    notes += _steps_note(integral.steps, n_steps, max_steps)
    start, end = (one.reshape(count, size).mean(1) for one in (integral.start, integral.end))
    jumps, jump_at = integral.jumps.reshape(count, size).mean(1), integral.jump_at.reshape(count, size).min(1)
    troubles = _jump(jumps, jump_at, scale(end, start))
    return Outcome(problem.per_input(means), _as_inputs(problem, baseline), start, notes, troubles)


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
