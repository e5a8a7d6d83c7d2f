"""Questions about metrics: count people, choose, or make the picture do it."""

import numpy as np

from nnviz.concepts import metrics_goals, metrics_numbers
from nnviz.concepts.check import Question, Verdict, plain
from nnviz.concepts.metrics import Counts, in_population
from nnviz.concepts.metrics_stories import STORIES

_KINDS = ("score", "rare", "goal", "story", "errors", "cheap")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: six kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return _ASK[kind](given)


def judge(number: int, answer) -> Verdict:
    """What a number, a choice, or what the picture measures of itself shows."""
    kind, given = _given(number)
    return _JUDGE[kind](answer, given)


def _given(number: int) -> tuple[str, dict]:
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(7300 + number)
    turn = number // len(_KINDS)
    if kind == "score":
        return kind, {"score": ("precision", "recall", "f1", "accuracy")[turn % 4], "counts": _counts(rng)}
    if kind == "rare":
        return kind, {
            "prevalence": float(rng.choice([0.01, 0.02, 0.05])),
            "recall": float(rng.choice([0.8, 0.9])),
            "alarms": float(rng.choice([0.1, 0.2])),
        }
    if kind == "goal":
        return kind, {"recall": 0.9}
    if kind == "story":
        return kind, {"story": STORIES[turn % len(STORIES)], "number": number}
    if kind == "errors":
        return kind, metrics_numbers.draw(rng, turn)
    return kind, {"miss": int(rng.choice([5, 10, 20])), "alarm": 1}


def _counts(rng) -> Counts:
    """Whole people, whose four scores are at least half a per cent apart."""
    while True:
        found, missed, alarms = (int(rng.integers(*ends)) for ends in ((12, 30), (2, 14), (3, 26)))
        counts = Counts(tp=found, fn=missed, fp=alarms, tn=100 - found - missed - alarms)
        scores = sorted((counts.precision, counts.recall, counts.f1, counts.accuracy))
        if min(np.diff(scores)) > 0.02:
            return counts


_TITLES = {"precision": "precision", "recall": "recall", "f1": "F1 score", "accuracy": "accuracy"}
_WAYS = {
    "precision": lambda c: f"{c.tp} / ({c.tp} + {c.fp})",
    "recall": lambda c: f"{c.tp} / ({c.tp} + {c.fn})",
    "f1": lambda c: f"2 · {c.tp} / (2 · {c.tp} + {c.fp} + {c.fn})",
    "accuracy": lambda c: f"({c.tp} + {c.tn}) / 100",
}
_MEANS = {
    "precision": "That is the precision: of those called back, how many are ill.",
    "recall": "That is the recall: of those who are ill, how many are found.",
    "f1": "That is F1, which puts both kinds of errors below the line.",
    "accuracy": "That is the accuracy: all right answers, those to healthy people too.",
}


def _ask_score(g: dict) -> Question:
    c = g["counts"]
    return Question(
        f"Of 100 people in a waiting room, **{c.tp}** who are ill are called back and **{c.fn}** are sent home; of the "
        f"healthy, **{c.fp}** are called back and **{c.tn}** are sent home. What is the **{_TITLES[g['score']]}**, in "
        "per cent?",
        {"view": "people", "threshold": 0.35},
        unit="%",
    )


def _judge_score(answer: float, g: dict) -> Verdict:
    c, score = g["counts"], g["score"]
    truth = 100 * getattr(c, score)
    if abs(answer - truth) <= 0.51:
        return Verdict(True, f"Right: {_WAYS[score](c)} = {plain(round(truth, 1))} %.")
    for other, words in _MEANS.items():
        if abs(answer - 100 * getattr(c, other)) <= 0.51:
            return Verdict(False, words)
    if abs(answer - truth / 100) <= 0.006:
        return Verdict(False, "That is the share. In per cent it is a hundred times as much.")
    if abs(answer - 100 * c.fp / (c.fp + c.tn)) <= 0.51:
        return Verdict(False, "That is the false alarm rate: of the healthy, how many are called back.")
    ask_for = "who stands above the line, and who below it?"
    return Verdict(
        False, f"{plain(answer)} is {plain(round(abs(answer - truth), 1))} off. Write the fraction: {ask_for}"
    )


def _ask_rare(g: dict) -> Question:
    return Question(
        f"**{plain(100 * g['prevalence'])}** in 100 people are ill. A test finds **{plain(100 * g['recall'])} %** of "
        f"them, and frightens **{plain(100 * g['alarms'])} %** of the healthy. Of those who are told that they are "
        "ill, how many are, in per cent?",
        {"view": "rare", "prevalence": g["prevalence"]},
        unit="%",
    )


def _judge_rare(answer: float, g: dict) -> Verdict:
    crowd = in_population(1000, g["prevalence"], g["recall"], g["alarms"])
    truth = 100 * crowd.precision
    way = f"of 1,000 people {plain(crowd.tp)} are found and {plain(crowd.fp)} frightened"
    if abs(answer - truth) <= 0.51:
        return Verdict(
            True, f"Right: {way}, and {plain(crowd.tp)} / {plain(crowd.tp + crowd.fp)} = {plain(round(truth, 1))} %."
        )
    mistakes = {
        "That is the recall. It looks only at the ill; the healthy are many more, and some are called.": (
            100 * g["recall"]
        ),
        "That is what a test would say whose false alarms you counted among the ill.": 100 * (1 - g["alarms"]),
        "That is the accuracy: mostly healthy people who are rightly left alone.": 100 * crowd.accuracy,
        "That is the share who are ill before any test.": 100 * g["prevalence"],
        "That compares the two rates as if as many were healthy as ill.": (
            100 * g["recall"] / (g["recall"] + g["alarms"])
        ),
        "That is found to frightened; those who are told are both together.": 100 * crowd.tp / crowd.fp,
    }
    for words, value in mistakes.items():
        if abs(answer - value) <= 0.51:
            return Verdict(False, words)
    return Verdict(
        False,
        f"Imagine 1,000 people: {plain(1000 * g['prevalence'])} are ill. How many are found, how many frightened?",
    )


def _ask_story(g: dict) -> Question:
    return g["story"].ask("What follows?", g["number"])


def _judge_story(answer: str, g: dict) -> Verdict:
    return g["story"].judge(answer)


_ASK = {
    "score": _ask_score,
    "rare": _ask_rare,
    "goal": metrics_goals.ask_found,
    "story": _ask_story,
    "errors": metrics_numbers.ask,
    "cheap": metrics_goals.ask_cheap,
}
_JUDGE = {
    "score": _judge_score,
    "rare": _judge_rare,
    "goal": metrics_goals.judge_found,
    "story": _judge_story,
    "errors": metrics_numbers.judge,
    "cheap": metrics_goals.judge_cheap,
}
