"""Layer-wise relevance propagation, by one rule for all layers or by several that suit them."""

import numpy as np

from nnviz import words
from nnviz.explanation.backward.relevance import Relevance, Rules
from nnviz.explanation.backward.run import walked
from nnviz.explanation.problem import Outcome, Problem

_IMAGES = 4
"""Axes of a batch of images."""


def relevance(
    problem: Problem, rule: str = "composite", epsilon: float = 0.05, gamma: float = 0.25, alpha: float = 2.0
) -> Outcome:
    """What each number of the input is worth in F, handed back layer by layer.

    Bach et al., "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance Propagation"
    (2015); the composite is that of Montavon et al., "Layer-Wise Relevance Propagation: An Overview" (2019).
    """
    rules = _rules(problem, rule, epsilon, gamma, alpha)

    def walk(record, seed, _):
        return record.walk_back(record.value, Relevance(record, rules))

    parts = walked(problem, ("relevance", rules), walk)
    return Outcome(problem.per_input(parts), notes=_kept(problem, parts))


def _rules(problem: Problem, rule: str, epsilon: float, gamma: float, alpha: float) -> Rules:
    by_name = {
        "zero": Rules(),
        "epsilon": Rules(epsilon=epsilon),
        "gamma": Rules("gamma", "gamma", epsilon, gamma),
        "alpha_beta": Rules("alpha_beta", "alpha_beta", alpha=alpha),
        "z_plus": Rules("alpha_beta", "alpha_beta", alpha=1.0),
        "composite": Rules("epsilon", "gamma", epsilon, gamma, box=_box(problem)),
    }
    return by_name[rule]


def _box(problem: Problem) -> tuple[float, float] | None:
    """The least and the largest number of the images, for the layer that reads them."""
    images = [points for points in problem.points if points.ndim == _IMAGES]
    if len(images) != 1 or not np.all(np.isfinite(images[0])):
        return None
    return float(images[0].min()), float(images[0].max())


def _kept(problem: Problem, parts) -> tuple[str, ...]:
    """How much of F reached the input; the rest is what biases were worth."""
    total = sum(one.reshape(len(problem), -1).astype("float64").sum(1) for one in parts)
    output = problem.values(problem.points, np.arange(len(problem))) - problem.constant
    if len(problem) != 1 or not np.isfinite(total[0]) or not output[0]:
        return ()
    explained, reached = words.plain(float(output[0]), 3), words.plain(float(total[0]), 3)
    return (f"Of {explained} that is explained, {reached} reached the input; biases keep the rest.",)
