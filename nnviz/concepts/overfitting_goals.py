"""Questions about overfitting that the picture answers, or a cure to choose; each cure is tried out on real fits."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.check import Question, Verdict
from nnviz.concepts.fits import Decomposition, decompose

_CURES = {
    "under": "More capacity: even the training error is far above the noise",
    "over": "More examples: the training error is low, the error on new ones is not",
    "right": "Neither: what is left is mostly noise",
}


def ask_data(g: dict) -> Question:
    """The variance to be brought down without touching the fit."""
    return Question(
        f"Make the picture do this: begin with degree **{g['degree']}**, **{g['n']}** examples and no ridge. With the "
        f"same degree and without a ridge, bring the variance below **{_variance_goal(g)}**.",
        {"count": g["degree"] + 1, "n": g["n"], "truth": g["truth"]},
        make=True,
    )


def _variance_goal(g: dict) -> float:
    """What about 45 examples reach, rounded up to a hundredth."""
    return float(np.ceil(100 * _errors("polynomial", g["degree"] + 1, 45, 0.3, g["truth"]).variance) / 100)


def judge_data(measures: dict, g: dict) -> Verdict:
    """Whether data did it, and what else was tried."""
    goal, variance, n = _variance_goal(g), measures.get("variance", 9.0), measures.get("n", 0)
    if measures.get("count") != g["degree"] + 1 or measures.get("relu"):
        return Verdict(False, f"The degree is to stay at {g['degree']}. Something else can bring the variance down.")
    if measures.get("ridge"):
        return Verdict(False, "Without a ridge: put λ back to none. What else is there to drag?")
    if abs(measures.get("sigma", 0.3) - 0.3) > 0.01:
        return Verdict(False, "Less noise would do it, but noise is what the world gives you. Leave σ at 0.30.")
    if variance < goal:
        return Verdict(
            True, f"Right: with {n:g} examples the variance is {variance:.3f}. More data, less left to chance."
        )
    return Verdict(
        False, f"The variance is {variance:.3g} with {n:g} examples. What makes the fits to other samples alike?"
    )


def ask_cure(g: dict) -> Question:
    """What helps a fit of which the errors are known."""
    now = _errors("polynomial", g["degree"] + 1, g["n"], g["sigma"], "wave")
    return Question(
        f"A fit to **{g['n']}** examples has a training error of **{now.train:.3f}** and an error of "
        f"**{now.test:.3f}** on new examples. The noise has σ = **{_n(g['sigma'])}**, so σ² = "
        f"**{g['sigma'] ** 2:.2f}**. What would help most?",
        {"count": g["degree"] + 1, "n": g["n"], "sigma": g["sigma"]},
        tuple(_CURES.values()),
    )


def judge_cure(answer: str, g: dict) -> Verdict:
    """Each cure is tried out: what it does is said in numbers."""
    chosen = next((case for case, words in _CURES.items() if words == answer), None)
    if chosen is None:
        return Verdict(False, "Choose one of the answers.")
    degree, n, sigma = g["degree"], g["n"], g["sigma"]
    now = _errors("polynomial", degree + 1, n, sigma, "wave").test
    larger = _errors("polynomial", min(degree + 5, 15), n, sigma, "wave").test
    more = _errors("polynomial", degree + 1, 3 * n, sigma, "wave").test
    tried = {
        "under": f"with a degree of {min(degree + 4, 14)} instead of {degree} it is {_size(larger)}",
        "over": f"with {3 * n} examples it is {_size(more)}",
        "right": f"it is {_size(now)}, and the noise alone makes {sigma**2:.2f} of it",
    }
    if chosen == g["case"]:
        return Verdict(True, f"Right. On new examples {tried[chosen]}.")
    hints = {
        "under": "Compare the training error with σ²: it cannot follow the curve.",
        "over": "Look at the gap between the two errors.",
        "right": "Compare both errors with σ²: who could do better?",
    }
    return Verdict(False, f"Tried out: on new examples {tried[chosen]}; it was {_size(now)}. {hints[g['case']]}")


def ask_ridge(g: dict) -> Question:
    """The peak of double descent to be taken away."""
    return Question(
        f"Make the picture do this: **{g['units']}** ReLU units and **{g['n']}** examples stay; bring the error on new "
        f"examples below **{_ridge_goal(g)}**.",
        {"family": "relu", "count": g["units"] + 1, "n": g["n"], "truth": g["truth"]},
        make=True,
    )


def _ridge_goal(g: dict) -> float:
    """A little above what a ridge of 0.001 reaches."""
    return float(np.ceil(100 * _errors("relu", g["units"] + 1, g["n"], 0.3, g["truth"], 1e-3).test + 1) / 100)


def judge_ridge(measures: dict, g: dict) -> Verdict:
    """Whether a ridge did it, and what else was tried."""
    goal, error = _ridge_goal(g), measures.get("test", 99.0)
    if not measures.get("relu") or measures.get("count") != g["units"] + 1:
        return Verdict(False, f"The {g['units']} units are to stay. What else keeps a fit calm?")
    if measures.get("n") != g["n"]:
        return Verdict(
            False, f"More data would help, but there are only {g['n']} examples here. What else keeps a fit calm?"
        )
    if abs(measures.get("sigma", 0.3) - 0.3) > 0.01:
        return Verdict(False, "Less noise would do it, but noise is what the world gives you. Leave σ at 0.30.")
    if error < goal:
        return Verdict(True, f"Right: with λ = {measures.get('ridge', 0):.2g} the error is {error:.3f}.")
    if not measures.get("ridge"):
        return Verdict(
            False, f"The error is {error:.3g}: huge weights that cancel each other. Which slider holds weights back?"
        )
    return Verdict(
        False,
        f"The error is {error:.3f} with λ = {measures['ridge']:.2g}. Variance {measures.get('variance', 0):.3f}, bias² "
        f"{measures.get('bias2', 0):.3f}: too little ridge leaves variance, too much brings bias.",
    )


@lru_cache(maxsize=64)
def _errors(family: str, count: int, n: int, sigma: float, truth: str, ridge: float = 0.0) -> Decomposition:
    return decompose(family, count, n, sigma, truth, ridge)


def _size(value: float) -> str:
    return f"{value:.3f}" if value < 10 else f"{value:,.0f}"


def _n(value: float) -> str:
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")
