"""Gradients at the example itself and near it: plain, times the input, and of noisy copies."""

import numpy as np

from nnviz import progress
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.switching import codes_have_no_slope

_ELEMENTS_A_BLOCK = 2**22
_NORM = "For tokens, the length of the gradient of each token's embedding is shown; it has no sign."


def gradient(problem: Problem) -> Outcome:
    """∂F/∂x at x. Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks" (2013)."""
    gradients = problem.gradients(problem.points, np.arange(len(problem)))[1]
    return Outcome(problem.per_input(gradients, "norm"), notes=_token_note(problem))


def gradient_x_input(problem: Problem) -> Outcome:
    """x · ∂F/∂x at x; the sum over its embedding for a token. Shrikumar, Greenside and Kundaje (2017)."""
    gradients = problem.gradients(problem.points, np.arange(len(problem)))[1]
    parts = [g * p for g, p in zip(gradients, problem.points, strict=True)]
    return Outcome(problem.per_input(parts), notes=codes_have_no_slope(problem))


def smoothgrad(problem: Problem, samples: int = 50, noise: float = 0.15) -> Outcome:
    """The mean of ∂F/∂x over `samples` copies of x with Gaussian noise.

    The noise's deviation is `noise` × (max x − min x), example by example. Smilkov et al. (2017).
    """
    means = _means(problem, samples, noise, (lambda g: g,))[0]
    return Outcome(problem.per_input(means, "norm"), notes=_token_note(problem))


def vargrad(problem: Problem, samples: int = 50, noise: float = 0.15) -> Outcome:
    """The variance of ∂F/∂x over noisy copies of x: where the slope depends on the details.

    Adebayo et al., "Local Explanation Methods for Deep Neural Networks Lack Sensitivity to Parameter Values" (2018).
    """
    means, squares = _means(problem, samples, noise, (lambda g: g, np.square))
    variances = [np.maximum(square - mean**2, 0.0) for square, mean in zip(squares, means, strict=True)]
    return Outcome(problem.per_input(variances), notes=codes_have_no_slope(problem))


def squaregrad(problem: Problem, samples: int = 50, noise: float = 0.15) -> Outcome:
    """The mean of (∂F/∂x)² over noisy copies of x: where there is any slope, up or down.

    Hooker et al., "A Benchmark for Interpretability Methods in Deep Neural Networks" (2019).
    """
    means = _means(problem, samples, noise, (np.square,))[0]
    return Outcome(problem.per_input(means), notes=codes_have_no_slope(problem))


def _means(problem: Problem, samples: int, noise: float, functions) -> list[list[np.ndarray]]:
    """For each function, the mean over noisy copies of what it makes of the gradients, (n, …) a point."""
    deviations = [noise * _range(points) for points in problem.points]
    totals = [[np.zeros(points.shape) for points in problem.points] for _ in functions]
    size = sum(points.size for points in problem.points)
    together = max(1, min(samples, _ELEMENTS_A_BLOCK // max(1, size)))
    for first in range(0, samples, together):
        progress.tell(first / samples)
        copies = min(together, samples - first)
        rows = np.tile(np.arange(len(problem)), copies)
        noisy = _noisy(problem, deviations, copies)
        gradients = problem.gradients(noisy, rows)[1]
        for total, function in zip(totals, functions, strict=True):
            for k, own in enumerate(gradients):
                total[k] += function(own.reshape(copies, *problem.points[k].shape).astype("float64")).sum(0)
    return [[one / samples for one in total] for total in totals]


def _noisy(problem: Problem, deviations, copies: int) -> list[np.ndarray]:
    """`copies` noisy copies of all examples, one after the other; the noise of a copy is drawn point by point, the same
    for every example."""
    parts: list = [[] for _ in problem.points]
    for _ in range(copies):
        for part, points, deviation in zip(parts, problem.points, deviations, strict=True):
            noise = problem.random.standard_normal((1, *points.shape[1:]))
            part.append((points + deviation * noise).astype("float32"))
    return [np.concatenate(part) for part in parts]


def _range(points) -> np.ndarray:
    axes = tuple(range(1, points.ndim))
    return points.max(axes, keepdims=True) - points.min(axes, keepdims=True)


def _token_note(problem) -> tuple[str, ...]:
    return ((_NORM,) if problem.has_tokens else ()) + codes_have_no_slope(problem)
