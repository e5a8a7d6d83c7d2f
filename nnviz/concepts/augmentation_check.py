"""Questions about augmentation: count, choose, or make the picture do it."""

import numpy as np

from nnviz.concepts.augmentation_stories import STORIES
from nnviz.concepts.check import Question, Verdict, plain, recognise

_KINDS = ("seen", "story", "nine", "moved", "firm")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: five kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return _ASK[kind](given)


def judge(number: int, answer) -> Verdict:
    """What a number, a choice, or what the picture measures of itself shows."""
    kind, given = _given(number)
    return _JUDGE[kind](answer, given)


def _given(number: int) -> tuple[str, dict]:
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(8100 + number)
    turn = number // len(_KINDS)
    if kind == "seen":
        n, batch, epochs = int(rng.choice([40, 60, 90])), int(rng.choice([16, 32])), int(rng.integers(5, 12))
        return kind, {"n": n, "batch": batch, "epochs": epochs, "asked": ("pictures", "updates")[turn % 2]}
    if kind == "story":
        return kind, {"story": STORIES[turn % len(STORIES)], "number": number}
    if kind == "moved":
        return kind, {"side": int(rng.choice([8, 28, 32, 96])), "share": float(rng.choice([0.125, 0.25]))}
    return kind, {}


def _ask_seen(g: dict) -> Question:
    what = {
        "pictures": "How many pictures does the network see that differ from each other, if no change is drawn twice?",
        "updates": "How many times are the weights changed?",
    }[g["asked"]]
    return Question(
        f"**{g['n']}** training images, batches of **{g['batch']}**, **{g['epochs']}** epochs, and each image is "
        f"turned by another random angle every time that it is seen. {what}",
        {"view": "dial", "dial": "angle", "settings": {"angle": 25}},
    )


def _judge_seen(answer: float, g: dict) -> Verdict:
    n, epochs, steps = g["n"], g["epochs"], -(-g["n"] // g["batch"])
    pictures = n * epochs
    truth = pictures if g["asked"] == "pictures" else steps * epochs
    if abs(answer - truth) < 0.5:
        if g["asked"] == "pictures":
            return Verdict(True, f"Right: {n} · {epochs} = {truth}, all made of the same {n} photographs.")
        return Verdict(
            True, (f"Right: ⌈{n} / {g['batch']}⌉ · {epochs} = {truth}, as many as without: no image is added.")
        )
    mistakes = {
        f"Each of the {n} is seen once in every epoch, and there are {epochs} epochs.": n,
        "That is how often the weights change.": steps * epochs if g["asked"] == "pictures" else -1,
        "That is how many pictures are seen. One update sees a batch of them.": pictures if truth != pictures else -1,
        "The last batch of an epoch may be smaller, but it is an update too: round up.": n // g["batch"] * epochs,
        "Augmentation does not add copies: every epoch still has as many examples.": 2 * truth,
        f"In one epoch. There are {epochs}.": steps,
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.5}
    hint = (
        ("How many times is each image seen?")
        if g["asked"] == "pictures"
        else "How many batches are there in one epoch?"
    )
    return Verdict(False, recognise(answer, mistakes, 0.5) or f"{plain(answer)} is not it. {hint}")


def _ask_story(g: dict) -> Question:
    return g["story"].ask("What follows?", g["number"])


def _judge_story(answer: str, g: dict) -> Verdict:
    return g["story"].judge(answer)


def _ask_nine(g: dict) -> Question:
    return Question(
        "Make the picture do this: take a **6** of the data, and by turning alone make the network with **no changes** "
        "say **9**.",
        {"view": "dial", "digit": 6, "reader": "none"},
        make=True,
    )


def _judge_nine(measures: dict, g: dict) -> Verdict:
    if measures.get("said") is None:
        return Verdict(False, "The digits are not there yet: open “Turn the dial” and wait a moment.")
    if measures.get("drawn") or measures.get("digit") != 6:
        return Verdict(False, "Begin with a 6 of the data.")
    if measures.get("flip") or any(measures.get(name) for name in ("across", "down", "zoom", "shear")):
        return Verdict(False, "By turning alone: put all other dials to rest.")
    if measures["said"] == 9:
        return Verdict(
            True, f"Right: from {plain(round(measures.get('angle', 0)))}° on this is a 9 for it, and perhaps for you."
        )
    return Verdict(
        False, f"At {plain(round(measures.get('angle', 0)))}° it says {measures['said']:g}. What is a 6 on its head?"
    )


def _ask_moved(g: dict) -> Question:
    return Question(
        f"Images have **{g['side']}** × {g['side']} pixels. `RandomTranslation({g['share']})` moves each at "
        "random. By how many pixels at most, in one direction?",
        {"view": "dial", "dial": "across", "settings": {"across": g["share"]}},
        unit="pixels",
    )


def _judge_moved(answer: float, g: dict) -> Verdict:
    truth = g["side"] * g["share"]
    if abs(answer - truth) < 0.01:
        return Verdict(True, f"Right: {plain(g['share'])} · {g['side']} = {plain(truth)}, to the left or right.")
    mistakes = {
        "That is the whole way from one end to the other. In one direction it is half of it.": 2 * truth,
        "That is the share. How many pixels is that of the side?": g["share"],
        "Half of it: the share already counts in one direction.": truth / 2,
        "That is in per cent. How many pixels is that of the side?": 100 * g["share"],
    }
    return Verdict(False, recognise(answer, mistakes, 0.01) or "A share of the side: how many pixels has a side?")


def _ask_firm(g: dict) -> Question:
    return Question(
        "Make the picture do this: find a digit and a network that reads it rightly from **−40° to 40°** at least.",
        {"view": "dial", "digit": 8, "reader": "none", "dial": "angle"},
        make=True,
    )


def _judge_firm(measures: dict, g: dict) -> Verdict:
    low, high, truth = (measures.get(name) for name in ("from", "to", "truth"))
    if low is None or high is None:
        return Verdict(False, "The digits are not there yet: open “Turn the dial” and wait a moment.")
    if truth is None or truth < 0:
        return Verdict(False, "Of your own drawing nobody knows what it is. Take a digit of the data.")
    if abs(low) > 180 or high > 180 or max(abs(low), high) <= 1:
        return Verdict(False, "Move the dial “Turn”, so that its range is looked at.")
    if measures.get("answer") != truth:
        return Verdict(False, "Upright it is already read as something else. Take another.")
    if low <= -40 and high >= 40:
        return Verdict(
            True,
            f"Right: from {plain(round(low))}° to {plain(round(high))}°. Turned digits were shown to it, or this "
            "one is like no other.",
        )
    return Verdict(
        False,
        f"It keeps its answer from {plain(round(low))}° to {plain(round(high))}°. Which one was shown turned digits?",
    )


_ASK = {"seen": _ask_seen, "story": _ask_story, "nine": _ask_nine, "moved": _ask_moved, "firm": _ask_firm}
_JUDGE = {"seen": _judge_seen, "story": _judge_story, "nine": _judge_nine, "moved": _judge_moved, "firm": _judge_firm}
