"""Questions about metrics: count people, choose, or make the picture do it."""

import numpy as np

from nnviz.concepts.check import Question, Story, Verdict, number_verdict, plain
from nnviz.concepts.metrics import Counts, errors_of, in_population

_KINDS = ("score", "rare", "goal", "story", "errors", "cheap")
_PER_CENT = " (in per cent)"


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
        return kind, {"story": _STORIES[turn % len(_STORIES)], "number": number}
    if kind == "errors":
        return kind, _three_errors(rng, turn)
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
        f"**{plain(100 * g['prevalence'])}** in 100 people are ill. A test finds **{plain(100 * g['recall'])} %** "
        "of them, "
        f"and frightens **{plain(100 * g['alarms'])} %** of the healthy. Of those who are told that they are ill, how "
        "many are, in per cent?",
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
        "That is the recall. It looks only at the ill; the healthy are many more, and some of them are called too.": 100
        * g["recall"],
        "That is what a test would say whose false alarms you counted among the ill.": 100 * (1 - g["alarms"]),
        "That is the accuracy: mostly healthy people who are rightly left alone.": 100 * crowd.accuracy,
        "That is the share who are ill before any test.": 100 * g["prevalence"],
        "That compares the two rates as if as many were healthy as ill.": 100
        * g["recall"]
        / (g["recall"] + g["alarms"]),
        "That is found to frightened; those who are told are both together.": 100 * crowd.tp / crowd.fp,
    }
    for words, value in mistakes.items():
        if abs(answer - value) <= 0.51:
            return Verdict(False, words)
    return Verdict(
        False,
        f"Imagine 1,000 people: {plain(1000 * g['prevalence'])} are ill. How many are found, how many frightened?",
    )


def _ask_goal(g: dict) -> Question:
    return Question(
        "Make the picture do this: with the **quick test**, find at least **90 %** of the ill, and frighten as "
        "few healthy "
        "people as that allows.",
        {"view": "people", "test": "quick", "threshold": 0.8},
        make=True,
    )


def _judge_goal(measures: dict, g: dict) -> Verdict:
    recall, alarms, fewest = (measures.get(name) for name in ("recall", "alarms", "fewest_alarms"))
    if recall is None or fewest is None:
        return Verdict(False, "The cases are not there yet: open “The waiting room” and wait a moment.")
    if recall < g["recall"]:
        return Verdict(
            False, f"Only {plain(round(100 * recall, 1))} % of the ill are found. Which way must the threshold go?"
        )
    if alarms > fewest:
        return Verdict(
            False,
            f"{plain(round(100 * recall, 1))} % are found, and {alarms:g} frightened; {fewest:g} would do. Raise "
            "the threshold a little.",
        )
    return Verdict(
        True,
        f"Right: {plain(round(100 * recall, 1))} % are found, and with fewer than {fewest:g} false alarms it "
        "cannot be done.",
    )


_STORIES = (
    Story(
        "In a bank, 1 payment in 1,000 is a fraud. A model reports **99.9 %** accuracy",
        "Nothing yet: a model that never says fraud has that accuracy too",
        {
            "It finds 99.9 % of "
            "all frauds": "That would be its recall. Accuracy counts all payments, and nearly all are honest.",
            "It is an excellent model": (
                "So says the number. But never saying fraud reaches 99.9 % as well: look at recall and precision."
            ),
            "It is wrong in 99.9 % of frauds": "Nothing is said about frauds alone.",
        },
    ),
    Story(
        "Every number that a network says is squared: 0.9 becomes 0.81, 0.5 becomes 0.25. Its order of people stays",
        "The area under the ROC stays, the calibration changes",
        {
            "Both get worse": "The ROC asks only who stands before whom, and squares keep the order.",
            "Both stay": "“Told 81 %” is another promise than “told 90 %”: how often it comes true has not changed.",
            "The calibration stays, the area under the "
            "ROC changes": "It is the other way round: the area looks at order, calibration at the numbers themselves.",
        },
    ),
    Story(
        "A test for a dangerous but curable illness is to be set up. A miss can cost a life, a false alarm a "
        "second look",
        "A low threshold: more false alarms, fewer misses",
        {
            "A high threshold: fewer false alarms, more misses": "Then the dear error becomes the frequent one.",
            "A threshold of 0.5, which is neutral": "It is neutral only where both errors cost the same.",
            "The threshold with the best "
            "accuracy": "Accuracy counts a miss and a false alarm alike, and here they are not.",
        },
    ),
)


