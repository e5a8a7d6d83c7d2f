"""Questions about width and depth that the picture answers, or a choice with a reason."""

import numpy as np

from nnviz.concepts import folds
from nnviz.concepts.check import Question, Verdict
from nnviz.words import percent


def ask_bump(g: dict) -> Question:
    """A box to be drawn with two steps."""
    return Question(
        f"Make the picture do this: with **two** hidden units, draw a box from x = **{_n(g['from'])}** to "
        f"**{_n(g['to'])}**, at **{_n(g['high'])}** inside and **{_n(g['low'])}** outside. An error below "
        f"**{g['error']}** will do.",
        {"box": g, "units": [{"t": 0.1, "v": 0.5, "s": 0.01}, {"t": 0.9, "v": 0.5, "s": 0.01}], "c": g["low"]},
        make=True,
    )


def judge_bump(measures: dict, g: dict) -> Verdict:
    """Whether the box is drawn, and what is off where it is not."""
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


def ask_folds(g: dict) -> Question:
    """So many pieces with so many parameters."""
    depth = g["depth"]
    return Question(
        f"Make the picture do this: under “Many layers”, draw at least **{2**depth}** straight pieces with no more "
        f"than **{folds.parameters(depth)}** parameters.",
        {"mode": "fold", "depth": depth - 2, "peak": g["peak"], "crease": 0.5},
        make=True,
    )


def judge_folds(measures: dict, g: dict) -> Verdict:
    """Whether the folds are enough and full."""
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


def ask_units(g: dict) -> Question:
    """How many steps a staircase or boxes take."""
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


def judge_units(answer: str, g: dict) -> Verdict:
    """Why a number of steps is right or wrong."""
    mistake = _unit_choices(g).get(answer)
    if mistake == "":
        return Verdict(True, f"Right. One unit makes one jump: {answer}.")
    return Verdict(False, mistake or "Choose one of the answers.")


def _decide_rows(g: dict) -> list[tuple[str, int, float, float, str]]:
    """(name, parameters, training accuracy, validation accuracy, what taking it shows); "" for the one to take."""
    rng, base = np.random.default_rng(g["seed"]), 0.94 + 0.01 * (g["seed"] % 4)
    jitter = (float(v) / 1000 for v in rng.integers(-3, 4, 8))
    good, same, worse = round(base, 3), round(base + 0.004, 3), round(base - 0.05, 3)
    low = round(base - 0.12 + next(jitter), 3)
    first = (
        "1 × 8",
        33,
        round(low + 0.012, 3),
        low,
        "It underfits: even its training accuracy is far below the others’.",
    )
    if g["easy"]:
        first = ("1 × 8", 33, round(good + 0.01 + next(jitter), 3), good, "")
    larger = "It is as good as the smaller one on new data, and costs {} parameters instead of {}."
    return [
        first,
        ("2 × 8", 105, round(good + 0.02, 3), same if g["easy"] else good, larger.format(105, 33) if g["easy"] else ""),
        ("2 × 32", 1185, 0.995, same, larger.format("1,185", 33 if g["easy"] else 105)),
        ("3 × 64", 8577, 1.0, worse, "It knows its training data best, and does worst of the larger ones on new data."),
    ]


def ask_decide(g: dict) -> Question:
    """Which of four networks to take."""
    rows = "\n".join(
        f"| {name} | {size:,} | {percent(train)} | {percent(new)} |" for name, size, train, new, _ in _decide_rows(g)
    )
    return Question(
        "Suppose four networks (layers × units), trained on the same data, end like this. Which one do you take?\n\n"
        f"| network | parameters | training | validation |\n|---|--:|--:|--:|\n{rows}",
        {"mode": "train", "level": "middle"},
        tuple(f"{name}, with {size:,} parameters" for name, size, *_ in _decide_rows(g)),
    )


def judge_decide(answer: str, g: dict) -> Verdict:
    """Why that network, or why not."""
    for name, size, _, new, shown in _decide_rows(g):
        if answer == f"{name}, with {size:,} parameters":
            if shown:
                return Verdict(False, f"{shown} Of networks that do equally well on new data, take the smallest.")
            return Verdict(True, f"Right: {percent(new)} on new data, and no smaller one comes near.")
    return Verdict(False, "Choose one of the answers.")


def _n(value: float) -> str:
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")
