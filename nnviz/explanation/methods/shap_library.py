"""Shapley values by the shap package's own explainers, which look at outputs alone and so harm nothing.

Unlike its DeepExplainer they need no gradients: the Exact one tries every set of features, the Permutation one walks
orders of them.
"""

import math

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.problem import Outcome, Problem

_MOST_EXACT = 10
"""Features up to which every set of them is tried."""


def shap_library(problem: Problem, background_rows: int = 20, permutations: int = 10) -> Outcome:
    """Shapley values of every number of the input, by `shap.explainers.Exact` or `.Permutation`.

    Their sum is F(x) − E F(background).
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions" (2017).

    Raises:
        ExplanationError: for inputs that are no rows of numbers, or several inputs.
    """
    if len(problem.flat) != 1 or problem.flat[0].ndim != 2:
        shapes = [array.shape[1:] for array in problem.flat]
        raise ExplanationError(
            f"The shap package's explainers are offered for rows of a table; these inputs have the shapes {shapes}.",
            fix="Choose expected gradients.",
            where="method",
        )
    shap = _package()
    x, rows = problem.flat[0], problem.background_rows(background_rows)[0]
    features = math.prod(x.shape[1:])
    masker = shap.maskers.Independent(rows, max_samples=len(rows))
    values, base = np.zeros(x.shape), np.zeros(len(x))
    for i in range(len(x)):
        explained = _explainer(shap, problem, i, masker, features, permutations)(x[i : i + 1])
        values[i], base[i] = explained.values[0], float(np.ravel(explained.base_values)[0])
    how = "every set of the inputs" if features <= _MOST_EXACT else f"{permutations:,} orders of the inputs, both ways"
    notes = (f"The shap package tried {how}.", f"Compared with {len(rows):,} background examples.")
    return Outcome([values], [np.broadcast_to(rows.mean(0), x.shape)], base, notes)


def _package():
    """The shap package, its helpers left as Python: compiling them takes 5 to 20 s, running them uncompiled a tenth of
    a second."""
    import numba

    compiles, numba.config.DISABLE_JIT = numba.config.DISABLE_JIT, True
    try:
        import shap
    finally:
        numba.config.DISABLE_JIT = compiles
    return shap


def _explainer(shap, problem, example, masker, features, permutations):
    def worth(inputs):
        inputs = np.asarray(inputs).astype(problem.flat[0].dtype)
        return problem.input_values([inputs], np.full(len(inputs), example))

    if features <= _MOST_EXACT:
        return shap.explainers.Exact(worth, masker)
    permutation = shap.explainers.Permutation(worth, masker, seed=problem.seed)

    def walk(row):
        evaluations = permutations * (2 * features + 1)
        return permutation(row, max_evals=evaluations, silent=True)

    return walk
