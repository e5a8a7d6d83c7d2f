"""Questions about stability, each with other numbers, and feedback that looks at the reader's answer."""

import numpy as np

from nnviz.concepts.check import Question, Story, Verdict, number_verdict, plain
from nnviz.concepts.valleys import clipped

_KINDS = ("limit", "seeds", "flat", "clip", "norm", "cliff")
_SHARP_FROM = 5.0
"""Curvature from which a valley of the picture counts as sharp."""
_STORIES = (
    Story(
        "One network is trained from five seeds. On new examples it is right for 71 %, 93 %, 70 %, 92 % and 93 %",
        "Some beginnings get stuck: report all five, and give the network more room or a better start",
        {
            "Take 93 %: it is the best": "Nobody can count on the best of five. Two of them got stuck, and that is "
            "part of the result.",
            "Take the mean, 84 %, and say no more": "No single network is right for 84 %. The spread is what is to "
            "be told.",
            "The data are wrong": "The data were the same every time. What differed?",
        },
    ),
    Story(
        "The loss falls nicely, then jumps from 0.3 to 40 in one step, and falls again",
        "A cliff: one huge gradient. Clip gradients, or lower the learning rate",
        {
            "A local minimum": "In a minimum the loss stays where it is. This one leapt.",
            "The network is too small": "It had reached 0.3. Size is not what made one step leap.",
            "It has seen all examples": "That happens at the end of every epoch, and nothing leaps.",
        },
    ),
    Story(
        "A learning rate of 0.01 ends in a valley of curvature 150, one of 0.1 in a valley of curvature 12",
        "Steps of 0.1 cannot settle where the curvature is above 20, so they ended in a flatter valley",
        {
            "The larger rate has found the global minimum": "Nothing says so: it ended where its steps could settle.",
            "It is chance": "It may be, but one of the two had no choice: 2 / 0.1 = 20.",
            "The smaller rate did not train long enough": "It came to rest. It only came to rest elsewhere.",
        },
    ),
)


def ask(number: int) -> Question:
    """Question `number`, counted from 0: six kinds in turn, each time with other numbers."""
    kind, (curvature, slope, limit, rate) = _given(number)
    if kind == "limit":
        return Question(
            f"A valley has the curvature f″ = **{plain(curvature)}** at its lowest point. Below which learning rate do "
            "steps settle there?"
        )
    if kind == "clip":
        return Question(
            f"A weight is **2**, the slope there is **{plain(slope)}**, gradients are clipped at **{plain(limit)}**, "
            f"the learning rate is **{plain(rate)}**. What is the weight after one step?"
        )
    if kind == "norm":
        return Question(
            f"Two weights have the slopes **{plain(3 * limit)}** and **{plain(4 * limit)}**. The gradient is clipped "
            f"to the length **{plain(limit)}**. What is the first slope then?"
        )
    if kind == "seeds":
        return _story(number).ask("What follows?", number)
    if kind == "flat":
        return Question(
            "In the picture, take the loss with the sharp and the flat valley. Start left of −1.5, and make one ball "
            "come to rest in the **flat** valley.",
            {"valley": "dents", "start": -1.6, "rate": 0.02},
            make=True,
        )
    return Question(
        "In the picture, take the cliff. Start between 0.8 and 0.9 with a learning rate of at least **0.3**, and "
        "bring the ball to rest without it ever going beyond **−1**.",
        {"valley": "cliff", "start": 0.84, "rate": 0.3, "limit": 0},
        make=True,
    )


