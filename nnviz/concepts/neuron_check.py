"""Questions about one neuron, each with other numbers, and feedback that looks at the reader's number."""

from collections.abc import Mapping

import numpy as np

from nnviz.concepts.check import Making, Question, Verdict, number_verdict, plain
from nnviz.concepts.neuron import forward
from nnviz.concepts.perceptron import learn_from

_KINDS = ("sum", "relu", "bias", "rule")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: four kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    w1, w2, b, x1, x2 = (f"{value:g}".replace("-", "−") for value in given)
    neuron = (
        f"A neuron has the weights **{w1}** and **{w2}** and the bias **{b}**. Its inputs are **{x1}** and **{x2}**."
    )
    state = dict(zip(("w1", "w2", "b", "x1", "x2"), given, strict=True))
    if kind == "sum":
        return Question(f"{neuron} What is the sum z?", state)
    if kind == "relu":
        return Question(f"{neuron} Its activation is ReLU. What is the output a?", {**state, "activation": "relu"})
    if kind == "bias":
        return Question(
            f"A neuron has the weights **{w1}** and **{w2}**. Which bias makes its line pass through the point "
            f"(**{x1}**, **{x2}**)?",
            {**state, "b": 0},
        )
    wanted = _wanted(given)
    return Question(
        f"{neuron} It is a perceptron (step), and this example's class is **{wanted}**. The learning rate is **0.5**. "
        "What is the first weight after the rule was applied?",
        {**state, "activation": "step"},
    )


def judge(number: int, answer: float) -> Verdict:
    """What a typed number shows: the right one, the trace of a usual mistake, or how far it is off."""
    kind, given = _given(number)
    judges = {"sum": _judge_sum, "relu": _judge_relu, "bias": _judge_bias, "rule": _judge_rule}
    return judges[kind](float(answer), given)


def _given(number: int) -> tuple[str, tuple[float, ...]]:
    """(kind, (w1, w2, b, x1, x2)): halves between −2 and 2, none of them 0, no two products alike."""
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(1000 + number)
    while True:
        w1, w2, b, x1, x2 = (float(v) / 2 for v in rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], 5))
        z = w1 * x1 + w2 * x2 + b
        distinct = (
            len({w1 * x1 + w2 * x2, w1 + x1 + w2 + x2 + b, z, abs(w1) * x1 + abs(w2) * x2 + b, 0.0, z - 2 * b}) == 6
        )
        if distinct and (kind != "relu" or number % 8 != 1 or z > 0):
            return kind, (w1, w2, b, x1, x2)


def _wanted(given) -> int:
    """The class that the perceptron gets wrong, so that the rule has something to do."""
    w1, w2, b, x1, x2 = given
    return int(w1 * x1 + w2 * x2 + b <= 0)


def _judge_sum(answer: float, given) -> Verdict:
    w1, w2, b, x1, x2 = given
    z = forward((x1, x2), (w1, w2), b).z[0]
    written = f"{plain(w1)} × {plain(x1)} + {plain(w2)} × {plain(x2)} + {plain(b)} = {plain(z)}"
    mistakes = {
        f"That is the sum without the bias. Add b = {plain(b)}.": z - b,
        f"You took the bias away instead of adding it: the difference to z is 2 × {plain(b)}.": z - 2 * b,
        "You added weights and inputs. Multiply each weight by its own input first.": w1 + x1 + w2 + x2 + b,
        "You crossed them over: the first weight belongs to the first input.": w1 * x2 + w2 * x1 + b,
        "Look at the signs: that is the sum with all weights taken as positive.": abs(w1) * x1 + abs(w2) * x2 + b,
        "The size is right and the sign is not.": -z,
    }
    return number_verdict(answer, z, written, mistakes, f"The two products are {plain(w1 * x1)} and {plain(w2 * x2)}.")


