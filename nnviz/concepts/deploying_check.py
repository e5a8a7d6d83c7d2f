"""Questions about putting a network to use: compute, choose, and set an alarm. Imports no framework."""

from math import ceil, log

import numpy as np

from nnviz.concepts.check import Question, Verdict, number_verdict, plain

_KINDS = ("rounded", "monitor", "alarm", "needed", "mend", "psi")


def ask(number: int) -> Question:
    """Question `number`, counted from 0: six kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    return _ASK[kind](given)


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What a number, a choice, or what the picture measures of itself shows."""
    kind, given = _given(number)
    return _JUDGE[kind](given, answer)


def _given(number: int) -> tuple[str, dict]:
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(2100 + number)
    turn = number // len(_KINDS)
    if kind == "needed":
        share, gap = float(rng.choice([0.1, 0.2, 0.3, 0.4])), float(rng.choice([0.05, 0.1]))
        return kind, {"share": share, "gap": gap, "second": ("small", "better")[turn % 2]}
    if kind == "monitor":
        return kind, {"change": ("service", "monday")[turn % 2]}
    if kind == "alarm":
        return kind, {"change": ("prices", "groups")[turn % 2]}
    if kind == "rounded":
        scale = float(rng.choice([0.05, 0.1, 0.2]))
        steps = int(rng.integers(5, 40))
        return kind, {"scale": scale, "steps": steps, "part": float(rng.choice([-0.4, -0.3, 0.3, 0.4]))}
    if kind == "mend":
        return kind, {"case": ("cents", "service", "canary")[turn % 3]}
    return kind, {"share": float(rng.choice([0.6, 0.7, 0.8, 0.9]))}


def _ask_needed(given) -> Question:
    return Question(
        f"About **{plain(100 * given['share'])} %** of a network’s answers are off. A new version may change that by "
        f"**{plain(100 * given['gap'])}** points of a hundred. How many requests does each version need until that is "
        "seen in four of five trials?",
        {"view": "versions", "second": given["second"], "share": 50, "sent": 400},
    )


def _judge_needed(given, answer: float) -> Verdict:
    p, gap = given["share"], given["gap"]
    right = ceil(round(16 * p * (1 - p) / gap**2, 6))
    written = f"16 · {plain(p)} · {plain(1 - p)} / {plain(gap)}² = {right:,}"
    mistakes = {
        "The difference counts squared: half of it needs four times as many requests.": 16 * p * (1 - p) / gap,
        "You left out (1 − p).": 16 * p / gap**2,
        "You left out the 16: that many would show it by luck alone.": p * (1 - p) / gap**2,
        "Write both as shares: 10 points of a hundred are 0.1.": 16 * p * (1 - p) / (100 * gap) ** 2,
        "That is for both together. Each needs half of it.": 2 * right,
    }
    return number_verdict(answer, right, written, mistakes, "Put the shares into n = 16 p (1 − p) / δ².")


_WATCH = {
    "Only the columns": "columns",
    "Only the network’s answers": "answers",
    "Only the share of wrong answers": "wrong",
    "None of them": "none",
}
_CAUGHT = {"service": "wrong", "monday": "columns"}
_WHAT = {
    "service": "the same guests with the same bills leave half the tip",
    "monday": "every second bill of a Sunday says Mon, a day that training never saw",
}


def _ask_monitor(given) -> Question:
    return Question(
        f"From June on, {_WHAT[given['change']]}. Which monitor clearly sees it?",
        {"view": "year", "change": given["change"], "monitor": "wrong"},
        tuple(_WATCH),
    )


def _judge_monitor(given, answer: str) -> Verdict:
    right, chosen = _CAUGHT[given["change"]], _WATCH[answer]
    if chosen == right:
        why = {
            "service": "what is sent has not changed at all, only what it means",
            "monday": "the new name is in the request; the network ignores it, and its answers stay as good as before",
        }
        return Verdict(True, f"Right: {why[given['change']]}.")
    words = {
        "columns": "The columns look as they always did: nothing that is sent shows it.",
        "answers": "Its answers hardly move: they follow from the columns alone.",
        "wrong": "Look at its answers: they are as good as before.",
        "none": "One of them does. Try each in the picture.",
    }
    return Verdict(False, words[chosen])


def _ask_alarm(given) -> Question:
    title = {"prices": "Prices rise", "groups": "Larger groups come"}[given["change"]]
    return Question(
        f"“{title}”: set an alarm on the **columns** that is false **at most once a year** and catches the change in "
        "**at least nine of ten years**.",
        {"view": "year", "change": given["change"], "monitor": "distance", "level": 0.05},
        make=True,
    )


