"""What the picture of the activation functions is to be made to do, and whether it does. Imports no framework."""

from collections.abc import Mapping

import numpy as np

from nnviz.concepts.activations import FUNCTIONS
from nnviz.concepts.check import Verdict
from nnviz.words import percent, plain

_KINDS = ("keep", "bend", "negative", "shares")
_NAMES = tuple(FUNCTIONS)
_CLOSE = 0.1


def goal(number: int) -> tuple[str, dict]:
    """(what is to be done, where the picture begins), goal `number` counted from 0."""
    own = _numbers(number)
    return {"keep": _keep, "bend": _bend, "negative": _negative, "shares": _shares}[_kind(number)](own)


def reached(number: int, measures: Mapping[str, float]) -> Verdict:
    """Whether the picture's measures meet goal `number`; if not, what is missing."""
    if not measures:
        return Verdict(False, "The picture has not said yet where it stands. Move something in it, then check again.")
    judges = {"keep": _judge_keep, "bend": _judge_bend, "negative": _judge_negative, "shares": _judge_shares}
    return judges[_kind(number)](_numbers(number), measures)


def _kind(number: int) -> str:
    return _KINDS[number % 4]


def _numbers(number: int) -> dict[str, float]:
    """The numbers that a goal of any kind is made of."""
    rng = np.random.default_rng(4400 + number)
    return {
        "layers": int(rng.choice([8, 9, 10, 12])),
        "share": float(rng.choice([0.4, 0.5, 0.6])),
        "few": int(rng.choice([4, 5, 6])),
        "least": float(rng.choice([0.02, 0.05, 0.1])),
        "steep": float(rng.choice([-1.0, -0.5, 0.5])),
        "corner": float(rng.choice([-1.0, 1.0])),
        "level": float(rng.choice([1.0, 1.5])),
        "sure": float(rng.choice([0.95, 0.98, 0.99])),
        "even": float(rng.choice([0.34, 0.36, 0.4])),
        "which": int(rng.integers(2)),
    }


def _keep(own) -> tuple[str, dict]:
    return (
        f"**{own['layers']}** layers of **tanh**, starting from z = 3: almost nothing of the gradient arrives. Keep "
        f"tanh, the layers and a weight of 1, and make **at least {round(100 * own['share'])} %** of the gradient "
        "arrive at the first layer.",
        {"view": "function", "name": "tanh", "z": 3.0, "layers": own["layers"], "weight": 1.0},
    )


def _judge_keep(own, measures) -> Verdict:
    arrives = abs(measures.get("gradient", 0.0))
    changed = _changed(measures, function="tanh", layers=own["layers"], weight=1.0)
    if changed:
        return Verdict(False, changed)
    if arrives >= own["share"]:
        return Verdict(
            True,
            f"Right: {percent(arrives)} arrives. Near 0 tanh has a slope of 1; far from 0 it is flat. That is why "
            "weights start small.",
        )
    return Verdict(
        False,
        f"{percent(arrives)} arrives, {round(100 * own['share'])} % is asked. Where on its curve is tanh steep? Drag "
        "z there.",
    )


def _bend(own) -> tuple[str, dict]:
    state = {"view": "linear", "inner": "linear", "steep": own["steep"], "corner": own["corner"], "level": own["level"]}
    return (
        "The five points have a corner. Make the network's curve **pass through all five** (each turns green): choose "
        "the activation, then set the weights.",
        state,
    )


def _judge_bend(own, measures) -> Verdict:
    miss = measures.get("miss", 9.0)
    there = all(abs(measures.get(name, 9.0) - own[name]) < 1e-6 for name in ("steep", "corner", "level"))
    if not there:
        return Verdict(False, "These are other points. Press “Begin in the picture” first.")
    if miss < _CLOSE:
        return Verdict(
            True, "Right: two ReLU units, one for each side, and their bends meet in the corner. No line could do it."
        )
    if not measures.get("activation"):
        return Verdict(
            False,
            f"The worst point is {plain(miss, 2)} away. Without an activation the curve is a straight line, whatever "
            "the weights: choose ReLU.",
        )
    return Verdict(
        False,
        f"The worst point is {plain(miss, 2)} away; {_CLOSE} is close enough. With ReLU let one unit be on at the "
        "right of the corner (w₁ = 1) and the other at its left (w₂ = −1): b moves each corner, v sets the "
        "steepness, c the height.",
    )


def _negative(own) -> tuple[str, dict]:
    return (
        f"The first sum is **z = −3** and has to stay there; there are **{own['few']}** layers. Find "
        f"a function (not “none”) and a weight that let **at least {round(100 * own['least'])} %** of the gradient "
        "arrive at the first layer.",
        {"view": "function", "name": "relu", "z": -3.0, "layers": own["few"], "weight": 1.0},
    )


def _judge_negative(own, measures) -> Verdict:
    arrives, name = abs(measures.get("gradient", 0.0)), _name(measures)
    changed = _changed(measures, z=-3.0, layers=own["few"])
    if changed:
        return Verdict(False, changed)
    if name == "linear":
        return Verdict(False, "“none” lets everything through and learns nothing but lines: choose another function.")
    if arrives >= own["least"]:
        return Verdict(
            True,
            f"Right: with {FUNCTIONS[name].title} and this weight {percent(arrives)} arrives, from a negative sum.",
        )
    slope = float(FUNCTIONS[name].slope(-3.0))
    if slope == 0:
        return Verdict(
            False,
            f"{FUNCTIONS[name].title} has a slope of 0 at −3: nothing can get through it, whatever the weight. Which "
            "function is not flat there?",
        )
    return Verdict(
        False,
        f"{percent(arrives)} arrives, {round(100 * own['least'])} % is asked. The slope of {FUNCTIONS[name].title} "
        f"at −3 is {plain(slope, 2)}. Leaky ReLU keeps most there; then let the weight make up for the rest, or turn "
        "the sign round so that the next layer is on.",
    )


def _shares(own) -> tuple[str, dict]:
    start = {"view": "softmax"}
    if own["which"]:
        return (
            f"Make softmax give its favourite **at least {round(100 * own['sure'])} %**, without moving any logit.",
            start,
        )
    return (
        f"Make softmax give its favourite **at most {round(100 * own['even'])} %**, without moving any logit.",
        start,
    )


def _judge_shares(own, measures) -> Verdict:
    top, temperature = measures.get("largest", 0.0), measures.get("temperature", 1.0)
    if measures.get("moved", 9.0) > 1e-6:
        return Verdict(False, "A logit has been moved. Press “Begin in the picture” and leave them where they are.")
    if (top >= own["sure"]) if own["which"] else (top <= own["even"]):
        way = "colder: differences count more" if own["which"] else "hotter: differences count less"
        return Verdict(True, f"Right: {percent(top)} at a temperature of {plain(temperature)}; {way}.")
    hint = "Lower" if own["which"] else "Raise"
    return Verdict(False, f"The favourite has {percent(top)}. {hint} the temperature further.")


def _name(measures) -> str:
    place = int(measures.get("function", 0))
    return _NAMES[place] if 0 <= place < len(_NAMES) else "linear"


def _changed(measures, **wanted) -> str:
    """What was to stay and has not, in a sentence; "" where all is as it should be."""
    if "function" in wanted and _name(measures) != wanted["function"]:
        return f"The function has to be {FUNCTIONS[wanted['function']].title}."
    for name, words in (("z", "z"), ("layers", "the number of layers"), ("weight", "the weight")):
        if name in wanted and abs(measures.get(name, 1e9) - wanted[name]) > 1e-6:
            return f"Please keep {words} at {plain(wanted[name])}."
    return ""
