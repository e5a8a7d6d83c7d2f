"""Questions about vanishing and exploding gradients, and what a reader's answer shows. Imports no framework.

Every number is of the lesson's own picture: the same drawn network, computed here by its twin.
"""

from functools import lru_cache

import numpy as np

from nnviz import words
from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.concepts.deep_network import drawn, passes, size

WIDTH, EXAMPLES, DEEPEST = 64, 32, 50
_KINDS = 6


@lru_cache(maxsize=64)
def reaches(
    depth: int, scale: float, activation: str, normalization: str = "none", skip: bool = False, seed: int = 1
) -> tuple[float, float]:
    """(the first layer's ∂loss/∂outputs in parts of the last layer's, the size of the last layer's outputs)."""
    _, layers = passes(_net(seed), [scale / np.sqrt(WIDTH)] * depth, activation, normalization, skip)
    return size(layers[0].blame) / size(layers[-1].blame), size(layers[-1].outputs)


@lru_cache(maxsize=2)
def _net(seed: int):
    return drawn(seed, [WIDTH] * (DEEPEST + 1), EXAMPLES)


def ask(number: int) -> Question:
    """Question `number`: a power, which change helps, a network to mend, clipping, a scale that does nothing, and an
    explosion to make, in turn."""
    return _ASK[number % _KINDS](number)


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What the answer shows: right, or which slip leads to it."""
    return _JUDGE[number % _KINDS](number, answer)


def _random(number: int):
    return np.random.default_rng(number + 11)


def _part(value: float) -> str:
    """A ratio in words: `1/3,300 of`, `0.42 of`, `47 times`; before what it is a part of."""
    if value < 1e-9:
        return "less than a billionth of"
    if value < 0.1:
        return f"1/{float(f'{1 / value:.2g}'):,.0f} of"
    return f"{value:.2g} of" if value < 1 else f"{float(f'{value:.2g}'):,.10g} times"


# a power


def _power_case(number: int) -> tuple[int, float]:
    rng = _random(number)
    return int(rng.integers(5, 9)), float(rng.choice([0.9, 1.0, 1.1]))


def _ask_power(number: int) -> Question:
    depth, scale = _power_case(number)
    return Question(
        f"{depth} layers of **ReLU**, with weights of scale $\\sigma_w = {scale:g}$. A ReLU lets half of the slopes "
        f"through, so each layer multiplies the size of the gradient by $r = \\sigma_w \\cdot \\sqrt{{0.5}} = "
        f"{scale * np.sqrt(0.5):.3f}$. In theory, what part of the gradient of layer {depth} reaches layer 1?",
        {"depth": depth, "activation": "relu", "scale": scale},
    )


def _judge_power(number: int, answer: float) -> Verdict:
    depth, scale = _power_case(number)
    factor = scale * np.sqrt(0.5)
    truth = factor ** (depth - 1)
    measured, _ = reaches(depth, scale, "relu")
    why = (
        f"From layer {depth} to layer 1 are {depth - 1} steps: {factor:.3f} to the power of {depth - 1} is "
        f"{truth:.3f}. The picture's network, 64 units wide, measures {words.plain(measured, 2)}."
    )
    if abs(answer - truth) <= 0.004:
        return Verdict(True, f"Yes. {why}")
    slips = {
        f"You took {depth} steps: the last layer's own gradient is where the count begins.": factor**depth,
        "You multiplied where a power is needed: every layer multiplies what is left.": factor * (depth - 1),
        "That is what one layer leaves.": factor,
        "That is the power of σ alone: the slopes are missing.": scale ** (depth - 1),
        "You took r to be a half; it is the root of a half, times σ.": 0.5 ** (depth - 1),
    }
    slip = recognise(answer, slips, 0.004)
    return Verdict(False, f"{slip} {why}" if slip else f"That is not it. {why}")


# which change helps


_CHANGES = {
    "Weights four times as large": {"scale": 4.0},
    "ReLU instead, with He's scale": {"activation": "relu", "scale": float(np.sqrt(2))},
    "Clip the gradient at 1": {},
    "Fewer units, the same layers": None,
    "Half as many layers": {"depth": 0.5},
}


def _change_depth(number: int) -> int:
    return int(_random(number).integers(12, 21))


def _ask_change(number: int) -> Question:
    depth = _change_depth(number)
    before, _ = reaches(depth, 1.0, "sigmoid")
    return Question(
        f"{depth} layers of **sigmoid** with Glorot's scale 1: layer 1 gets {_part(before)} what layer {depth} "
        "gets. Which of these changes alone brings at least 1/100 to layer 1?",
        {"depth": depth, "activation": "sigmoid", "scale": 1.0},
        tuple(_CHANGES),
    )


def _judge_change(number: int, answer: str) -> Verdict:
    depth = _change_depth(number)
    change = _CHANGES[answer]
    if answer.startswith("Clip"):
        return Verdict(False, "Clipping only cuts what is too long. Here everything is too small: nothing is cut.")
    if change is None:
        return Verdict(
            False,
            "The scale is already measured against the width (σ² = units · variance), so the factor of a layer stays "
            "the same. What counts is how many layers there are.",
        )
    if "depth" in change:
        half = depth // 2
        after, _ = reaches(half, 1.0, "sigmoid")
        return Verdict(
            False,
            f"That helps much, and not enough: {half} layers still multiply it by about a quarter each, "
            f"layer 1 gets {_part(after)} what layer {half} gets.",
        )
    after, _ = reaches(depth, change.get("scale", 1.0), change.get("activation", "sigmoid"))
    if after >= 0.01:
        return Verdict(
            True,
            f"Yes: layer 1 gets {_part(after)} what layer {depth} gets. Half of the slopes of ReLU are 1, and He's √2 "
            "makes up for the other half.",
        )
    return Verdict(
        False,
        f"With weights four times as large layer 1 gets {_part(after)} what layer {depth} gets. A sigmoid's slope is "
        "at most 1/4, and large sums press the units against 0 and 1, where it is smaller still.",
    )


# a network to mend


_MEND = (
    ("relu", 40, 1.0, "40 layers of **ReLU**", "Keep ReLU and at least 40 layers; no normalization, no skips."),
    ("tanh", 30, 0.5, "30 layers of **tanh**", "Keep tanh and at least 30 layers; no normalization, no skips."),
    ("sigmoid", 30, 1.0, "30 layers of **sigmoid**", "Keep sigmoid and at least 30 layers; all else is allowed."),
)


def _mend_case(number: int):
    return _MEND[number // _KINDS % len(_MEND)]


def _ask_mend(number: int) -> Question:
    activation, depth, scale, what, rule = _mend_case(number)
    return Question(
        f"**Make the picture do this:** {what}, in which layer 1 gets between a tenth of and ten times what the last "
        f"layer gets. {rule}",
        {"activation": activation, "depth": depth, "scale": scale},
        make=True,
    )


def _judge_mend(number: int, measures: dict[str, float]) -> Verdict:
    activation, depth, _, _, rule = _mend_case(number)
    first = measures.get("first", 0.0)
    if not measures.get(activation) or measures.get("depth", 0) < depth:
        return Verdict(False, f"That is another network. {rule}")
    if activation != "sigmoid" and (measures.get("skip") or measures.get("normalized")):
        return Verdict(False, f"That is the strong medicine; this one can do without. {rule}")
    if first < 0.1:
        return Verdict(
            False, f"Layer 1 gets {_part(first)} what the last layer gets: still too little. Which way lies more?"
        )
    if first > 10:
        return Verdict(False, f"Layer 1 gets {_part(first)} what the last layer gets: too much by now.")
    return Verdict(True, f"Yes: layer 1 gets {_part(first)} what the last layer gets. {_MENDED[activation]}")


_MENDED = {
    "relu": "He's √2 is where half of the slopes are made up for: below it fades, above it explodes.",
    "tanh": "Near 1 the weights make up for the slopes of tanh.",
    "sigmoid": "Its slopes of at most 1/4 need a way around, or sums that are put back where the curve is steep.",
}


# clipping


def _clip_case(number: int) -> tuple[float, float, float]:
    rng = _random(number)
    first, second = ((3.0, 4.0), (6.0, 8.0), (5.0, 12.0), (8.0, 15.0))[int(rng.integers(4))]
    return first, second, float(rng.choice([1.0, 2.0]))


def _ask_clip(number: int) -> Question:
    first, second, threshold = _clip_case(number)
    return Question(
        f"The gradient of a network with two layers: the part of layer 1 is {first:g} long, that of layer 2 "
        f"{second:g}. They are clipped **all together** at {threshold:g}. How long is the part of layer 1 afterwards?",
        {"activation": "relu", "scale": 2.0, "depth": 20, "clipping": "all", "threshold": threshold},
    )


def _judge_clip(number: int, answer: float) -> Verdict:
    first, second, threshold = _clip_case(number)
    whole = float(np.hypot(first, second))
    truth = first * threshold / whole
    why = (
        f"Together they are √({first:g}² + {second:g}²) = {whole:g} long; all is multiplied by {threshold:g}/{whole:g}"
        f", so layer 1 keeps {words.plain(truth, 3)}."
    )
    if abs(answer - truth) <= 0.004 + 0.01 * truth:
        return Verdict(True, f"Yes. {why} The direction stays.")
    slips = {
        "That is each layer clipped for itself: then the direction turns.": threshold,
        "You added the two lengths; they stand at right angles, so their squares add up.": first
        * threshold
        / (first + second),
        "That is not clipped.": first,
        "That is layer 2.": second * threshold / whole,
    }
    slip = recognise(answer, slips)
    return Verdict(False, f"{slip} {why}" if slip else f"That is not it. {why}")


# a scale that does nothing


_NORMED = ("It grows with the scale, layer after layer", "It stays almost the same", "It shrinks to almost nothing")


def _normed_case(number: int) -> tuple[int, str]:
    rng = _random(number)
    return int(rng.integers(10, 25)), str(rng.choice(["batch", "layer"]))


def _ask_normed(number: int) -> Question:
    depth, kind = _normed_case(number)
    return Question(
        f"{depth} layers of **ReLU** with **{kind} normalization**, weights of scale 1. You double all weights. "
        "What becomes of what layer 1 gets of the last layer's gradient (∂L/∂outputs)?",
        {"depth": depth, "activation": "relu", "scale": 1.0, "normalization": kind},
        _NORMED,
    )


def _judge_normed(number: int, answer: str) -> Verdict:
    depth, kind = _normed_case(number)
    before, after = (reaches(depth, scale, "relu", kind)[0] for scale in (1.0, 2.0))
    plain = 2.0 ** (depth - 1)
    why = (
        f"It was {words.plain(before, 3)} and is {words.plain(after, 3)}: the sums are divided by their own spread, "
        "so a factor in all weights is divided out again, forward and backward."
    )
    if answer == _NORMED[1]:
        return Verdict(True, f"Yes. {why}")
    if answer == _NORMED[0]:
        return Verdict(False, f"Without normalization it would be {_part(plain)} as much. {why}")
    return Verdict(False, f"Nothing here makes it smaller. {why}")


# an explosion to make


def _ask_explode(number: int) -> Question:
    most = int(_random(number).integers(20, 27))
    return Question(
        f"**Make the picture do this:** a gradient that explodes although the weights have **He's scale or less** "
        f"(at most 1.42): layer 1 gets over 1,000 times what the last layer gets, in at most {most} layers.",
        {"activation": "relu", "depth": 10, "scale": 1.41},
        make=True,
    )


def _judge_explode(number: int, measures: dict[str, float]) -> Verdict:
    most = int(_random(number).integers(20, 27))
    first = measures.get("first", 0.0)
    if measures.get("scale", 9) > 1.42:
        return Verdict(False, "Large weights make it explode, of course. Try it with weights of at most 1.42.")
    if measures.get("depth", 99) > most:
        return Verdict(False, f"That has more than {most} layers.")
    if first <= 1000:
        return Verdict(
            False,
            f"Layer 1 gets {_part(first)} what the last layer gets. Something adds the signal to itself, layer after "
            "layer …",
        )
    return Verdict(
        True,
        f"Yes: {_part(first)} what the last layer gets. A skip connection adds a way around, it takes none away: r² "
        "grows by 1. "
        "Residual networks therefore normalize inside each branch, or start the branches small.",
    )


_ASK = (_ask_power, _ask_change, _ask_mend, _ask_clip, _ask_normed, _ask_explode)
_JUDGE = (_judge_power, _judge_change, _judge_mend, _judge_clip, _judge_normed, _judge_explode)
