"""Gradients at the example itself: plain, times the input, and averaged over noisy copies."""

import numpy as np

from nnviz.explanation.problem import Outcome, Problem

_NORM = "For tokens, the length of the gradient of each token's embedding is shown; it has no sign."


def gradient(problem: Problem) -> Outcome:
    """∂F/∂x at x. Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks" (2013)."""
    gradients = problem.gradients(problem.points, np.arange(len(problem)))[1]
    return Outcome(problem.per_input(gradients, "norm"), notes=_token_note(problem))


def gradient_x_input(problem: Problem) -> Outcome:
    """x · ∂F/∂x at x; the sum over its embedding for a token. Shrikumar, Greenside and Kundaje (2017)."""
    gradients = problem.gradients(problem.points, np.arange(len(problem)))[1]
    parts = [g * p for g, p in zip(gradients, problem.points, strict=True)]
    return Outcome(problem.per_input(parts), notes=_code_note(problem))


def smoothgrad(problem: Problem, samples: int = 50, noise: float = 0.15) -> Outcome:
    """The mean of ∂F/∂x over `samples` copies of x with Gaussian noise.

    The noise's deviation is `noise` × (max x − min x), example by example. Smilkov et al. (2017).
    """
    rows = np.arange(len(problem))
    deviations = [noise * _range(points) for points in problem.points]
    totals = [np.zeros(points.shape) for points in problem.points]
    for _ in range(samples):
        noisy = [
            (points + deviation * problem.random.standard_normal(points.shape)).astype("float32")
            for points, deviation in zip(problem.points, deviations, strict=True)
        ]
        for total, gradients in zip(totals, problem.gradients(noisy, rows)[1], strict=True):
            total += gradients
    means = [total / samples for total in totals]
    return Outcome(problem.per_input(means, "norm"), notes=_token_note(problem))


def _range(points) -> np.ndarray:
    axes = tuple(range(1, points.ndim))
    return points.max(axes, keepdims=True) - points.min(axes, keepdims=True)


def _token_note(problem) -> tuple[str, ...]:
    return ((_NORM,) if problem.has_tokens else ()) + _code_note(problem)


def _code_note(problem) -> tuple[str, ...]:
    if not problem.switched:
        return ()
    return (f"The codes of {problem.switched_names} have no slope and count 0; integrated gradients switch them.",)