def _judge_alarm(given, measured: dict[str, float]) -> Verdict:
    if measured.get("view") != 3 or "falsely" not in measured:
        return Verdict(False, "Open “A year in use” and drag the alarm.")
    if measured.get("change") != ("none", "prices", "groups").index(given["change"]):
        return Verdict(False, "Choose the change that the question names.")
    if not measured.get("columns"):
        return Verdict(False, "Watch the columns: distance or PSI.")
    falsely, caught = measured["falsely"], measured["caught"]
    told = f"{plain(round(falsely, 2))} false alarms a year, caught in {plain(round(100 * caught))} % of the years"
    if falsely > 1:
        return Verdict(False, f"{told}: it cries wolf. Set the alarm higher.")
    if caught < 0.9:
        return Verdict(False, f"{told}: it sleeps. Set the alarm lower.")
    return Verdict(True, f"Right: {told}.")


def _ask_rounded(given) -> Question:
    scale = given["scale"]
    weight = scale * (given["steps"] + given["part"])
    return Question(
        f"The largest weight of an array is **{plain(127 * scale)}**. It is stored in 8 bits, as whole numbers from "
        f"−127 to 127 and one scale. As what does the weight **{plain(weight)}** come back?",
        {"view": "file", "bits": 8},
    )


def _judge_rounded(given, answer: float) -> Verdict:
    scale, steps = given["scale"], given["steps"]
    weight, right = scale * (steps + given["part"]), scale * steps
    written = f"the scale is {plain(127 * scale)} / 127 = {plain(scale)}, and {steps} · {plain(scale)} = {plain(right)}"
    other = scale * (steps + (1 if given["part"] > 0 else -1))
    mistakes = {
        "That is the weight itself; only multiples of the scale can be stored.": weight,
        "That is the whole number that is stored. It is multiplied by the scale when it is read.": steps,
        "That is the neighbour on the other side: round to the nearest.": other,
    }
    return number_verdict(answer, right, written, mistakes, "Find the scale, then the nearest multiple of it.")


_MENDS = {
    "Send dollars again": "sender",
    "Train on new rows with their tips": "retrain",
    "Send everything to version 1 again": "back",
    "Set the alarm higher": "quiet",
}
_CASES = {
    "cents": ("A new till sends bills in cents.", "sender"),
    "service": ("Service is now included: the same bills bring half the tip.", "retrain"),
    "canary": ("Version 2, which gets 10 % of the requests, is off in 70 % of its answers.", "back"),
}


def _ask_mend(given) -> Question:
    shown = {
        "cents": {"view": "year", "change": "cents"},
        "service": {"view": "year", "change": "service", "monitor": "wrong"},
        "canary": {"view": "versions", "second": "cents", "sent": 300},
    }
    return Question(f"{_CASES[given['case']][0]} What mends it?", shown[given["case"]], tuple(_MENDS))


def _judge_mend(given, answer: str) -> Verdict:
    chosen, (_, right) = _MENDS[answer], _CASES[given["case"]]
    if chosen == right:
        why = {
            "sender": "the world is as it was, only the request is wrong. A network that learns cents breaks again as "
            "soon as somebody mends the till",
            "retrain": "the old bills teach the old habit. Only new tips show the new one",
            "back": "first stop the harm, which takes one click; then look for the cause",
        }
        return Verdict(True, f"Right: {why[right]}.")
    words = {
        "sender": "The bills arrive in dollars already.",
        "retrain": "That takes weeks of new rows, and here the network is not what is wrong."
        if right == "sender"
        else "Later. Meanwhile every tenth guest gets a wrong answer.",
        "back": "Version 1 would be asked the same, and be as wrong.",
        "quiet": "Then nobody hears it. The answers stay wrong.",
    }
    return Verdict(False, words[chosen])


def _ask_psi(given) -> Question:
    share = given["share"]
    return Question(
        f"In training, half of the bills were from dinners and half from lunches. Now **{plain(100 * share)} %** are "
        "from dinners. What is the PSI, Σ (now − before) · ln(now / before)?",
        {"view": "year", "change": "groups", "monitor": "psi"},
    )


def _judge_psi(given, answer: float) -> Verdict:
    q = given["share"]
    one, two = (q - 0.5) * log(q / 0.5), (0.5 - q) * log((1 - q) / 0.5)
    written = f"{plain(round(one, 4))} for dinners + {plain(round(two, 4))} for lunches = {plain(round(one + two, 4))}"
    mistakes = {
        "That is the part of the dinners. The lunches count too.": one,
        "That is the part of the lunches. The dinners count too.": two,
        "Take the natural logarithm, not that of base 10.": (one + two) / log(10),
        "The lunches count positive too: both factors are negative.": one - two,
    }
    return number_verdict(answer, one + two, written, mistakes, "Two terms: one for dinners, one for lunches.")


_ASK = {
    "needed": _ask_needed,
    "monitor": _ask_monitor,
    "alarm": _ask_alarm,
    "rounded": _ask_rounded,
    "mend": _ask_mend,
    "psi": _ask_psi,
}
_JUDGE = {
    "needed": _judge_needed,
    "monitor": _judge_monitor,
    "alarm": _judge_alarm,
    "rounded": _judge_rounded,
    "mend": _judge_mend,
    "psi": _judge_psi,
}
