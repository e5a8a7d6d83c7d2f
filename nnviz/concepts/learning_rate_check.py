"""Questions about the learning rate, each with other numbers, and what an answer shows. Imports no framework."""

from math import cos, pi

import numpy as np

from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.concepts.learning_rate import factor, limit
from nnviz.words import plain, setting

_KINDS = ("weight", "fate", "fewest", "limit", "finder", "warmup", "cosine")
_FATES = {
    "It goes to 0 from its own side": lambda f: 0 < f < 1,
    "It changes sides at every step and comes to rest at 0": lambda f: -1 < f < 0,
    "It flies farther and farther out": lambda f: f < -1,
}


def ask(number: int) -> Question:
    """Question `number`: seven kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return {
        "weight": _ask_weight,
        "fate": _ask_fate,
        "fewest": _ask_fewest,
        "limit": _ask_limit,
        "finder": _ask_finder,
        "warmup": _ask_warmup,
        "cosine": _ask_cosine,
    }[kind](given)


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What an answer shows: the right one, the trace of a usual mistake, or how far it is off."""
    kind, given = _given(number)
    return {
        "weight": _judge_weight,
        "fate": _judge_fate,
        "fewest": _judge_fewest,
        "limit": _judge_limit,
        "finder": _judge_finder,
        "warmup": _judge_warmup,
        "cosine": _judge_cosine,
    }[kind](given, answer)


def _given(number: int) -> tuple[str, dict[str, float]]:
    rng = np.random.default_rng(7000 + number)
    curvature = float(rng.choice([1, 2, 4, 5]))
    return _KINDS[number % len(_KINDS)], {
        "curvature": curvature,
        "factor": float(rng.choice([0.5, -0.5, 0.8, -0.2])),
        "start": float(rng.choice([-2.0, 2.0, -1.0, 1.0])),
        "fate": float(rng.choice([0.6, -0.4, -0.8, -1.5, 0.3])),
        "gentle": float(rng.choice([0.5, 0.1, 0.2])),
        "steep": float(rng.choice([8, 16, 20, 40])),
        "lowest": float(rng.choice([0.1, 0.2, 0.5])),
        "share": float(rng.choice([10, 20, 30])),
        "peak": float(rng.choice([0.2, 0.4, 0.8])),
        "steps": float(rng.choice([200, 300, 600])),
        "part": float(rng.choice([3, 1.5])),
    }


def _rate(given, name: str) -> float:
    return round((1 - given[name]) / given["curvature"], 4)


def _verdict(answer: float, truth: float, why: str, mistakes: dict[str, float]) -> Verdict:
    if abs(answer - truth) <= 0.006 * max(1.0, abs(truth)) and abs(answer - truth) <= 0.1 * abs(truth):
        return Verdict(True, f"Right. {why}")
    way = "too large" if answer > truth else "too small"
    return Verdict(False, recognise(answer, mistakes, 0.004) or f"{setting(answer)} is {way}. {why}")


def _ask_weight(given) -> Question:
    rate, curvature, start = _rate(given, "factor"), given["curvature"], given["start"]
    return Question(
        f"The valley’s curvature is **{curvature:g}**, the learning rate **{rate:g}**, and the weight starts at "
        f"**{setting(start)}**. Where is it after **two** steps?",
        {"view": "valley", "curvature": curvature, "rate": rate, "start": start},
    )


def _judge_weight(given, answer) -> Verdict:
    rate, curvature, start = _rate(given, "factor"), given["curvature"], given["start"]
    f = factor(rate, curvature)
    why = (
        f"Each step multiplies it by 1 − {setting(rate)} · {setting(curvature)} = {plain(f)}, so it stands at "
        f"{plain(f)}² · {setting(start)} = {plain(f * f * start)}."
    )
    mistakes = {
        "That is where it stands after one step.": f * start,
        "You added the step. The slope points uphill, so it is subtracted.": (2 - f) ** 2 * start,
        "That is what two steps take away; what is asked is where the weight stands.": (1 - f * f) * start,
        "You took the same step twice. The slope at the second place is another one.": (2 * f - 1) * start,
        "Check the sign: squaring the factor makes it positive, so the weight is on its own side again.": -f
        * f
        * start,
    }
    return _verdict(float(answer), f * f * start, why, mistakes)