def _judge_relu(answer: float, given) -> Verdict:
    w1, w2, b, x1, x2 = given
    outcome = forward((x1, x2), (w1, w2), b, "relu")
    z, a = outcome.z[0], outcome.a[0]
    written = (
        f"z = {plain(w1)} × {plain(x1)} + {plain(w2)} × {plain(x2)} + {plain(b)} = {plain(z)}, and ReLU makes it "
        f"{plain(a)}"
    )
    mistakes = {
        f"That is z. ReLU lets no negative number through: what becomes of {plain(z)}?": z,
        "That is the size of z. ReLU does not turn a negative sum round, it makes it 0.": abs(z),
        "ReLU makes only negative sums 0. Yours is positive: work out z again.": 0.0,
        "That leaves the bias out.": max(z - b, 0.0),
    }
    return number_verdict(answer, a, written, mistakes, "Work out z first, then ask whether it is above 0.")


def _judge_bias(answer: float, given) -> Verdict:
    w1, w2, _, x1, x2 = given
    b = -(w1 * x1 + w2 * x2)
    written = f"on the line z is 0, so b = −({plain(w1)} × {plain(x1)} + {plain(w2)} × {plain(x2)}) = {plain(b)}"
    z = w1 * x1 + w2 * x2 + answer
    return number_verdict(
        answer,
        b,
        written,
        {"Right size, wrong sign: the bias has to cancel the two products.": -b},
        f"With your bias z would be {plain(z)} at that point. On the line z has to be 0.",
    )


def _judge_rule(answer: float, given) -> Verdict:
    w1, w2, b, x1, x2 = given
    step = learn_from(0, (x1, x2), _wanted(given), (w1, w2), b, 0.5)
    after = float(step.new_weights[0])
    written = (
        f"z = {plain(step.z)}, so it says {step.prediction}; the error is {step.y} − {step.prediction} = "
        f"{plain(step.error)}, and w₁ ← {plain(w1)} + 0.5 × {plain(step.error)} × {plain(x1)} = {plain(after)}"
    )
    mistakes = {
        f"That is the weight as it was. But z = {plain(step.z)}, so it says {step.prediction}, which is wrong: it has "
        "to change.": w1,
        "The change has the right size and the wrong direction: the error is the class minus the answer.": 2 * w1
        - after,
        "You left out the learning rate of 0.5.": w1 + step.error * x1,
        f"You left out the input: the change is in proportion to x₁ = {plain(x1)}.": w1 + 0.5 * step.error,
        "That is the second weight.": float(step.new_weights[1]),
    }
    return number_verdict(
        answer, after, written, mistakes, f"z is {plain(step.z)}: what does the step say, and what is the error?"
    )


def _judge_gate(measures: Mapping[str, float], task: str, distance: float) -> Verdict:
    if measures.get("task") != _TASKS.index(task):
        return Verdict(False, f"The examples are not those of {task.upper()}. Choose them first.")
    wrong, nearest = int(measures.get("wrong", 4)), measures.get("nearest", 0.0)
    if wrong:
        return Verdict(False, f"{wrong} of the four lie on the wrong side of the line.")
    if nearest < distance:
        return Verdict(
            False,
            f"All four lie on their side, the nearest {plain(round(nearest, 2))} from the line. Shift or turn it.",
        )
    return Verdict(True, f"Right: all four lie on their side, none nearer than {plain(round(nearest, 2))}.")


_TASKS = ("free", "and", "or", "xor")
MAKINGS = tuple(
    Making(
        f"In the picture, choose **{task.upper()}**. Place the line so that all four examples lie on their side, none "
        f"of them nearer to it than **{distance:g}**. You may let the neuron learn first, and then move the line.",
        {"task": task, "w1": 0.4, "w2": -0.4, "b": 0.1},
        lambda measures, task=task, distance=distance: _judge_gate(measures, task, distance),
    )
    for task, distance in (("and", 0.25), ("or", 0.3))
)
"""What the reader is to make the picture do."""
