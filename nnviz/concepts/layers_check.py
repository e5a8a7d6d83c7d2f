"""Questions about width and depth: counting, working out, choosing, and making the picture do it."""

import numpy as np

from nnviz.concepts import folds
from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.concepts.layers import parameters

_KINDS = ("count", "output", "bump", "units", "pieces", "folds", "stack")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: seven kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return {
        "count": _ask_count,
        "output": _ask_output,
        "bump": _ask_bump,
        "units": _ask_units,
        "pieces": _ask_pieces,
        "folds": _ask_folds,
        "stack": _ask_stack,
    }[kind](given)


def judge(number: int, answer) -> Verdict:
    """What a number, a choice, or what the picture measures of itself shows."""
    kind, given = _given(number)
    return {
        "count": _judge_count,
        "output": _judge_output,
        "bump": _judge_bump,
        "units": _judge_units,
        "pieces": _judge_pieces,
        "folds": _judge_folds,
        "stack": _judge_stack,
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


def _ask_bump(g: dict) -> Question:
    return Question(
        f"Make the picture do this: with **two** hidden units, draw a box from x = **{_n(g['from'])}** to "
        f"**{_n(g['to'])}**, at **{_n(g['high'])}** inside and **{_n(g['low'])}** outside. An error below "
        f"**{g['error']}** will do.",
        {"box": g, "units": [{"t": 0.1, "v": 0.5, "s": 0.01}, {"t": 0.9, "v": 0.5, "s": 0.01}], "c": g["low"]},
        make=True,
    )


def _judge_bump(measures: dict, g: dict) -> Verdict:
    if measures.get("box") != 1:
        return Verdict(False, "Press “Begin in the picture” first: it shows the box that is meant.")
    units, error = measures.get("units", 0), measures.get("error", 9.0)
    if units == 2 and error < g["error"]:
        return Verdict(True, f"Right: two steps, 7 parameters, an error of {error:.3f}.")
    if units != 2:
        many = "One step cannot come down again." if units < 2 else "Two steps are enough for one box."
        return Verdict(False, f"Your network has {units:g} hidden units. {many}")
    return Verdict(False, f"The error is {error:.3f}. {_what_is_off(measures, g)}")


def _what_is_off(measures: dict, g: dict) -> str:
    size = g["high"] - g["low"]
    rise, fall = measures.get("first_at", 0.0), measures.get("last_at", 0.0)
    up, down = measures.get("first_height", 0.0), measures.get("last_height", 0.0)
    if abs(up + down) > 0.1:
        return f"The two heights add up to {_n(up + down)}: so far off the floor is everything behind the second step."
    if abs(up - size) > 0.1:
        return f"The first step is {_n(up)} high. From {_n(g['low'])} to {_n(g['high'])} it takes {_n(size)}."
    if abs(rise - g["from"]) > 0.015 or abs(fall - g["to"]) > 0.015:
        return f"Your steps stand at {_n(rise)} and {_n(fall)}. Where does the box begin, and where does it end?"
    if abs(measures.get("start", g["low"]) - g["low"]) > 0.1:
        return (
            f"At x = 0 the output is {_n(measures['start'])}; the floor is at {_n(g['low'])}. Press “Fit the heights”."
        )
    return "The places are right. Make the steps harder: drag the grip beside the chosen step."


def _ask_units(g: dict) -> Question:
    count = g["count"]
    if g["kind"] == "stairs":
        return Question(
            f"A staircase with **{count}** jumps, each as high as you like. Hard steps may stand anywhere. How many "
            "hidden units draw it exactly, at least?",
            {"target": "stairs", "difficulty": min(count, 6), "even": 0},
            tuple(_unit_choices(g)),
        )
    return Question(
        f"**{count}** separate boxes: each goes up and comes down to the same floor before the next begins. Hard steps "
        "may stand anywhere. How many hidden units draw them exactly, at least?",
        {},
        tuple(_unit_choices(g)),
    )


def _unit_choices(g: dict) -> dict[str, str]:
    """{choice: what it shows}; the right one comes with an empty string."""
    count = g["count"]
    if g["kind"] == "stairs":
        return {
            f"{count}: one for each jump": "",
            f"{count + 1}: one for each level": "The lowest level needs no step: the output’s bias draws it.",
            f"{2 * count}: a pair for each jump": "A pair makes a bump that comes down again. A staircase goes on.",
            f"{3 * count + 1}: three for each jump, and one": "Those are the parameters, not the units.",
        }
    return {
        f"{count}: one for each box": "One step goes up and stays up. Something has to bring the curve down again.",
        f"{count + 1}: one more than boxes": "Count the jumps along the curve: each box has two of them.",
        f"{2 * count}: a step up and a step down for each box": "",
        f"{6 * count + 1}: three for each jump, and one": "Those are the parameters, not the units.",
    }


def _judge_units(answer: str, g: dict) -> Verdict:
    mistake = _unit_choices(g).get(answer)
    if mistake == "":
        return Verdict(True, f"Right. One unit makes one jump: {answer}.")
    return Verdict(False, mistake or "Choose one of the answers.")


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


def _ask_folds(g: dict) -> Question:
    depth = g["depth"]
    return Question(
        f"Make the picture do this: under “Many layers”, draw at least **{2**depth}** straight pieces with no more "
        f"than **{folds.parameters(depth)}** parameters.",
        {"mode": "fold", "depth": depth - 2, "peak": g["peak"], "crease": 0.5},
        make=True,
    )


def _judge_folds(measures: dict, g: dict) -> Verdict:
    depth, pieces, spent = g["depth"], measures.get("pieces", 0), measures.get("parameters", 0)
    if measures.get("folds") != 1:
        return Verdict(False, "Choose “Many layers” above the picture first, or press “Begin in the picture”.")
    if pieces >= 2**depth and spent <= folds.parameters(depth):
        return Verdict(True, f"Right: {pieces:g} pieces from {spent:g} parameters.")
    if spent > folds.parameters(depth):
        return Verdict(False, f"{spent:g} parameters are too many: {measures.get('depth', 0):g} layers cost 6 L + 1.")
    if measures.get("depth", 0) < depth:
        return Verdict(False, f"{pieces:g} pieces. There are parameters left for more layers.")
    return Verdict(
        False,
        f"{pieces:g} pieces: not every fold counts. The tip is at {measures.get('peak', 0):.2f}; what the next layer "
        "gets must reach from 0 to 1, or there is little beyond its crease to fold.",
    )


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
