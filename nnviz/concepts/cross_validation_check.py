"""Questions about cross-validation: counted, worked out, chosen, and made in the picture."""

import math

import numpy as np

from nnviz.concepts.check import Making, Question, Story, Verdict, number_verdict, plain, with_makings

_KINDS = ("count", "wider", "story", "mean")
STORIES = (
    Story(
        "A network is to tell from a skin image whether a mole is dangerous. There are 900 images of 300 people",
        "Deal by person: no one may be on both sides",
        {
            "Shuffle and deal images, there are enough of them": "Then images of the same person are on both sides, "
            "and the network may recognise the person instead of the mole.",
            "Deal forward in time: the newest images are the test": "Time is not the trouble here. The same person "
            "may still be on both sides of that cut.",
            "Stratify by diagnosis and deal images": "The shares are even then, but images of the same person are "
            "still on both sides.",
        },
    ),
    Story(
        "A network is to tell tomorrow's demand for electricity from the last week",
        "Deal forward in time: test only on what came later",
        {
            "Shuffle the days and deal": "Then it learns from the day before and the day after the one it is tested "
            "on. In use it will never know the day after.",
            "Stratify by demand": "Even shares do not help: it would still learn from the future.",
            "Leave one day out at a time": "The days right after the one that is left out teach it almost everything.",
        },
    ),
    Story(
        "Of 500 parts 15 are faulty, and a network is to find them. One of five folds dealt at random has none of them",
        "Stratify: each fold gets 3 faulty parts",
        {
            "Use 50 folds, so that more is learned": "Then at least 35 folds have no faulty part to be tested on.",
            "Take that fold out of the mean": "Which folds count may not depend on what is in them. Deal so that all "
            "can be used.",
            "Copy the faulty parts before dealing": "Then copies of the same part are on both sides: a leak.",
        },
    ),
    Story(
        "Somebody keeps the 20 of 5,000 columns that correlate best with the label, then reports 88 % from 10 folds",
        "Say nothing yet: choose the columns again in every fold, on its training rows",
        {
            "Believe it: every fold was tested on rows that were not trained on": "The rows were not trained on, but "
            "their labels chose the columns. On pure noise that alone gives such scores.",
            "Use more folds, to be surer": "More folds make the wrong number steadier, not right.",
            "Scale the columns before choosing": "Scaling changes no correlation. The labels of the test rows still "
            "chose the columns.",
        },
    ),
)


def _ask(number: int) -> Question:
    kind, given = _given(number)
    if kind == "story":
        return given.ask("What would you do?", number)
    return {"count": _ask_count, "wider": _ask_wider, "mean": _ask_mean}[kind](given)


def _judge(number: int, answer) -> Verdict:
    kind, given = _given(number)
    if kind == "story":
        return given.judge(answer)
    return {"count": _judge_count, "wider": _judge_wider, "mean": _judge_mean}[kind](float(answer), given)