def _ask_fate(given) -> Question:
    rate, curvature = _rate(given, "fate"), given["curvature"]
    return Question(
        f"The curvature is **{curvature:g}** and the learning rate **{rate:g}**. What does the weight do?",
        {"view": "valley", "curvature": curvature, "rate": rate},
        tuple(_FATES),
    )


def _judge_fate(given, answer) -> Verdict:
    rate, curvature = _rate(given, "fate"), given["curvature"]
    f = factor(rate, curvature)
    right = next(words for words, holds in _FATES.items() if holds(f))
    why = f"The factor is 1 − {setting(rate)} · {setting(curvature)} = {plain(f)}."
    if answer == right:
        return Verdict(True, f"Right. {why} {_reason(f)}")
    hints = {
        "It goes to 0 from its own side": f"For that the rate must be below 1/c = {plain(1 / curvature)}.",
        "It changes sides at every step and comes to rest at 0": (
            f"For that the rate must lie between 1/c = {plain(1 / curvature)} and 2/c = {plain(2 / curvature)}."
        ),
        "It flies farther and farther out": f"For that the rate must be above 2/c = {plain(2 / curvature)}.",
    }
    return Verdict(False, f"{hints.get(answer, '')} {why}")


def _reason(f: float) -> str:
    if f > 0:
        return "Between 0 and 1: nearer every time, without a change of sides."
    return "Its size is below 1, its sign changes." if f > -1 else "Its size is above 1: every jump is larger."


def _ask_fewest(given) -> Question:
    return Question(
        f"Add a gentle weight of curvature 0.5 to a steep one of curvature **{_steep(given):g}**, and find a rate at "
        "which **both** come within 1 % in as few steps as you can: no more than "
        f"**{_par(given)}**.",
        {"view": "valley", "curvature": _steep(given), "second": 0.5, "rate": 0.05, "start": -1.4},
        make=True,
    )


def _steep(given) -> float:
    return {0.5: 4.0, 0.1: 5.0, 0.2: 3.0}[given["gentle"]]


def _par(given) -> int:
    """Steps that a rate within a tenth of the best one needs."""
    steep = _steep(given)
    worst = max(abs(1 - 0.93 * 2 / (steep + 0.5) * curvature) for curvature in (steep, 0.5))
    return int(np.ceil(np.log(0.01) / np.log(worst)))


def _judge_fewest(given, measures) -> Verdict:
    steep = _steep(given)
    if abs(measures.get("curvature", 0) - steep) > 0.01 or abs(measures.get("second", 0) - 0.5) > 0.01:
        return Verdict(False, f"The picture shows other valleys. It needs the curvatures {steep:g} and 0.5.")
    steps, rate = measures.get("steps", -1), measures.get("rate", 0)
    best = 2 / (steep + 0.5)
    if steps < 0:
        return Verdict(
            False, f"At {plain(rate, 3)} the steep weight flies out: its limit is 2/{steep:g} = {plain(2 / steep, 3)}."
        )
    if steps <= _par(given):
        return Verdict(
            True,
            f"Right: {steps:.0f} steps. The very best is 2/({steep:g} + 0.5) = {plain(best, 3)}, "
            "where both are equally slow.",
        )
    slow = "the gentle weight is the slow one: go up" if rate < best else "the steep weight bounces too much: go down"
    return Verdict(False, f"That takes {steps:.0f} steps, and {slow}.")


def _ask_limit(given) -> Question:
    return Question(
        f"A network has just two weights. The loss is curved **{given['steep']:g}** along one and "
        f"**{given['gentle']:g}** along the other. From which learning rate on does plain gradient descent fly out?"
    )


