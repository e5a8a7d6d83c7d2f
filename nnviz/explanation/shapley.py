"""Shapley values by looking only at outputs, through SHAP's model-agnostic explainers."""

import contextlib
import math

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.problem import Outcome, Problem

_MOST_EVALUATIONS = 5_000_000


def permutation_shap(
    problem: Problem, background_rows: int = 20, permutations: int = 10, exact_up_to: int = 10
) -> Outcome:
    """Shapley values of every number of the input (every token id), against background rows.

    With at most `exact_up_to` features every subset is tried and the values are exact; with more,
    `permutations` orders are walked forwards and backwards. Either way they add up to F(x) − E F(background).
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions" (2017).

    Raises:
        ExplanationError: when it would take more than five million evaluations.
    """
    rows = problem.background_rows(background_rows)
    size, features = len(rows[0]), sum(math.prod(array.shape[1:]) for array in problem.flat)
    exact = features <= exact_up_to
    evaluations = (2**features if exact else permutations * (2 * features + 1)) * size * len(problem)
    if evaluations > _MOST_EVALUATIONS:
        raise ExplanationError(
            f"Permutation SHAP on {features:,} features would take {evaluations:,} evaluations.",
            expected=f"at most {_MOST_EVALUATIONS:,}",
            fix="Choose fewer background rows or permutations, or expected gradients.", where="permutations",
        )
    background, examples = _flat(rows), _flat(problem.flat)
    values, base = _explain(problem, background, examples, exact, permutations)
    shapes = [array.shape for array in problem.flat]
    cuts = np.cumsum([math.prod(shape[1:]) for shape in shapes])[:-1]
    split = [part.reshape(shape) for part, shape in zip(np.split(values, cuts, axis=1), shapes, strict=True)]
    mean = [np.broadcast_to(row.mean(0), array.shape) for row, array in zip(rows, problem.flat, strict=True)]
    how = "Exact: every subset of the features was tried." if exact else f"{permutations} orders were walked."
    return Outcome(split, mean, base, (how, f"Compared with {size:,} background examples."))


def _explain(problem, background, examples, exact, permutations):
    import shap

    values, base = np.zeros(examples.shape), np.zeros(len(examples))
    features = examples.shape[1]
    masker = shap.maskers.Independent(background, max_samples=len(background))
    with _numpy_state():
        for i, example in enumerate(examples):
            def function(rows, i=i):
                return problem.input_values(_unflat(problem, rows), np.full(len(rows), i))

            if exact:
                explainer, most = shap.explainers.Exact(function, masker), 2**features
            else:
                seed = (problem.seed + i) % 2**32
                explainer = shap.explainers.Permutation(function, masker, seed=seed)
                most = permutations * (2 * features + 1)
            found = explainer(example[None], max_evals=most, silent=True)
            values[i], base[i] = found.values[0], found.base_values[0]
    return values, base


@contextlib.contextmanager
def _numpy_state():
    """SHAP seeds NumPy's global generator; put it back."""
    state = np.random.get_state()
    try:
        yield
    finally:
        np.random.set_state(state)


def _flat(arrays) -> np.ndarray:
    return np.concatenate([array.reshape(len(array), -1).astype("float64") for array in arrays], axis=1)


def _unflat(problem, rows) -> list[np.ndarray]:
    found, start = [], 0
    for array in problem.flat:
        size = math.prod(array.shape[1:])
        part = rows[:, start : start + size].reshape(len(rows), *array.shape[1:])
        found.append(part.astype(array.dtype))
        start += size
    return found
