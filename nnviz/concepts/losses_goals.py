"""What the picture of the losses is to be made to do, and whether it does. Imports no framework."""

from collections.abc import Mapping

import numpy as np

from nnviz.concepts.check import Verdict
from nnviz.words import percent, plain

_KINDS = ("apart", "asleep", "surprise")
_CLASSES = ("cat", "dog", "bird")


def goal(number: int) -> tuple[str, dict]:
    """(what is to be done, where the picture begins), goal `number` counted from 0."""
    own = _numbers(number)
    return {"apart": _apart, "asleep": _asleep, "surprise": _surprise}[_kind(number)](own)


def reached(number: int, measures: Mapping[str, float]) -> Verdict:
    """Whether the picture's measures meet goal `number`; if not, what is missing."""
    if not measures:
        return Verdict(False, "The picture has not said yet where it stands. Move something in it, then check again.")
    judges = {"apart": _judge_apart, "asleep": _judge_asleep, "surprise": _judge_surprise}
    return judges[_kind(number)](_numbers(number), measures)


def _kind(number: int) -> str:
    return _KINDS[number % 3]


def _numbers(number: int) -> dict[str, float]:
    rng = np.random.default_rng(5400 + number)
    return {
        "slope": float(rng.choice([0.6, 0.62, 0.65])),
        "times": int(rng.choice([20, 50, 100])),
        "truth": int(rng.integers(2)),
        "named": int(rng.integers(3)),
        "loss": float(rng.choice([0.3, 0.5, 0.9, 2, 2.3, 3])),
    }


def _apart(own) -> tuple[str, dict]:
    return (
        f"Move the wild point, and it alone, so that the **MSE** line has a slope of **at least "
        f"{plain(own['slope'])}**.",
        {"view": "line", "on": ["mse", "mae"]},
    )


def _judge_apart(own, measures) -> Verdict:
    slope, robust = measures.get("slope_mse", 0.0), measures.get("slope_mae", 0.0)
    if measures.get("flat") or measures.get("others", 9.0) > 1e-6:
        return Verdict(False, "Only the wild point may move, and a line is to be fitted. Press “Begin in the picture”.")
    if slope >= own["slope"]:
        return Verdict(
            True,
            f"Right: the slope is {plain(slope, 2)}. MSE needed that point to come back; the MAE line "
            f"({plain(robust, 2)}) had followed the seven others all the time.",
        )
    return Verdict(
        False,
        f"The slope is {plain(slope, 2)}, {plain(own['slope'])} is asked. The MSE line goes where the wild point pulls "
        "it: which way must it go?",
    )


def _asleep(own) -> tuple[str, dict]:
    said = "yes" if own["truth"] else "no"
    return (
        f"The truth is **{said}**. Drag z to where the network is wrong and MSE pulls **less than a {own['times']}th** "
        "as hard as cross-entropy.",
        {"view": "output", "judged": ["bce", "mse"], "truth": own["truth"], "z": 0.5 if own["truth"] else -0.5},
    )


def _judge_asleep(own, measures) -> Verdict:
    share, ratio = measures.get("share", 1.0), measures.get("pull_bce", 0.0) / max(measures.get("pull_mse", 1.0), 1e-12)
    if measures.get("truth") != own["truth"]:
        return Verdict(False, f"The truth has to be “{'yes' if own['truth'] else 'no'}”.")
    if share >= 0.5:
        return Verdict(False, f"Here the network is right: it gives the truth {percent(share)}. Go to the other side.")
    if ratio > own["times"]:
        return Verdict(
            True,
            f"Right: with {percent(share)} for the truth, cross-entropy pulls {plain(ratio, 3)} times as hard. Behind "
            "a sigmoid MSE falls asleep where it is most wrong.",
        )
    return Verdict(
        False, f"Here cross-entropy pulls only {plain(ratio, 3)} times as hard. Make the network surer still."
    )


def _surprise(own) -> tuple[str, dict]:
    return (
        f"The truth is **{_CLASSES[own['named']]}**. Make the cross-entropy **{plain(own['loss'])}**, "
        "give or take 0.05.",
        {"view": "classes", "named": own["named"]},
    )


def _judge_surprise(own, measures) -> Verdict:
    value = measures.get("crossentropy", 9.0)
    if measures.get("named") != own["named"]:
        return Verdict(False, f"The true class has to be {_CLASSES[own['named']]}.")
    if abs(value - own["loss"]) <= 0.05:
        return Verdict(
            True,
            f"Right: {plain(value, 3)}. A share of {percent(float(np.exp(-value)))} for the truth costs that much, "
            "however the rest is shared out.",
        )
    way = "more" if value > own["loss"] else "less"
    return Verdict(
        False, f"It is {plain(value, 3)}. Give {_CLASSES[own['named']]} {way}: only its own share counts for the loss."
    )
