"""Questions about activation functions: a gradient through layers, which function lets it through, layers that are one,
and the picture made to do something. Imports no framework."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.concepts.activations import FUNCTIONS, chain
from nnviz.concepts.activations_goals import goal, reached
from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.words import plain

_KINDS = ("deep", "which", "make", "one")
_AMONG = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: four kinds in turn, each time with other numbers."""
    return {"deep": _ask_deep, "which": _ask_which, "make": _ask_make, "one": _ask_one}[_kind(number)](number)


def judge(number: int, answer) -> Verdict:
    """What a number, a choice or the picture's measures show."""
    judges: dict[str, Callable] = {
        "deep": _judge_deep,
        "which": _judge_which,
        "make": lambda number, measures: reached(number // 4, measures),
        "one": _judge_one,
    }
    return judges[_kind(number)](number, answer)


def _kind(number: int) -> str:
    return _KINDS[number % 4]


def _ask_make(number: int) -> Question:
    words, state = goal(number // 4)
    return Question(words, state, make=True)


def _deep(number: int) -> tuple[float, float, int]:
    """(z, weight, layers) of a chain of leaky ReLU whose gradient is a short decimal."""
    rng = np.random.default_rng(4100 + number)
    while True:
        z, weight = float(rng.choice([-3, -2, -1, 1, 2])), float(rng.choice([-2, -1, 0.5, 1, 2]))
        layers = int(rng.choice([2, 3, 4]))
        truth = chain("leaky_relu", z, weight, layers).gradients[0]
        short = abs(truth * 500 - round(truth * 500)) < 1e-9
        if short and 0.004 < abs(truth) < 2.5 and abs(truth) != 1.0:
            return z, weight, layers


def _ask_deep(number: int) -> Question:
    z, weight, layers = _deep(number)
    return Question(
        f"**{layers}** layers of one unit each use **leaky ReLU** (slope 1 above 0, **0.2** below). The first sum is "
        f"**z = {plain(z)}**, and the weight between layers is **{plain(weight)}**. A gradient of 1 comes in at the "
        "output. How much of it arrives at the first sum?",
        {"view": "function", "name": "leaky_relu", "z": z, "weight": weight, "layers": layers},
    )


def _judge_deep(number: int, answer: float) -> Verdict:
    z, weight, layers = _deep(number)
    made = chain("leaky_relu", z, weight, layers)
    truth, product = float(made.gradients[0]), float(np.prod(made.slopes))
    written = (
        f"the slopes are {', '.join(plain(slope) for slope in made.slopes)}; times {layers - 1} "
        f"{'weight' if layers == 2 else 'weights'} of {plain(weight)}, that is {plain(truth)}"
    )
    mistakes = {
        "Those are the slopes alone. The gradient also passes the weights between the layers.": product,
        f"There are {layers} layers, but only {layers - 1} weights between them.": product * weight**layers,
        "The size is right and the sign is not: a negative weight turns the gradient round.": -truth,
        "That is the signal that goes forward. The gradient multiplies slopes, not values.": float(made.values[-1]),
        "Slopes are multiplied along the way, not added: each layer passes on a share of what it got.": float(
            made.slopes.sum()
        ),
        "Look at the sign of each sum: the slope is not the same at every layer.": made.slopes[0] ** layers
        * weight ** (layers - 1),
        "You left out the slope of one layer.": truth / float(made.slopes[0]),
    }
    if abs(answer - truth) <= 0.0006:
        return Verdict(True, f"Right: {written}.")
    return Verdict(
        False,
        recognise(answer, _apart(mistakes, truth), 0.0006)
        or f"{plain(answer)} is not it. The sums are {', '.join(map(plain, made.sums))}: what slope has each?",
    )


def _apart(mistakes: Mapping[str, float], truth: float) -> dict[str, float]:
    return {words: value for words, value in mistakes.items() if abs(value - truth) > 1e-6}


def _which(number: int) -> tuple[float, tuple[str, ...], str]:
    """(z, four functions, the one with the largest slope there, by a clear lead)."""
    rng = np.random.default_rng(4200 + number)
    while True:
        z = float(rng.choice([-4, -3, -2, -1.5, -0.75, 0.5, 1.5, 2.5, 4]))
        names = tuple(str(name) for name in rng.choice(_AMONG, 4, replace=False))
        slopes = sorted(abs(float(FUNCTIONS[name].slope(z))) for name in names)
        if slopes[-1] > slopes[-2] + 0.08:
            return z, names, max(names, key=lambda name: abs(float(FUNCTIONS[name].slope(z))))


def _ask_which(number: int) -> Question:
    z, names, _ = _which(number)
    return Question(
        f"A unit's sum is **z = {plain(z)}**. With which of these functions does **most of the "
        "gradient** get through it?",
        {"view": "function", "name": names[0], "other": names[1], "z": z},
        choices=tuple(FUNCTIONS[name].title for name in names),
    )


def _judge_which(number: int, answer: str) -> Verdict:
    z, names, best = _which(number)
    slopes = {FUNCTIONS[name].title: float(FUNCTIONS[name].slope(z)) for name in names}
    listed = ", ".join(f"{title} {plain(slope, 2)}" for title, slope in slopes.items())
    right = FUNCTIONS[best].title
    if answer == right:
        return Verdict(True, f"Right. The slopes at z = {plain(z)}: {listed}.")
    values = {FUNCTIONS[name].title: float(FUNCTIONS[name].value(z)) for name in names}
    if answer == max(values, key=lambda title: values[title]):
        return Verdict(
            False,
            f"{answer} has the largest **value** here, {plain(values[answer], 2)}. The gradient asks for the "
            f"**slope**, and that is {plain(slopes[answer], 2)}.",
        )
    name = next(name for name in names if FUNCTIONS[name].title == answer)
    return Verdict(
        False, f"{_reason(name, z)} Its slope at z = {plain(z)} is {plain(slopes[answer], 2)}; another one's is larger."
    )


def _reason(name: str, z: float) -> str:
    """Why a function lets as much through at z as it does, in a sentence."""
    reasons = {
        "sigmoid": "Sigmoid's slope is 0.25 at best, at z = 0.",
        "tanh": "Tanh is steep near 0 alone.",
        "relu": "ReLU's slope is 1 here, and that can be beaten." if z > 0 else "ReLU is off below 0.",
        "leaky_relu": "Leaky ReLU's slope is 1 above 0 and 0.2 below.",
        "elu": "ELU's slope is 1 above 0; below, it levels off.",
        "gelu": "GELU bends smoothly around 0.",
        "silu": "SiLU bends smoothly around 0.",
        "softplus": "Softplus has the sigmoid as its slope.",
    }
    return reasons[name]


def _one(number: int) -> dict[str, float]:
    rng = np.random.default_rng(4300 + number)
    while True:
        picked = (float(v) / 2 for v in rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], 7))
        own = dict(zip(("w1", "b1", "w2", "b2", "v1", "v2", "c"), picked, strict=True))
        slope = own["v1"] * own["w1"] + own["v2"] * own["w2"]
        shift = own["v1"] * own["b1"] + own["v2"] * own["b2"] + own["c"]
        if 0 < abs(slope) <= 3 and 0 < abs(shift) <= 3 and slope != shift:
            return own


