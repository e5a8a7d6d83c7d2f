"""Questions about width and depth: counting, working out, choosing, and making the picture do it."""

import numpy as np

from nnviz.concepts import folds, layers_goals
from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.concepts.layers import parameters

_KINDS = ("count", "output", "bump", "units", "pieces", "folds", "stack", "decide")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: eight kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return {
        "count": _ask_count,
        "output": _ask_output,
        "bump": layers_goals.ask_bump,
        "units": layers_goals.ask_units,
        "pieces": _ask_pieces,
        "folds": layers_goals.ask_folds,
        "stack": _ask_stack,
        "decide": layers_goals.ask_decide,
    }[kind](given)


def judge(number: int, answer) -> Verdict:
    """What a number, a choice, or what the picture measures of itself shows."""
    kind, given = _given(number)
    return {
        "count": _judge_count,
        "output": _judge_output,
        "bump": layers_goals.judge_bump,
        "units": layers_goals.judge_units,
        "pieces": _judge_pieces,
        "folds": layers_goals.judge_folds,
        "stack": _judge_stack,
        "decide": layers_goals.judge_decide,
    }[kind](answer, given)


def _given(number: int) -> tuple[str, dict]:
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(4000 + number)
    if kind == "count":
        return kind, {"inputs": int(rng.integers(2, 4)), "units": int(rng.integers(3, 9)), "outputs": number % 3 + 1}
    if kind == "output":
        return kind, _steps(rng)
    if kind == "bump":
        start = 0.05 * int(rng.integers(3, 9))
        low, high = -0.1 * int(rng.integers(2, 6)), 0.1 * int(rng.integers(3, 8))
        return kind, {
            "from": round(start, 2),
            "to": round(start + 0.05 * int(rng.integers(4, 9)), 2),
            "low": round(low, 1),
            "high": round(high, 1),
            "error": round(0.15 * (high - low), 2),
        }
    if kind == "units":
        return kind, {"kind": ("stairs", "boxes")[number // len(_KINDS) % 2], "count": int(rng.integers(3, 7))}
    if kind == "pieces":
        return kind, {"depth": int(rng.integers(3, 7)), "wide": bool(number // len(_KINDS) % 2)}
    if kind == "folds":
        return kind, {"depth": int(rng.integers(4, 7)), "peak": round(float(rng.uniform(0.55, 0.75)), 2)}
    if kind == "decide":
        return kind, {"seed": number // len(_KINDS), "easy": bool(number // len(_KINDS) % 2)}
    pairs = ((24, 6), (40, 6), (20, 8), (16, 4), (60, 8), (30, 10))
    wide, deep = pairs[int(rng.integers(len(pairs)))]
    return kind, {"wide": wide, "deep": deep}


def _steps(rng) -> dict:
    """Three hard steps with different heights, an input between the second and the third, and no two slips alike."""
    while True:
        heights = [float(v) / 10 for v in rng.choice([-6, -4, -3, 3, 4, 5, 7], 3, replace=False)]
        places = sorted(float(v) / 10 for v in rng.choice([1, 2, 3, 4, 6, 7, 8, 9], 3, replace=False))
        offset = float(rng.choice([-5, -2, 2])) / 10
        x = round((places[1] + places[2]) / 2, 2)
        passed, everything = heights[0] + heights[1], sum(heights)
        slips = (offset + passed, passed, offset + everything, offset + heights[1], heights[1])
        if len({round(slip, 3) for slip in slips}) == len(slips):
            return {"heights": heights, "places": places, "offset": offset, "x": x}


def _ask_count(g: dict) -> Question:
    many = "numbers" if g["outputs"] > 1 else "number"
    return Question(
        f"A network takes **{g['inputs']}** numbers, has one hidden layer of **{g['units']}** units and gives "
        f"**{g['outputs']}** {many}. How many parameters is that?"
    )


def _judge_count(answer: float, g: dict) -> Verdict:
    inputs, units, outputs = g["inputs"], g["units"], g["outputs"]
    truth = parameters((inputs, units, outputs))
    written = f"({inputs} + 1) · {units} + ({units} + 1) · {outputs} = {truth}"
    mistakes = {
        "Those are the weights alone. Every unit, hidden or output, also has a bias.": inputs * units + units * outputs,
        "The output has biases too: one for each of its numbers.": (inputs + 1) * units + units * outputs,
        "That leaves out the biases of the hidden units.": inputs * units + (units + 1) * outputs,
        "3 n + 1 is for a single input and a single output. Here each hidden unit has more weights.": 3 * units + 1,
        "Those are units. Count the numbers that each of them holds.": inputs + units + outputs,
        "That is the hidden layer alone.": (inputs + 1) * units,
    }
    return _verdict(answer, truth, written, mistakes, "Count layer by layer: (inputs + 1) times units.")


def _ask_output(g: dict) -> Question:
    steps = ", ".join(
        f"one at **{_n(t)}** of height **{_n(v)}**" for t, v in zip(g["places"], g["heights"], strict=True)
    )
    units = [{"t": t, "v": v, "s": 0.002} for t, v in zip(g["places"], g["heights"], strict=True)]
    return Question(
        f"Three hard steps: {steps}. The output’s bias is **{_n(g['offset'])}**. What is the output at "
        f"x = **{_n(g['x'])}**?",
        {"units": units, "c": g["offset"], "target": "stairs", "difficulty": 3},
    )


def _judge_output(answer: float, g: dict) -> Verdict:
    first, second, third = g["heights"]
    c = g["offset"]
    truth = c + first + second
    written = f"two steps lie to the left of x, so {_n(c)} + {_n(first)} + {_n(second)} = {_n(truth)}".replace(
        "+ −", "− "
    )
    mistakes = {
        "That leaves out the output’s bias.": first + second,
        f"You added all three heights. The step at {_n(g['places'][2])} has not begun at x = {_n(g['x'])}.": truth
        + third,
        "That is the last step alone. A step stays: the first one is still there.": c + second,
        "That is the last step alone, without the bias. A step stays once it is passed.": second,
    }
    return _verdict(answer, truth, written, mistakes, "Which steps lie to the left of x? Each of them adds its height.")


def _ask_pieces(g: dict) -> Question:
    words = f"**{g['depth']}** hidden layers of two ReLU units, each folding the line in half with its tip at the top. "
    if g["wide"]:
        words += "How many parameters would **one** layer need for the same curve over 0 to 1?"
    else:
        words += "How many straight pieces does the curve have over 0 to 1?"
    return Question(words, {"mode": "fold", "depth": 2})


def _judge_pieces(answer: float, g: dict) -> Verdict:
    depth = g["depth"]
    count = folds.pieces(depth)
    double = f"every layer doubles the pieces: 2^{depth} = {count}"
    if g["wide"]:
        truth = parameters((1, folds.wide_units(count), 1))
        mistakes = {
            "Those are the pieces, and so the units. Each unit has a weight in, a bias and a weight out.": count,
            "The output has a bias too.": 3 * count,
            "That leaves out a unit: one for every kink, and one for the slope that the curve begins with.": truth - 3,
            "Those are the parameters of the deep network.": folds.parameters(depth),
        }
        written = f"{double}; one layer takes a unit for each, so 3 · {count} + 1 = {truth}"
        return _verdict(answer, truth, written, mistakes, "Count the pieces first. Each of them takes one unit.")
    mistakes = {
        "You added. Every layer doubles what is there.": 2 * depth,
        "That is what one layer of as many units could do at most.": 2 * depth + 1,
        "Those are the teeth. Every tooth has two sides.": count // 2,
        "Those are the kinks. There is one more piece than kinks.": count - 1,
        "That is one fold too many: the first fold makes 2 pieces.": 2 * count,
    }
    return _verdict(answer, count, double, mistakes, "One fold makes 2 pieces. What does the next fold do to each?")


def _ask_stack(g: dict) -> Question:
    return Question(
        f"Two networks take 2 numbers and give 1. One is **wide**: a single hidden layer of **{g['wide']}** units. "
        f"One is **deep**: three hidden layers of **{g['deep']}** units each. Which one has more parameters?",
        {},
        _stack_choices(g),
    )


def _stack_choices(g: dict) -> tuple[str, str, str]:
    wide, deep = g["wide"], g["deep"]
    return (
        f"The wide one: each of its {wide} units brings 4 numbers",
        f"The deep one: two times {deep} × {deep} weights lie between its hidden layers",
        f"The one with more units: {wide} against {3 * deep}, whatever their order",
    )


def _judge_stack(answer: str, g: dict) -> Verdict:
    wide, deep = parameters((2, g["wide"], 1)), parameters((2, g["deep"], g["deep"], g["deep"], 1))
    choices = _stack_choices(g)
    units = g["deep"]
    written = (
        f"wide: 3 · {g['wide']} + {g['wide']} + 1 = {wide}; deep: 3 · {units} + 2 · ({units} + 1) · {units} + {units} "
        f"+ 1 = {deep}"
    )
    if answer == choices[0 if wide > deep else 1]:
        return Verdict(True, f"Right: {written}.")
    if answer == choices[2]:
        return Verdict(False, "Units differ in what they hold: one after a layer of m units has m weights and a bias.")
    return Verdict(
        False, f"What you say is true, but is it more? Count both to the end. A hint: one of them has {wide}."
    )


def _verdict(answer: float, truth: float, written: str, mistakes: dict[str, float], hint: str) -> Verdict:
    if abs(answer - truth) <= 0.006:
        return Verdict(True, f"Right: {written}.")
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.006}
    off = f"{_n(answer)} is {_n(abs(answer - truth))} too {'large' if answer > truth else 'small'}."
    return Verdict(False, recognise(answer, mistakes) or f"{off} {hint}")


def _n(value: float) -> str:
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")