def _story(number: int) -> Story:
    return _STORIES[number // len(_KINDS) % len(_STORIES)]


def judge(number: int, answer) -> Verdict:
    """What an answer shows: that it is right, the trace of a usual mistake, or how far it is off."""
    kind, given = _given(number)
    if kind == "seeds":
        return _story(number).judge(answer)
    judges = {
        "limit": _judge_limit,
        "clip": _judge_clip,
        "norm": _judge_norm,
        "flat": _judge_flat,
        "cliff": _judge_cliff,
    }
    return judges[kind](answer, given)


def _given(number: int) -> tuple[str, tuple[float, float, float, float]]:
    """(kind, (curvature, slope, limit, rate))."""
    rng = np.random.default_rng(8100 + number)
    curvature = float(rng.choice([2.5, 4, 5, 8, 10, 16, 20]))
    slope = float(rng.choice([-1, 1])) * float(rng.integers(4, 13))
    return _KINDS[number % len(_KINDS)], (
        curvature,
        slope,
        float(rng.choice([0.5, 1, 1.5, 2])),
        float(rng.choice([0.1, 0.2, 0.4])),
    )


def _judge_limit(answer: float, given) -> Verdict:
    curvature = given[0]
    truth = 2 / curvature
    mistakes = {
        "At 1 / f″ a step lands exactly in the middle. It still settles for twice that.": 1 / curvature,
        "You turned it round: the sharper the valley, the shorter the steps must be.": curvature / 2,
        "That is the curvature. How long may a step be where the slope changes that fast?": curvature,
        "You multiplied. A sharper valley needs a smaller rate.": 2 * curvature,
    }
    written = f"2 / f″ = 2 / {plain(curvature)} = {plain(truth)}"
    return number_verdict(
        answer, truth, written, mistakes, "A step multiplies the distance to the lowest point by 1 − η f″."
    )


def _judge_clip(answer: float, given) -> Verdict:
    _, slope, limit, rate = given
    used = clipped(slope, limit)
    truth = 2 - rate * used
    mistakes = {
        "That is without clipping.": 2 - rate * slope,
        "You went uphill: the step is against the slope.": 2 + rate * used,
        "You clipped the step, not the slope: multiply by the learning rate afterwards.": 2 - used,
        "Clipping keeps the sign of the slope.": 2 + rate * used if slope > 0 else 2 - rate * limit,
        "That is the step. The weight was 2 before it.": rate * abs(used),
    }
    written = f"the slope {plain(slope)} becomes {plain(used)}, and 2 − {plain(rate)} × {plain(used)} = {plain(truth)}"
    return number_verdict(answer, truth, written, mistakes, "Clip the slope first, then take the step.")


def _judge_norm(answer: float, given) -> Verdict:
    limit = given[2]
    truth = 0.6 * limit
    mistakes = {
        "You clipped each slope by itself. Here the length of both together is cut, and the direction stays.": limit,
        "That is the second one.": 0.8 * limit,
        "That is the slope as it was.": 3 * limit,
        "You divided by the sum of both. The length is √(3² + 4²) = 5 times the limit.": 3 * limit / 7,
    }
    written = (
        f"the length is √({plain(3 * limit)}² + {plain(4 * limit)}²) = {plain(5 * limit)}; {plain(3 * limit)} × "
        f"{plain(limit)} / {plain(5 * limit)} = {plain(truth)}"
    )
    return number_verdict(
        answer, truth, written, mistakes, "How long is the gradient, and by what must it be multiplied?"
    )


def _judge_flat(measures: dict[str, float], given) -> Verdict:
    curvature, rate = measures.get("curvature", 0.0), measures.get("rate", 0.0)
    if measures.get("valley") != 0:
        return Verdict(False, "That is another loss. Take the one with the sharp and the flat valley.")
    if measures.get("start", 9.0) > -1.5:
        return Verdict(False, "The ball has to start left of −1.5.")
    if measures.get("rests", 99.0) > 10:
        return Verdict(False, f"With a learning rate of {plain(rate)} it has not come to rest.")
    if curvature < _SHARP_FROM:
        return Verdict(
            True, (f"Right: it rests where the curvature is {plain(curvature)}; the sharp valley could not hold it.")
        )
    return Verdict(
        False, f"It rests in the sharp valley (curvature {plain(curvature)}). Which steps are too long for it?"
    )


def _judge_cliff(measures: dict[str, float], given) -> Verdict:
    rate, limit, lowest = (measures.get(name, 0.0) for name in ("rate", "limit", "lowest"))
    if measures.get("valley") != 2:
        return Verdict(False, "That is another loss. Take the cliff.")
    if not 0.8 <= measures.get("start", 0.0) <= 0.9:
        return Verdict(False, "The ball has to start on the wall, between 0.8 and 0.9.")
    if rate < 0.3:
        return Verdict(False, f"The learning rate is {plain(rate)}. Keep it at 0.3 or above; there is another way.")
    if lowest < -1:
        hint = "Believe less of the slope." if limit else "What would stop one huge gradient?"
        return Verdict(False, f"It went as far as {plain(lowest)}. {hint}")
    if measures.get("rests", 99.0) > 10:
        return Verdict(False, "It has not come to rest: with so small a limit its steps are too short.")
    return Verdict(
        True, (f"Right: clipped at {plain(limit)}, the wall's slope moves it no farther than {plain(rate * limit)}.")
    )
