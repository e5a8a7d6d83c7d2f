"""Questions about overfitting, with numbers of real fits: work out, choose, and make the picture do it."""

import numpy as np

from nnviz.concepts import overfitting_goals
from nnviz.concepts.check import Question, Verdict, recognise

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


_ASK = {
    "through": _ask_through,
    "parts": _ask_parts,
    "data": overfitting_goals.ask_data,
    "cure": overfitting_goals.ask_cure,
    "noise": _ask_noise,
    "ridge": overfitting_goals.ask_ridge,
}
_JUDGE = {
    "through": _judge_through,
    "parts": _judge_parts,
    "data": overfitting_goals.judge_data,
    "cure": overfitting_goals.judge_cure,
    "noise": _judge_noise,
    "ridge": overfitting_goals.judge_ridge,
}


def _verdict(answer: float, truth: float, written: str, mistakes: dict[str, float], hint: str) -> Verdict:
    if abs(answer - truth) <= 0.006:
        return Verdict(True, f"Right: {written}.")
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.012}
    off = f"{_n(answer)} is {_n(abs(answer - truth))} too {'large' if answer > truth else 'small'}."
    return Verdict(False, recognise(answer, mistakes) or f"{off} {hint}")


def _n(value: float) -> str:
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")
