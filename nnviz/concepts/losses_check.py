"""Questions about losses: the value for one error, the hardest pull, the best single number, and the picture made to do
something. Imports no framework."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.concepts.losses import OF_OUTPUT, huber
from nnviz.concepts.losses_goals import goal, reached
from nnviz.concepts.neuron import sigmoid
from nnviz.words import percent, plain

_KINDS = ("value", "pull", "make", "best")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: four kinds in turn, each time with other numbers."""
    return {"value": _ask_value, "pull": _ask_pull, "make": _ask_make, "best": _ask_best}[_kind(number)](number)


def judge(number: int, answer) -> Verdict:
    """What a number, a choice or the picture's measures show."""
    judges: dict[str, Callable] = {
        "value": _judge_value,
        "pull": _judge_pull,
        "make": lambda number, measures: reached(number // 4, measures),
        "best": _judge_best,
    }
    return judges[_kind(number)](number, answer)


def _kind(number: int) -> str:
    return _KINDS[number % 4]


def _ask_make(number: int) -> Question:
    words, state = goal(number // 4)
    return Question(words, state, make=True)


def _value(number: int) -> tuple[float, float, float]:
    """(prediction, truth, δ): quarters, an error of more than δ or of less, in turn."""
    rng = np.random.default_rng(5100 + number)
    while True:
        truth, error = float(rng.integers(2, 7)), float(rng.choice([-3, -2.5, -1.5, -0.5, 0.5, 1, 1.5, 2, 3]))
        delta = float(rng.choice([0.5, 1, 2]))
        far = abs(error) > delta
        if far == (number % 8 == 0) and abs(error) != delta:
            return truth + error, truth, delta


def _ask_value(number: int) -> Question:
    prediction, truth, delta = _value(number)
    return Question(
        f"The truth is **{plain(truth)}**, the prediction **{plain(prediction)}**. What is the **Huber** loss with "
        f"δ = **{plain(delta)}**?",
        {"view": "line", "on": ["mse", "mae", "huber"], "delta": delta, "error": prediction - truth},
    )


def _judge_value(number: int, answer: float) -> Verdict:
    prediction, truth, delta = _value(number)
    error = prediction - truth
    size, right = abs(error), float(huber(error, delta))
    if size > delta:
        written = f"{plain(delta)} × {plain(size)} − {plain(delta)}² / 2 = {plain(right)}"
    else:
        written = f"{plain(size)}² / 2 = {plain(right)}"
    mistakes = {
        "That is the squared error. Huber halves it near 0, and goes straight on from δ.": error**2,
        f"The error is {plain(size)}, beyond δ = {plain(delta)}: there Huber is straight, not squared.": error**2 / 2,
        "That is the absolute error.": size,
        "You left out the δ² / 2 that joins the straight part to the curve.": delta * size,
        f"The error is {plain(size)}, within δ = {plain(delta)}: there Huber is half its square.": delta * size
        - delta**2 / 2,
        "A loss is never below 0: the sign of the error does not matter.": -right,
        "That is the error itself, with its sign.": error,
    }
    if abs(answer - right) <= 0.003:
        return Verdict(True, f"Right: {written}.")
    hint = f"The error is {plain(error)}. Is its size above or below δ = {plain(delta)}?"
    return Verdict(False, recognise(answer, _apart(mistakes, right), 0.003) or f"{plain(answer)} is not it. {hint}")


def _apart(mistakes: Mapping[str, float], truth: float) -> dict[str, float]:
    return {words: value for words, value in mistakes.items() if abs(value - truth) > 1e-6}


def _pull(number: int) -> tuple[float, int, tuple[str, ...], bool]:
    """(z, truth, losses, whether the hardest pull is asked for, else the weakest), with a clear answer."""
    rng = np.random.default_rng(5200 + number)
    while True:
        z, truth, most = float(rng.choice([-5, -4, -3, -2, 2, 3, 4, 5])), int(rng.integers(2)), bool(rng.integers(2))
        names = tuple(str(name) for name in rng.permutation(list(OF_OUTPUT)))[:3]
        pulls = sorted(_pulls(z, truth, names).values(), reverse=most)
        if abs(pulls[0] - pulls[1]) > 0.03:
            return z, truth, names, most


def _pulls(z: float, truth: int, names) -> dict[str, float]:
    return {name: abs(float(OF_OUTPUT[name].gradient(z, truth))) for name in names}


def _ask_pull(number: int) -> Question:
    z, truth, names, most = _pull(number)
    share = float(sigmoid(z if truth else -z))
    return Question(
        f"The truth is **{'yes' if truth else 'no'}**, and the raw output is **z = {plain(z)}**: the truth is given "
        f"{percent(share)}. Which loss pulls **{'hardest' if most else 'least'}** at z?",
        {"view": "output", "judged": list(names), "truth": truth, "z": z},
        choices=tuple(OF_OUTPUT[name].title for name in names),
    )


def _judge_pull(number: int, answer: str) -> Verdict:
    z, truth, names, most = _pull(number)
    pulls = _pulls(z, truth, names)
    right = (max if most else min)(names, key=lambda name: pulls[name])
    listed = ", ".join(f"{OF_OUTPUT[name].title} {plain(pull, 2)}" for name, pull in pulls.items())
    name = next(name for name in names if OF_OUTPUT[name].title == answer)
    if name == right:
        return Verdict(True, f"Right. The pulls: {listed}.")
    values = {one: float(OF_OUTPUT[one].value(z, truth)) for one in names}
    if name == (max if most else min)(names, key=lambda one: values[one]):
        return Verdict(
            False,
            f"{answer} has the {'largest' if most else 'smallest'} **value** here. The pull is the **slope** of its "
            f"curve, and that is {plain(pulls[name], 2)}.",
        )
    reasons = {
        "mse": "MSE looks at the sigmoid, which is flat far from 0: its gradient fades there.",
        "hinge": "Hinge pulls with exactly 1 until z is right by 1, and not at all from there on.",
        "focal": "Focal pulls about as hard as cross-entropy where it is wrong, and hardly where it is right.",
        "bce": "Cross-entropy pulls with the share that the truth was not given.",
    }
    return Verdict(False, f"{reasons[name]} Here that is {plain(pulls[name], 2)}.")


def _best(number: int) -> tuple[list[float], bool]:
    """(five values whose mean is a whole number and not their median, whether MAE is asked for)."""
    rng = np.random.default_rng(5300 + number)
    while True:
        values = sorted(float(v) for v in rng.choice(np.arange(1, 10), 4, replace=False)) + [0.0]
        values[4] = float(rng.choice([9.0, 10.0]))
        if len(set(values)) == 5 and sum(values) % 5 == 0 and abs(sum(values) / 5 - sorted(values)[2]) >= 1:
            return sorted(values), number % 8 == 7


def _ask_best(number: int) -> Question:
    values, absolute = _best(number)
    loss = "mean absolute error" if absolute else "mean squared error"
    points = [[1.0 + 2 * i, y] for i, y in enumerate(values)]
    return Question(
        f"Five truths: **{', '.join(plain(v) for v in values)}**. A network may give one number for all of them. Which "
        f"number has the least **{loss}**?",
        {"view": "line", "flat": True, "on": ["mae" if absolute else "mse"], "points": points, "chosen": 4},
    )


def _judge_best(number: int, answer: float) -> Verdict:
    values, absolute = _best(number)
    mean, median = sum(values) / 5, values[2]
    right, other = (median, mean) if absolute else (mean, median)
    middle = (values[0] + values[4]) / 2
    mistakes = {
        f"That is the {'mean' if absolute else 'median'}: it is best under {'MSE' if absolute else 'MAE'}.": other,
        "That is half-way between the least and the greatest; the values between count too.": middle,
    }
    if abs(answer - right) <= 0.006:
        name = "median: as many values above as below" if absolute else "mean: the errors above and below cancel"
        return Verdict(True, f"Right: {plain(right)} is the {name}.")
    loss = "absolute" if absolute else "squared"

    def cost(at: float) -> float:
        return float(np.mean(np.abs(np.array(values) - at) if absolute else (np.array(values) - at) ** 2))

    return Verdict(
        False,
        recognise(answer, _apart(mistakes, right))
        or f"With {plain(answer)} the mean {loss} error is {plain(cost(answer), 3)}, at best {plain(cost(right), 3)}.",
    )