def _given(number: int):
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(7000 + number)
    if kind == "story":
        return kind, STORIES[number // len(_KINDS) % len(STORIES)]
    if kind == "count":
        return kind, {"k": int(rng.choice([3, 4, 5, 6, 10, 12])), "n": 60}
    if kind == "wider":
        return kind, {"k": int(rng.choice([3, 5, 6, 9])), "r": int(rng.choice([1, 2, 4, 5]))}
    while True:
        scores = sorted(int(v) for v in rng.choice([6, 7, 8, 9, 10, 11, 12], 5))
        if len(set(scores)) > 2 and np.median(scores) != np.mean(scores):
            return kind, {"right": [int(v) for v in rng.permutation(scores)]}


def _ask_count(g: dict) -> Question:
    return Question(
        f"**{g['n']}** examples are dealt into **{g['k']}** folds. From how many examples does each network learn?",
        {"view": "folds", "k": g["k"], "fold": 1, "seed": 4},
    )


def _judge_count(answer: float, g: dict) -> Verdict:
    n, k = g["n"], g["k"]
    mistakes = {
        "That is how many it is tested on. It learns from all the others.": n // k,
        "One fold is held out: it learns from fewer.": n,
        "That is how many networks are trained.": k,
    }
    return number_verdict(answer, n - n // k, f"{n} − {n}/{k} = {n - n // k}", mistakes, "All folds but one.")


def _ask_wider(g: dict) -> Question:
    rounds = "once" if g["r"] == 1 else f"**{g['r']}** times"
    return Question(
        f"**{g['k']}** folds are dealt {rounds}. How many times as wide is the corrected interval as the plain one, "
        "which takes all scores for independent? (two decimals)",
        {"view": "luck", "few": g["k"], "rounds": g["r"]},
    )


def _judge_wider(answer: float, g: dict) -> Verdict:
    k, r = g["k"], g["r"]
    q = 1 / (k - 1)
    truth = math.sqrt(1 + k * r * q)
    mistakes = {
        "That is the ratio of the variances. Take its root.": 1 + k * r * q,
        "That counts the folds once, whatever the rounds.": math.sqrt(1 + k * q),
        "q is test over training rows, 1/(k − 1), not 1/k.": math.sqrt(1 + r),
        "That is the root of 1/(k r) + q itself. Divide by the root of 1/(k r).": math.sqrt(1 / (k * r) + q),
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.012}
    written = f"√(1/{k * r} + 1/{k - 1}) / √(1/{k * r}) = {plain(round(truth, 3))}"
    return number_verdict(answer, truth, written, mistakes, f"Both have k·r = {k * r} scores; q = 1/{k - 1}.")


def _ask_mean(g: dict) -> Question:
    right = ", ".join(f"**{one}**" for one in g["right"])
    return Question(
        f"Five folds of 12 examples: of each, {right} are judged rightly. What does cross-validation report?",
        {"view": "folds", "k": 5, "seed": 4},
        unit="%",
    )


def _judge_mean(answer: float, g: dict) -> Verdict:
    right = g["right"]
    truth = 100 * sum(right) / 60
    mistakes = {
        "That is the best fold.": 100 * max(right) / 12,
        "That is the worst fold.": 100 * min(right) / 12,
        "That is the fold in the middle. The mean is wanted.": 100 * float(np.median(right)) / 12,
        "That is how many are right. Take it as a share of 60.": float(sum(right)),
        "In per cent, please.": sum(right) / 60,
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.06}
    if abs(answer - truth) <= 0.06:
        return Verdict(True, f"Right: {sum(right)} of 60 are right, {truth:.1f} %.")
    return number_verdict(answer, truth, "", mistakes, "Every example is tested exactly once.")


def _judge_noise(measures) -> Verdict:
    wrong, studies = measures.get("wrong", 0.0), measures.get("studies", 0)
    if studies < 5:
        return Verdict(False, "Stay with “Choosing columns”, and do the study at least five times: one may be luck.")
    if wrong >= 0.9:
        return Verdict(True, f"Right: {100 * wrong:.0f} % on coin flips, and rightly {100 * measures['right']:.0f} %.")
    return Verdict(
        False, f"It says {100 * wrong:.0f} %. What gives chance more to choose from? And may it choose more than a few?"
    )


def _judge_people(measures) -> Verdict:
    if not measures.get("folds"):
        return Verdict(False, "Go to “Deal the folds”.")
    if measures.get("people"):
        return Verdict(True, "Right: each person goes whole into one fold.")
    return Verdict(
        False,
        "Hold a fold out and read how many people have rows on both sides. Which way of dealing keeps them together?",
    )


def _judge_narrow(measures) -> Verdict:
    if not measures.get("luck"):
        return Verdict(False, "Go to “How sure is a score?”.")
    reach = 100 * measures.get("corrected", 1.0)
    if measures.get("k") != 5:
        return Verdict(False, "Stay with 5 folds.")
    if reach <= 14:
        return Verdict(
            True, f"Right: ± {reach:.1f} points with {measures['rounds']:g} rounds. Try ten: it hardly narrows further."
        )
    return Verdict(False, f"It is ± {reach:.1f} points. What else can be dealt again?")


MAKINGS = (
    Making(
        "Make the picture do this: on pure noise, have cross-validation done wrongly say **90 %** or more, over five "
        "studies at least.",
        {"view": "leak", "leak": "columns", "power": 1.5, "chosen": 3, "studies": 6, "leakGuess": "eighty"},
        _judge_noise,
    ),
    Making(
        "Make the picture do this: 5 folds in which **no person** has rows on both sides.",
        {"view": "folds", "scheme": "shuffled", "k": 5, "fold": 1},
        _judge_people,
    ),
    Making(
        "Make the picture do this: with **5 folds** of these 60 examples, bring the corrected interval to **± 14 "
        "points** or less.",
        {"view": "luck", "few": 5, "rounds": 1, "seed": 2},
        _judge_narrow,
    ),
)

ask, judge = with_makings(_ask, _judge, MAKINGS)
