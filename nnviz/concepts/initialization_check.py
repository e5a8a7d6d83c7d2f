"""Questions about weight initialization, and what a reader's answer shows. Imports no framework."""

import numpy as np

from nnviz import words
from nnviz.concepts.check import Question, Verdict, recognise

_KINDS = 6
_COUNTS = ("One", "Two", "Three", "Four")


def ask(number: int) -> Question:
    """Question `number`: a spread, how many units differ, a gain to find, a signal after layers, what zeros move, and
    twins to part, in turn."""
    return _ASK[number % _KINDS](number)


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What the answer shows: right, or which slip leads to it."""
    return _JUDGE[number % _KINDS](number, answer)


def _random(number: int):
    return np.random.default_rng(number + 3)


# a spread


def _spread_case(number: int) -> tuple[int, int, str]:
    rng = _random(number)
    shape = int(rng.integers(0, 10))
    fan_in, fan_out = 128 - 12 * shape, 116 - 12 * shape
    return fan_in, fan_out, str(rng.choice(["Glorot", "He"]))


def _ask_spread(number: int) -> Question:
    fan_in, fan_out, name = _spread_case(number)
    return Question(
        f"A layer of {fan_out} units, each with {fan_in} inputs. What spread (standard deviation) does **{name}** give "
        "its weights? Three digits.",
        {"view": "scale", "shape": "narrow", "layer": (128 - fan_in) // 12, "initializer": name.lower()},
    )


def _judge_spread(number: int, answer: float) -> Verdict:
    fan_in, fan_out, name = _spread_case(number)
    total = fan_in + fan_out if name == "Glorot" else fan_in
    below = f"({fan_in} + {fan_out})" if name == "Glorot" else f"{fan_in}"
    truth = np.sqrt(2 / total)
    why = f"The variance is 2 / {below} = {2 / total:.4f}; its root is {truth:.3f}."
    if abs(answer - truth) <= 0.0015:
        return Verdict(True, f"Yes. {why}")
    other = fan_in if name == "Glorot" else fan_in + fan_out
    slips = {
        "That is the variance; the spread is its root.": 2 / total,
        f"That is the other one, {'He' if name == 'Glorot' else 'Glorot'}.": np.sqrt(2 / other),
        "That is the end of the uniform form, √3 times its spread.": np.sqrt(6 / total),
        "A 2 belongs above the line, not a 1.": np.sqrt(1 / total),
    }
    slip = recognise(answer, slips, 0.0015)
    return Verdict(False, f"{slip} {why}" if slip else f"That is not it. {why}")


# how many units differ


def _units_case(number: int) -> int:
    return int(_random(number).integers(0, 3))


def _ask_units(number: int) -> Question:
    nudged = _units_case(number)
    moved = (
        "All weights begin as 0.5, and nobody touches them",
        "All weights begin as 0.5, and one weight of unit 1 is moved by 0.01",
        "All weights begin as 0.5; one weight of unit 1 is moved by 0.01, one of unit 2 by 0.02",
    )[nudged]
    return Question(
        f"Four hidden units. {moved}. Then the network learns for 400 steps. How many **different** units has it?",
        {"view": "twins", "start": "equal", "nudges": nudged, "steps": 400},
        _COUNTS,
    )


def _judge_units(number: int, answer: str) -> Verdict:
    nudged = _units_case(number)
    right = _COUNTS[nudged]
    rest = "all four" if nudged == 0 else ("units 2, 3 and 4", "units 3 and 4")[nudged - 1]
    why = f"{rest.capitalize()} begin alike, get the same gradients, and stay alike to the last digit."
    if answer == right:
        return Verdict(True, f"Yes. {why}")
    if answer == "Four":
        return Verdict(False, f"Learning alone parts nobody: what is equal gets equal gradients. {why}")
    if nudged and answer == "One":
        return Verdict(False, f"However small, a difference grows: the gradients differ from then on. {why}")
    return Verdict(False, f"Count those that were touched, and the rest once. {why}")


# a gain to find


_GAINS = (("glorot", "relu", "ReLU", np.sqrt(2)), ("orthogonal", "relu", "ReLU", np.sqrt(2)), ("he", "relu", "ReLU", 1))


_TITLES = {"glorot": "Glorot", "he": "He", "orthogonal": "orthogonal"}


def _size(value: float) -> str:
    return "less than 0.001" if value < 0.001 else f"{float(f'{value:.2g}'):,g}"


def _gain_case(number: int):
    return _GAINS[number // _KINDS % len(_GAINS)]


def _ask_gain(number: int) -> Question:
    name, _, title, _ = _gain_case(number)
    start = 0.4
    return Question(
        f"**Make the picture do this:** ten layers of **{title}**, 64 everywhere, initializer **{_TITLES[name]}**: "
        "with the gain alone, let the last layer's size be between 0.6 and 1.6.",
        {"view": "scale", "initializer": name, "activation": "relu", "gain": start},
        make=True,
    )


def _judge_gain(number: int, measures: dict[str, float]) -> Verdict:
    name, activation, title, gain = _gain_case(number)
    size = measures.get("size", 0.0)
    if not (measures.get(name) and measures.get(activation) and measures.get("even")):
        return Verdict(False, f"Keep {title}, 64 everywhere, and the initializer {_TITLES[name]}; turn the gain alone.")
    if size < 0.6:
        return Verdict(False, f"The last layer is {_size(size)} large: each layer still takes a part away.")
    if size > 1.6:
        return Verdict(False, f"The last layer is {_size(size)} large: each layer adds some by now.")
    why = (
        "He's 2 has made up for the half that ReLU cuts off, so about 1 is right."
        if gain == 1
        else "About √2 makes up for the half that ReLU cuts off: that is the 2 in He's formula."
    )
    return Verdict(True, f"Yes, with gain {measures.get('gain', 0):.2f}. {why}")


# a signal after layers


def _signal_case(number: int) -> tuple[int, float, int]:
    rng = _random(number)
    return int(rng.choice([100, 400])), float(rng.choice([0.5, 1.2])), int(rng.integers(3, 6))


def _ask_signal(number: int) -> Question:
    fan_in, ratio, depth = _signal_case(number)
    spread = ratio / np.sqrt(fan_in)
    return Question(
        f"Layers without activation, {fan_in} units everywhere; the weights spread by {spread:g}. A signal of size 1 "
        f"goes in. How large is it after {depth} layers?",
        {"view": "scale", "activation": "linear", "initializer": "glorot", "gain": ratio},
    )


def _judge_signal(number: int, answer: float) -> Verdict:
    fan_in, ratio, depth = _signal_case(number)
    spread, truth = ratio / np.sqrt(fan_in), ratio**depth
    why = (
        f"A sum of {fan_in} terms spreads √{fan_in} = {np.sqrt(fan_in):g} times as much as one: each layer multiplies "
        f"by {np.sqrt(fan_in):g} · {spread:g} = {ratio:g}, {depth} layers by {words.plain(truth, 3)}."
    )
    if abs(answer - truth) <= 0.004 + 0.01 * truth:
        return Verdict(True, f"Yes. {why}")
    slips = {
        "That is one layer.": ratio,
        "You multiplied where a power is needed.": ratio * depth,
        "You took the square of the factor: that is the variance.": ratio ** (2 * depth),
        "You counted one layer too few.": ratio ** (depth - 1),
        "You forgot that many terms are added.": spread**depth,
    }
    slip = recognise(answer, slips, 0.0015)
    return Verdict(False, f"{slip} {why}" if slip else f"That is not it. {why}")


# what zeros move


_MOVED = ("All of them", "The biases only", "The output's bias only", "None at all")


def _ask_zeros(number: int) -> Question:
    units = int(_random(number).integers(3, 40))
    return Question(
        f"A network with {units} tanh units and one sigmoid output; **all** weights and biases are 0, and there are "
        "more points of one class than of the other. Which numbers does the first step of gradient descent move?",
        {"view": "twins", "start": "zeros", "steps": 1},
        _MOVED,
    )


def _judge_zeros(number: int, answer: str) -> Verdict:
    why = (
        "A hidden weight's blame comes back through the output's weights, which are 0; an output weight's gradient is "
        "multiplied by what its unit put out, tanh(0) = 0. The output's bias alone has nothing in its way."
    )
    if answer == _MOVED[2]:
        return Verdict(True, f"Yes. {why} It goes to where the network says how common each class is.")
    if answer == _MOVED[3]:
        return Verdict(False, f"Almost: one number finds a way. {why}")
    if answer == _MOVED[1]:
        return Verdict(False, f"The hidden biases wait for blame, and it is multiplied by 0 on its way. {why}")
    return Verdict(False, f"Follow the blame back: it is multiplied by weights of 0. {why}")


# twins to part


def _ask_part(number: int) -> Question:
    return Question(
        "**Make the picture do this:** begin with all weights 0.5, and let the network get every point right. "
        "(Learning alone will not do; your hand will.)",
        {"view": "twins", "start": "equal"},
        make=True,
    )


def _judge_part(number: int, measures: dict[str, float]) -> Verdict:
    if not measures.get("twins") or not measures.get("equal"):
        return Verdict(False, "Go to the twins, and begin with all weights 0.5.")
    count, share = int(measures.get("different", 1)), measures.get("accuracy", 0.0)
    if count < 2:
        return Verdict(False, "All four units are the same: they can draw one line only. Move one of them.")
    if share < 1:
        more = "Let it learn on." if measures.get("steps", 0) < 500 else "Begin again, and move another one."
        return Verdict(False, f"{count} different units, {words.percent(share)} right. {more}")
    if count == 2:
        why = "Two lines are enough for these clouds, and one small difference is enough for two lines."
        return Verdict(True, f"Yes: with two different units. {why}")
    return Verdict(True, f"Yes: with {count} different units, each at work of its own.")


_ASK = (_ask_spread, _ask_units, _ask_gain, _ask_signal, _ask_zeros, _ask_part)
_JUDGE = (_judge_spread, _judge_units, _judge_gain, _judge_signal, _judge_zeros, _judge_part)