def _judge_limit(given, answer) -> Verdict:
    steep, gentle = given["steep"], given["gentle"]
    why = f"The steepest direction decides: 2/{steep:g} = {plain(limit(steep))}."
    mistakes = {
        f"That is the limit of the gentle direction. The steep one flies out long before: 2/{steep:g}.": 2 / gentle,
        "At 1/c the steep weight lands in one step; it may be twice as large before it flies out.": 1 / steep,
        "That is the best rate for both together, not the limit.": 2 / (steep + gentle),
        "You added up the curvatures. Each direction has a limit of its own; the smallest counts.": 1
        / (steep + gentle),
    }
    return _verdict(float(answer), limit(steep), why, mistakes)


def _ask_finder(given) -> Question:
    return Question(
        f"A range test shows: the loss lies flat up to **{given['lowest'] / 1000:g}**, falls fastest at "
        f"**{given['lowest'] / 10:g}**, is lowest at **{given['lowest']:g}** and breaks at "
        f"**{given['lowest'] * 8:g}**. Which rate do you try first?",
        {"view": "finder", "network": "diagnosis", "chosen": given["lowest"]},
        tuple(f"{value:g}" for value in _finder_rates(given)),
    )


def _finder_rates(given) -> tuple[float, ...]:
    lowest = given["lowest"]
    return lowest / 1000, lowest / 10, lowest, lowest * 8


def _judge_finder(given, answer) -> Verdict:
    flat, fastest, lowest, breaks = (f"{value:g}" for value in _finder_rates(given))
    if answer == fastest:
        return Verdict(True, f"Right: at {fastest} each step achieves most, and it is far from where the loss breaks.")
    return Verdict(
        False,
        {
            flat: f"At {flat} the loss has not begun to fall: training would be safe, and take for ever.",
            lowest: f"At {lowest} the loss is lowest because of all the steps before it, and it is about to rise.",
            breaks: f"At {breaks} the loss breaks within a few steps.",
        }.get(str(answer), "Choose one of the four."),
    )


def _ask_warmup(given) -> Question:
    return Question(
        "Under **Change it on the way**, draw a rate that warms up during the first "
        f"**{given['share']:g} %** (within 3 %) of the training and ends at no more than **1 %** of its peak.",
        {"view": "schedules", "kind": "cosine", "end": 0.2},
        make=True,
    )


def _judge_warmup(given, measures) -> Verdict:
    warmup, end = 100 * measures.get("warmup", 0), measures.get("end", 1)
    if measures.get("constant") or not warmup:
        return Verdict(False, "This rate does not rise at the beginning. Choose “Warm-up, then cosine”.")
    if abs(warmup - given["share"]) > 3.01:
        return Verdict(False, f"The warm-up takes {warmup:.0f} % of the training; {given['share']:g} % are wanted.")
    if end > 0.0101:
        return Verdict(False, f"At the end {100 * end:.2g} % of the peak are left. Pull the end down to 1 %.")
    return Verdict(
        True, f"Right: it rises for {warmup:.0f} % of the training and ends at {100 * end:.2g} % of its peak."
    )


def _ask_cosine(given) -> Question:
    peak, steps = given["peak"], given["steps"]
    return Question(
        f"A cosine schedule falls from **{peak:g}** to 0 over **{steps:g}** steps. What is the rate at step "
        f"**{steps / given['part']:g}**?",
        {"view": "schedules", "kind": "cosine", "peak": peak, "end": 0.001},
    )


def _judge_cosine(given, answer) -> Verdict:
    peak, part = given["peak"], given["part"]
    share = 1 / part
    truth = peak * (1 + cos(pi * share)) / 2
    why = f"{setting(peak)} · (1 + cos(π/{plain(part)})) / 2 = {plain(truth)}: a cosine stays up long, then falls fast."
    mistakes = {
        "That is what a straight line would leave. The cosine falls slowly first and last.": peak * (1 - share),
        "That is what has been taken off; what is left is asked.": peak - truth,
        "You left out the division by 2.": 2 * truth,
    }
    return _verdict(float(answer), truth, why, mistakes)
