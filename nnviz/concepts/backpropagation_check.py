"""Questions about backpropagation, and what a reader's answer shows. Imports no framework."""

from collections.abc import Mapping

import numpy as np

from nnviz import words
from nnviz.concepts.backpropagation import BEGINNING, passes, values
from nnviz.concepts.check import Making, Question, Verdict, recognise


def ask(number: int) -> Question:
    """Question `number`: the gradient of a hidden weight, of an output weight, or the weight after a step, in turn."""
    known, numbers, unit, rate = _case(number)
    state = {"numbers": numbers, "step": 18, "hidden": "tanh", "rate": rate}
    shown = {name: _n(known[name]) for name in ("ds", f"h{unit}", f"v{unit}", f"w1{unit}")}
    if number % 3 == 0:
        return Question(
            f"The blame at the output is $\\partial L/\\partial s = {shown['ds']}$. Hidden unit {unit} put out "
            f"$h_{unit} = {shown[f'h{unit}']}$. What is $\\partial L/\\partial v_{unit}$?",
            state,
        )
    if number % 3 == 1:
        return Question(
            f"The blame at the output is $\\partial L/\\partial s = {shown['ds']}$. It goes back through $v_{unit} = "
            f"{shown[f'v{unit}']}$ to hidden unit {unit}, a **tanh** that put out $h_{unit} = {shown[f'h{unit}']}$ "
            f"(its slope is $1 - h^2$), and on to input $x_1 = {_n(numbers['x1'])}$. What is $\\partial L/\\partial "
            f"w_{{1{unit}}}$?",
            state,
        )
    return Question(
        f"Weight $w_{{1{unit}}} = {shown[f'w1{unit}']}$ has the gradient $\\partial L/\\partial w_{{1{unit}}} = "
        f"{_n(known[f'dw1{unit}'])}$, and the learning rate is $\\eta = {rate:g}$. What is the weight after one step?",
        state,
    )


def judge(number: int, answer: float) -> Verdict:
    """What the answer shows: right, or which slip leads to it."""
    truth, slips, why = _solution(number)
    if abs(answer - truth) <= 0.004 + 0.01 * abs(truth):
        return Verdict(True, f"Yes. {why}")
    slip = recognise(answer, slips)
    if slip:
        return Verdict(False, f"{slip} {why}")
    if abs(answer + truth) <= 0.004 + 0.01 * abs(truth):
        return Verdict(False, f"The size is right, the sign is not. {why}")
    return Verdict(False, f"{words.setting(answer)} is {words.plain(abs(answer - truth), 3)} away from it. {why}")


def _case(number: int):
    """(everything computed, the network's numbers, hidden unit asked about, learning rate); inputs never make slips
    coincide."""
    rng = np.random.default_rng(number + 5)
    numbers = {
        **BEGINNING,
        "x1": float(rng.choice([1.5, 2.0, -1.5])),
        "v1": 0.8,
        "v3": -0.7,
        "y": float(rng.integers(0, 2)),
    }
    unit, rate = int(rng.integers(1, 4)), float(rng.choice([0.2, 0.5, 2.0]))
    return values(passes(numbers, "tanh", rate=rate)) | numbers, numbers, unit, rate


def _n(value: float) -> str:
    return f"{value:.3f}".replace("-", "−").rstrip("0").rstrip(".")


def _solution(number: int) -> tuple[float, dict[str, float], str]:
    """(right answer, slips, the way there); from the numbers as the question shows them."""
    known, numbers, unit, rate = _case(number)
    blame, h, v, w = (round(known[name], 3) for name in ("ds", f"h{unit}", f"v{unit}", f"w1{unit}"))
    if number % 3 == 0:
        return (
            blame * h,
            {
                "You multiplied by the weight: that is how the blame goes on. A weight's own gradient needs what came "
                "through it.": blame * v,
                "That is the blame alone; a weight through which little came has little to answer for.": blame,
            },
            f"Blame times what came through: {_n(blame)} · {_n(h)} = {_n(blame * h)}.",
        )
    if number % 3 == 1:
        x, slope = numbers["x1"], 1 - h * h
        truth = blame * v * slope * x
        return (
            truth,
            {
                "The slope of the tanh is missing.": blame * v * x,
                "The last factor is missing: what came in through this weight, x₁.": blame * v * slope,
                "You used h where its slope 1 − h² belongs.": blame * v * h * x,
                "That leaves out the weight v on the way back.": blame * slope * x,
            },
            f"{_n(blame)} · {_n(v)} · (1 − {_n(h)}²) · {_n(x)} = {_n(truth)}.",
        )
    gradient = round(known[f"dw1{unit}"], 3)
    return (
        w - rate * gradient,
        {
            "You added the gradient: it points to where the loss grows.": w + rate * gradient,
            "You forgot the learning rate.": w - gradient,
            "That is the step alone.": -rate * gradient,
        },
        f"{_n(w)} − {words.setting(rate)} · {_n(gradient)} = {_n(w - rate * gradient)}.",
    )


def _judge_faded(measures: Mapping[str, float]) -> Verdict:
    blame, gradient, weight = (abs(measures.get(name, 0.0)) for name in ("ds", "dw11", "v1"))
    if blame < 0.1:
        return Verdict(
            False, (f"The blame at the output is {_n(blame)}. Keep it at 0.1 or more: it must not be the reason.")
        )
    if weight < 0.3 or abs(measures.get("x1", 0.0)) < 0.3:
        return Verdict(False, "Keep v₁ and x₁ at 0.3 or more in size. There is another place where blame gets lost.")
    if gradient > 0.005:
        return Verdict(
            False, (f"The gradient of w₁₁ is {_n(gradient)} in size. What is the slope of unit 1 where it stands?")
        )
    return Verdict(
        True,
        (
            f"Yes. Unit 1 puts out {_n(measures.get('h1', 0.0))}: there its function is flat, and its slope ends all "
            "blame."
        ),
    )


def _judge_agreed(measures: Mapping[str, float]) -> Verdict:
    loss = measures.get("L", 9.0)
    if loss > 0.05:
        return Verdict(False, f"The loss is {_n(loss)}. Take the update, again and again, or turn weights by hand.")
    return Verdict(
        True, (f"Yes. The loss is {_n(loss)}, and the blame that goes back only {_n(abs(measures.get('ds', 0.0)))}.")
    )


MAKINGS = (
    Making(
        "In the picture, make the gradient of **w₁₁** fade: below **0.005** in size, while the blame at the output "
        "stays above **0.1** and neither v₁ nor x₁ is near 0.",
        {"hidden": "sigmoid"},
        _judge_faded,
    ),
    Making("In the picture, bring the loss of this example below **0.05**.", {}, _judge_agreed),
)
"""What the reader is to make the picture do."""
