"""Questions about gradient descent, and what a reader's answer shows. Imports no framework."""

from collections.abc import Mapping

import numpy as np

from nnviz.concepts.check import Making, Question, Verdict, recognise
from nnviz.concepts.optimizers import path
from nnviz.concepts.surfaces import RAVINE, SURFACES
from nnviz.words import plain, setting

_BALLS = {"on": ["sgd"], "inspect": "sgd"}


def ask(number: int) -> Question:
    """Question `number`: a step of plain descent, the second step of momentum, and the largest rate, in turn."""
    w, rate, curve = _numbers(number)
    if number % 3 == 0:
        return Question(
            f"On the ravine the slope in $w_2$ is $20\\,w_2$. A ball stands at $w_2 = {w:g}$, and the learning rate is "
            f"$\\eta = {rate:g}$. Where is $w_2$ after one step of plain gradient descent?",
            {"surface": "ravine", "start": [-2.0, w], "rate": rate, **_BALLS},
        )
    if number % 3 == 1:
        return Question(
            f"Momentum with $\\beta = 0.9$ starts on the bowl (slope $= w$) at $w_1 = {w:g}$ with $\\eta = {rate:g}$ "
            "and no velocity. Where is $w_1$ after **two** steps?",
            {"surface": "bowl", "start": [w, 1.0], "rate": rate, "on": ["momentum"], "inspect": "momentum"},
        )
    return Question(
        f"A valley has the loss $\\frac{{{curve:g}}}{{2}} w^2$. Above which learning rate does plain gradient descent "
        "climb out of it?"
    )


def judge(number: int, answer: float) -> Verdict:
    """What the answer shows: right, or which slip leads to it."""
    truth, mistakes, why = _solution(number)
    if abs(answer - truth) <= 0.006 * max(1.0, abs(truth)):
        return Verdict(True, f"Yes. {why}")
    slip = recognise(answer, mistakes)
    if slip:
        return Verdict(False, f"{slip} {why}")
    way = "too large" if answer > truth else "too small"
    return Verdict(False, f"{setting(answer)} is {way} by {plain(abs(answer - truth), 3)}. {why}")


def _numbers(number: int) -> tuple[float, float, float]:
    """(weight, learning rate, curvature) of a question."""
    rng = np.random.default_rng(number + 11)
    if number % 3 == 0:
        return float(rng.choice([1.0, 1.2, -1.5, 2.0])), float(rng.choice([0.02, 0.04, 0.06, 0.08])), RAVINE
    return (
        float(rng.choice([2.0, -2.0, 1.6, 2.4])),
        float(rng.choice([0.1, 0.2, 0.25])),
        float(rng.choice([4, 5, 8, 10, 16, 25])),
    )


def _solution(number: int) -> tuple[float, dict[str, float], str]:
    """(right answer, slips, the way there with its numbers)."""
    w, rate, curve = _numbers(number)
    if number % 3 == 0:
        slope = curve * w
        return (
            w - rate * slope,
            {
                "You added the step: the gradient points uphill, so it is subtracted.": w + rate * slope,
                "That is the step with a learning rate of 1.": w - slope,
                "That is the step alone; it is added to where the ball stands.": -rate * slope,
            },
            f"The slope is 20 · {setting(w)} = {setting(slope)}, and {setting(w)} − {setting(rate)} · {setting(slope)} "
            f"= {plain(w - rate * slope)}.",
        )
    if number % 3 == 1:
        steps = path("momentum", SURFACES["bowl"], (w, 0.0), rate, 2)
        first, truth = steps[1].w[0], steps[1].w[0] + steps[1].update[0]
        velocity = steps[0].state["velocity"][0]
        return (
            float(truth),
            {
                "That is plain gradient descent: the second step also carries on 0.9 of the first.": w
                * (1 - rate) ** 2,
                "That is where it stands after one step.": float(first),
            },
            (
                f"First v = −{setting(rate)} · {setting(w)} = {plain(velocity)}, so w = {plain(first)}. Then v = 0.9 · "
                f"{plain(velocity)} − {setting(rate)} · {plain(first)} = {plain(steps[1].update[0])}, so w = "
                f"{plain(truth)}."
            ),
        )
    return (
        2 / curve,
        {
            "At this rate the ball lands on the minimum in one step; it may be twice as large before the loss grows.": 1
            / curve,
            "That is the curvature itself; the largest rate is 2 divided by it.": curve,
        },
        (
            f"Every step multiplies w by 1 − {setting(curve)}·η. That stays between −1 and 1 as long as η is below 2 / "
            f"{setting(curve)} = {plain(2 / curve)}."
        ),
    )


def _judge_walls(measures: Mapping[str, float]) -> Verdict:
    if measures.get("surface") != 1 or not measures.get("alone"):
        return Verdict(False, "Let plain SGD run alone on the ravine: that is the ball to steer.")
    above, flips = measures.get("above", 1e9), measures.get("flips", 0.0)
    rate = setting(measures.get("rate", 0.0))
    if above > 1e6:
        return Verdict(False, f"With a learning rate of {rate} it climbs out: each step ends higher than the last.")
    if flips < 10:
        return Verdict(False, f"With {rate} it changes walls {flips:g} times. Longer steps would carry it across.")
    if above > 0.01:
        return Verdict(False, f"It jumps, and is still {plain(above, 2)} above the lowest loss at the end.")
    return Verdict(True, f"Yes. With {rate}, between 1/20 and 2/20, each step overshoots, and still ends nearer.")


def _judge_far(measures: Mapping[str, float]) -> Verdict:
    if measures.get("surface") != 0 or not measures.get("alone"):
        return Verdict(False, "Let plain SGD run alone on the bowl.")
    above = measures.get("above", 0.0)
    if above < 1e6:
        return Verdict(
            False,
            (f"It ends {plain(above, 2)} above the lowest loss. A bowl of slope w holds a ball up to a rate of 2."),
        )
    return Verdict(True, "Yes. Beyond 2 / curvature every step lands farther away than it began.")


MAKINGS = (
    Making(
        "In the picture, let plain **SGD** run alone on the **ravine**. Choose its learning rate so that it jumps "
        "from wall to wall, at least ten times, and still ends within **0.01** of the lowest loss.",
        {"surface": "ravine", **_BALLS, "rate": 0.01},
        _judge_walls,
    ),
    Making(
        "In the picture, let plain **SGD** run alone on the **bowl**, and make it fly away.",
        {"surface": "bowl", **_BALLS, "rate": 0.2},
        _judge_far,
    ),
)
"""What the reader is to make the picture do."""