def _ask_story(g: dict) -> Question:
    return g["story"].ask("What follows?", g["number"])


def _judge_story(answer: str, g: dict) -> Verdict:
    return g["story"].judge(answer)


def _three_errors(rng, turn: int) -> dict:
    """Four true numbers and what was predicted of them, off by whole numbers, one of them far."""
    truth = [int(v) for v in rng.choice(np.arange(2, 14), 4, replace=False)]
    off = [int(v) for v in rng.permutation([1, -1, 2, int(rng.choice([6, 8]))])]
    return {
        "truth": truth,
        "said": [t - d for t, d in zip(truth, off, strict=True)],
        "score": ("mae", "mse", "r2")[turn % 3],
    }


def _ask_errors(g: dict) -> Question:
    pairs = ", ".join(f"{said} instead of **{truth}**" for truth, said in zip(g["truth"], g["said"], strict=True))
    title = {"mae": "mean absolute error (MAE)", "mse": "mean squared error (MSE)", "r2": "R²"}[g["score"]]
    return Question(f"A network says {pairs}. What is its **{title}**?".replace("-", "−"), {"view": "values"})


def _judge_errors(answer: float, g: dict) -> Verdict:
    errors = errors_of(g["truth"], g["said"])
    off = [abs(t - s) for t, s in zip(g["truth"], g["said"], strict=True)]
    squares = [d * d for d in off]
    total = sum((t - np.mean(g["truth"])) ** 2 for t in g["truth"])
    written = {
        "mae": f"({' + '.join(map(str, off))}) / 4 = {plain(errors.mae)}",
        "mse": f"({' + '.join(map(str, squares))}) / 4 = {plain(errors.mse)}",
        "r2": f"1 − {sum(squares)} / {plain(total)} = {plain(errors.r2)}",
    }[g["score"]]
    mistakes = {
        "That is the MAE: distances, not squares.": errors.mae,
        "That is the MSE: squares, not distances.": errors.mse,
        "That is the root of the MSE.": errors.rmse,
        "That is the sum. The mean is wanted: divide by 4.": float(sum(off))
        if g["score"] == "mae"
        else float(sum(squares)),
        "That is the share that is left. R² is what is gone: 1 minus it.": 1 - errors.r2,
        "Errors in both directions cancel if you keep their signs. Take each without its sign.": sum(
            t - s for t, s in zip(g["truth"], g["said"], strict=True)
        )
        / 4,
    }
    truth = getattr(errors, g["score"])
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.012}
    hint = {
        "mae": "How far off is each?",
        "mse": "Square how far off each is.",
        "r2": "Squares to the prediction over squares to the mean.",
    }
    return number_verdict(answer, truth, written, mistakes, hint[g["score"]])


def _ask_cheap(g: dict) -> Question:
    return Question(
        f"Make the picture do this: a missed illness costs **{g['miss']}**, a false alarm **1**. Type that in, "
        "and bring all "
        "errors of the quick test to the least they can cost.",
        {"view": "people", "test": "quick", "threshold": 0.9, "miss": 1, "alarm": 1},
        make=True,
    )


def _judge_cheap(measures: dict, g: dict) -> Verdict:
    cost, least = measures.get("cost"), measures.get("least")
    if cost is None or least is None:
        return Verdict(False, "The cases are not there yet: open “The waiting room” and wait a moment.")
    if measures.get("miss") != g["miss"] or measures.get("alarm") != 1:
        return Verdict(False, f"Type the costs in first: a miss {g['miss']}, a false alarm 1.")
    if cost > least:
        return Verdict(
            False,
            f"The errors cost {cost:g} at this threshold; {least:g} is possible. Is it misses or alarms that you "
            "pay for?",
        )
    return Verdict(
        True,
        f"Right: {least:g}, with {measures.get('missed', 0):g} missed and {measures.get('alarms', 0):g} false alarms.",
    )


_ASK = {
    "score": _ask_score,
    "rare": _ask_rare,
    "goal": _ask_goal,
    "story": _ask_story,
    "errors": _ask_errors,
    "cheap": _ask_cheap,
}
_JUDGE = {
    "score": _judge_score,
    "rare": _judge_rare,
    "goal": _judge_goal,
    "story": _judge_story,
    "errors": _judge_errors,
    "cheap": _judge_cheap,
}