def _ask_one(number: int) -> Question:
    own = _one(number)
    first, second = _line(own["w1"], "x", own["b1"]), _line(own["w2"], "x", own["b2"])
    output = f"{_times(own['v1'], 'h₁')} {_signed(_times(own['v2'], 'h₂'))} {_signed(plain(own['c']))}"
    wanted = "slope" if number % 8 == 3 else "value at x = 0"
    return Question(
        f"Two layers **without an activation**: h₁ = {first}, h₂ = {second}, and y = {output}. Together they are one "
        f"straight line. What is its "
        f"**{wanted}**?",
        {"view": "linear", "inner": "linear", **own},
    )


def _times(weight: float, symbol: str) -> str:
    """ "−2 x", "x", "−x"."""
    return {1.0: symbol, -1.0: f"−{symbol}"}.get(weight, f"{plain(weight)} {symbol}")


def _signed(term: str) -> str:
    """A further term of a sum: "+ 2", "− 0.5 x"."""
    return f"− {term[1:]}" if term.startswith("−") else f"+ {term}"


def _line(weight: float, symbol: str, bias: float) -> str:
    return f"{_times(weight, symbol)} {_signed(plain(bias))}"


def _judge_one(number: int, answer: float) -> Verdict:
    own = _one(number)
    w1, b1, w2, b2, v1, v2, c = own.values()
    slope, shift = v1 * w1 + v2 * w2, v1 * b1 + v2 * b2 + c
    n = {name: plain(value) for name, value in own.items()}
    if number % 8 == 3:
        truth, written = slope, f"{n['v1']} × {n['w1']} + {n['v2']} × {n['w2']} = {plain(slope)}"
        mistakes = {
            "You added the weights along the way. Each path multiplies its weights; the paths are added.": w1
            + w2
            + v1
            + v2,
            "That is (w₁ + w₂)(v₁ + v₂). Each v belongs to one h alone.": (w1 + w2) * (v1 + v2),
            "You crossed the paths: v₁ goes with w₁.": v1 * w2 + v2 * w1,
            "That is only the path through h₁.": v1 * w1,
            "That is only the path through h₂.": v2 * w2,
            "That is the line's value at x = 0, not its slope.": shift,
        }
    else:
        truth = shift
        written = f"{n['v1']} × {n['b1']} + {n['v2']} × {n['b2']} + {n['c']} = {plain(shift)}"
        mistakes = {
            "You added the biases. Those of the first layer still pass v₁ and v₂.": b1 + b2 + c,
            "You left out the output's own bias.": shift - c,
            "That is the last bias alone. At x = 0 the units still put out their biases.": c,
            "You crossed the paths: v₁ goes with b₁.": v1 * b2 + v2 * b1 + c,
            "That is the line's slope, not its value at x = 0.": slope,
        }
    if abs(answer - truth) <= 0.006:
        return Verdict(True, f"Right: {written}. One neuron would have done.")
    return Verdict(
        False,
        recognise(answer, _apart(mistakes, truth))
        or f"{plain(answer)} is not it. Put h₁ and h₂ into the formula for y and collect what stands before x.",
    )
