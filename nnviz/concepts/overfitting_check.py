"""Questions about overfitting, with numbers of real fits: work out, choose, and make the picture do it."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.concepts.fits import decompose

_KINDS = ("through", "parts", "data", "cure", "noise", "ridge")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: six kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return _ASK[kind](given)


def judge(number: int, answer) -> Verdict:
    """What a number, a choice, or what the picture measures of itself shows."""
    kind, given = _given(number)
    return _JUDGE[kind](answer, given)


def _given(number: int) -> tuple[str, dict]:
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(5000 + number)
    turn = number // len(_KINDS)
    if kind == "through":
        return kind, {"n": int(rng.integers(8, 16))}
    if kind == "parts":
        return kind, {"part": ("bias", "variance", "error")[turn % 3], **_four_fits(rng)}
    if kind == "data":
        return kind, {"degree": int(rng.integers(9, 12)), "n": int(rng.integers(14, 19)), "truth": _truth(rng)}
    if kind == "cure":
        case = ("under", "over", "right")[turn % 3]
        degree = {"under": 1, "over": int(rng.integers(10, 13)), "right": 5}[case]
        n = 60 if case == "right" else int(rng.integers(16, 22))
        return kind, {"case": case, "degree": degree, "n": n, "sigma": float(rng.choice([0.2, 0.3, 0.4]))}
    if kind == "noise":
        return kind, {"n": int(rng.choice([20, 40, 50])), "degree": int(rng.choice([3, 4, 7])), "sigma": 0.5}
    units, n = ((16, 18), (18, 20), (20, 22), (22, 24), (25, 26), (28, 30))[int(rng.integers(6))]
    return kind, {"units": units, "n": n, "truth": _truth(rng)}


def _truth(rng) -> str:
    return ("wave", "jump")[int(rng.integers(2))]


def _four_fits(rng) -> dict:
    """Four fits at one place, around a mean of tenths, and a truth beside it; no two slips alike."""
    while True:
        mean, a, b = (float(v) / 10 for v in (rng.integers(-4, 9), *rng.choice([2, 4, 6], 2, replace=False)))
        truth, sigma = round(mean + float(rng.choice([-3, -2, 2, 3, 4])) / 10, 1), float(rng.choice([0.2, 0.3, 0.5]))
        fits = [round(mean + shift, 1) for shift in (-a, b, -b, a)]
        bias, variance = mean - truth, (a * a + b * b) / 2
        values = (
            bias**2,
            abs(bias),
            variance,
            variance * 4 / 3,
            sigma**2,
            bias**2 + variance,
            bias**2 + variance + sigma,
        )
        if np.min(np.diff(np.sort(values))) > 0.013:
            return {"fits": fits, "truth": truth, "sigma": sigma, "bias": bias, "variance": variance}


def _ask_through(g: dict) -> Question:
    return Question(
        f"A sample has **{g['n']}** examples at different places, with noise. From which degree on does a polynomial "
        "go through all of them, with a training error of 0?",
        {"n": g["n"], "count": 4},
    )


def _judge_through(answer: float, g: dict) -> Verdict:
    n = g["n"]
    mistakes = {
        f"Degree {n} has {n + 1} coefficients, one more than needed: degree 0 has one already.": n,
        "Count the coefficients: a polynomial of degree d has d + 1.": n + 1,
        f"Degree {n - 2} has {n - 1} coefficients: one example remains that it cannot reach.": n - 2,
    }
    written = f"degree {n - 1} has {n} coefficients, one for each example"
    return _verdict(answer, n - 1, written, mistakes, "How many coefficients does degree d have?")


def _ask_parts(g: dict) -> Question:
    fits = ", ".join(f"**{_n(fit)}**" for fit in g["fits"])
    what = {
        "bias": "What is bias² there?",
        "variance": "What is the variance there?",
        "error": "What is the mean squared error on new examples there?",
    }[g["part"]]
    return Question(
        f"Fits to four samples say, at the same x: {fits}. The true curve is at **{_n(g['truth'])}**, and the noise "
        f"has a spread of σ = **{_n(g['sigma'])}**. {what}"
    )


def _judge_parts(answer: float, g: dict) -> Verdict:
    bias, variance, noise = g["bias"], g["variance"], g["sigma"] ** 2
    mean = sum(g["fits"]) / 4
    away = " + ".join(f"{_n(round(abs(fit - mean), 2))}²" for fit in g["fits"])
    truth, written = {
        "bias": (bias**2, f"the mean fit is {_n(mean)}, so ({_n(mean)} − {_n(g['truth'])})² = {_n(bias**2)}"),
        "variance": (variance, f"the mean fit is {_n(mean)}, so ({away}) / 4 = {_n(variance)}"),
        "error": (
            bias**2 + variance + noise,
            f"{_n(bias**2)} + {_n(variance)} + {_n(noise)} = {_n(bias**2 + variance + noise)}",
        ),
    }[g["part"]]
    mistakes = {
        "That is the bias. It counts squared.": bias,
        "That is the distance of the mean fit from the truth. It counts squared.": abs(bias),
        "That is bias²: the mean fit against the truth.": bias**2,
        "That is the variance: the fits against their own mean.": variance,
        "Divide by 4, the number of fits: these 30, or 4, are all that the mean is taken over.": variance * 4 / 3,
        "That is the sum. The mean is wanted: divide by 4.": 4 * variance,
        "That leaves out the noise of the new examples.": bias**2 + variance,
        "The noise counts squared too.": bias**2 + variance + g["sigma"],
        "That is the noise alone.": noise,
    }
    return _verdict(answer, truth, written, mistakes, f"Begin with the mean of the four fits, {_n(mean)}.")


def _ask_data(g: dict) -> Question:
    return Question(
        f"Make the picture do this: begin with degree **{g['degree']}**, **{g['n']}** examples and no ridge. With the "
        f"same degree and without a ridge, bring the variance below **{_variance_goal(g)}**.",
        {"count": g["degree"] + 1, "n": g["n"], "truth": g["truth"]},
        make=True,
    )


def _variance_goal(g: dict) -> float:
    """What about 45 examples reach, rounded up to a hundredth."""
    return float(np.ceil(100 * _errors("polynomial", g["degree"] + 1, 45, 0.3, g["truth"]).variance) / 100)


def _judge_data(measures: dict, g: dict) -> Verdict:
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


_CURES = {
    "under": "More capacity: even the training error is far above the noise",
    "over": "More examples: the training error is low, the error on new ones is not",
    "right": "Neither: what is left is mostly noise",
}


def _ask_cure(g: dict) -> Question:
    now = _errors("polynomial", g["degree"] + 1, g["n"], g["sigma"], "wave")
    return Question(
        f"A fit to **{g['n']}** examples has a training error of **{now.train:.3f}** and an error of "
        f"**{now.test:.3f}** on new examples. The noise has σ = **{_n(g['sigma'])}**, so σ² = "
        f"**{g['sigma'] ** 2:.2f}**. What would help most?",
        {"count": g["degree"] + 1, "n": g["n"], "sigma": g["sigma"]},
        tuple(_CURES.values()),
    )


def _judge_cure(answer: str, g: dict) -> Verdict:
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


def _ask_noise(g: dict) -> Question:
    return Question(
        f"A polynomial of degree **{g['degree']}** can express the true curve exactly; its **{g['n']}** examples have "
        f"noise of σ = **{_n(g['sigma'])}**. On average every coefficient takes an n-th of the noise with it. What "
        "training error do you expect?",
        {"truth": "bend", "count": g["degree"] + 1, "n": g["n"], "sigma": g["sigma"]},
    )


def _judge_noise(answer: float, g: dict) -> Verdict:
    noise, p, n = g["sigma"] ** 2, g["degree"] + 1, g["n"]
    truth = noise * (1 - p / n)
    mistakes = {
        "That is the noise itself. The fit bends towards these very examples, so its training error is lower.": noise,
        f"A polynomial of degree {g['degree']} has {p} coefficients.": noise * (1 - (p - 1) / n),
        "That is about what new examples have. Training examples are the ones the fit bends towards.": noise
        * (1 + p / n),
        "The noise counts squared.": g["sigma"] * (1 - p / n),
        "That is the share that the coefficients take. What is left?": noise * p / n,
    }
    written = f"σ² · (1 − p / n) = {_n(noise)} · (1 − {p} / {n}) = {_n(truth)}"
    return _verdict(answer, truth, written, mistakes, "Begin with σ², and take p n-ths of it away.")


def _ask_ridge(g: dict) -> Question:
    return Question(
        f"Make the picture do this: **{g['units']}** ReLU units and **{g['n']}** examples stay; bring the error on new "
        f"examples below **{_ridge_goal(g)}**.",
        {"family": "relu", "count": g["units"] + 1, "n": g["n"], "truth": g["truth"]},
        make=True,
    )


def _ridge_goal(g: dict) -> float:
    """A little above what a ridge of 0.001 reaches."""
    return float(np.ceil(100 * _errors("relu", g["units"] + 1, g["n"], 0.3, g["truth"], 1e-3).test + 1) / 100)


def _judge_ridge(measures: dict, g: dict) -> Verdict:
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
def _errors(family: str, count: int, n: int, sigma: float, truth: str, ridge: float = 0.0):
    return decompose(family, count, n, sigma, truth, ridge)


_ASK = {
    "through": _ask_through,
    "parts": _ask_parts,
    "data": _ask_data,
    "cure": _ask_cure,
    "noise": _ask_noise,
    "ridge": _ask_ridge,
}
_JUDGE = {
    "through": _judge_through,
    "parts": _judge_parts,
    "data": _judge_data,
    "cure": _judge_cure,
    "noise": _judge_noise,
    "ridge": _judge_ridge,
}


def _verdict(answer: float, truth: float, written: str, mistakes: dict[str, float], hint: str) -> Verdict:
    if abs(answer - truth) <= 0.006:
        return Verdict(True, f"Right: {written}.")
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.012}
    off = f"{_n(answer)} is {_n(abs(answer - truth))} too {'large' if answer > truth else 'small'}."
    return Verdict(False, recognise(answer, mistakes) or f"{off} {hint}")


def _size(value: float) -> str:
    return f"{value:.3f}" if value < 10 else f"{value:,.0f}"


def _n(value: float) -> str:
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")
