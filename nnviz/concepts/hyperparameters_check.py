"""Questions about searching hyperparameters: counted, worked out, chosen, and made in the picture."""

import numpy as np

from nnviz.concepts.check import Making, Question, Story, Verdict, number_verdict, plain, with_makings
from nnviz.concepts.hyperparameters import importance

_KINDS = ("share", "chance", "story", "count")
STORIES = (
    Story(
        "Two settings, 25 trials. You suspect that one of the two hardly matters, and do not know which",
        "Random: it tries about 25 different values of the one that matters",
        {
            "A 5 × 5 grid: it covers the ground evenly": "A grid tries 5 values of each setting. If one does not "
            "matter, it has tried the same five networks five times.",
            "One setting first, with the other at its default": "If the best rate depends on the other setting, you "
            "stop in the wrong valley.",
            "A 5 × 5 grid with the edges on the extremes": "Still only five values of the setting that matters, two of "
            "them useless.",
        },
    ),
    Story(
        "Of 300 networks the best has 97.1 % on 100 validation examples. The second has 96.9 %",
        "Test the winner once on examples that chose nothing: 97.1 % is too good",
        {
            "Report 97.1 %: validation examples were not trained on": "They were not trained on, but they chose. The "
            "best of 300 is partly the luckiest of 300.",
            "Try 300 more, to be surer": "The more are tried, the luckier the winner.",
            "Report the mean of the best ten": "All ten were chosen for the same luck.",
        },
    ),
    Story(
        "A learning rate is to be found between 0.0001 and 1. Somebody draws 20 numbers evenly between the two",
        "Draw by factors: evenly in the logarithm",
        {
            "That is fine, random covers everything": "Nine of ten numbers are then above 0.1, and only one in a "
            "thousand is below 0.001.",
            "Draw 40 numbers instead": "Thirty-six of them are above 0.1.",
            "Use a grid: 0, 0.05, 0.1, …": "Evenly spaced again: the lowest three decades get one value.",
        },
    ),
    Story(
        "Searched from 0.0001 to 1, the learning rate explains 96 % of how the scores differ. A colleague concludes "
        "that the width never matters",
        "It did not matter beside such rates: near the best rate it may decide",
        {
            "Right: 4 % are left for everything else": "Of the whole range. Most of those 96 % come from rates that "
            "nobody would use.",
            "Wrong: importance must be measured with more trials": "More trials only answer it more exactly.",
            "Right, if both settings are independent": "Even then: narrow the rate to where it is good, and what is "
            "left of the differences is the width's.",
        },
    ),
)


def _given(number: int):
    kind, rng = _KINDS[number % len(_KINDS)], np.random.default_rng(8100 + number)
    if kind == "story":
        return kind, STORIES[number // len(_KINDS) % len(STORIES)]
    if kind == "chance":
        return kind, {"share": float(rng.choice([0.05, 0.1, 0.2])), "n": int(rng.choice([5, 8, 10, 15]))}
    if kind == "count":
        return kind, {"side": int(rng.choice([3, 4, 5])), "settings": int(rng.choice([2, 3]))}
    while True:
        z = np.round(rng.choice(np.arange(2, 10), (2, 2)) / 10, 1)
        shares = importance(z)
        if z.var() and 0.15 < shares["rows"] < 0.85 and abs(shares["rows"] - shares["columns"]) > 0.1:
            return kind, {"z": z.tolist(), **shares}


def _ask(number: int) -> Question:
    kind, g = _given(number)
    if kind == "story":
        return g.ask("What now?", number)
    return {"share": _ask_share, "chance": _ask_chance, "count": _ask_count}[kind](g)


def _judge(number: int, answer) -> Verdict:
    kind, g = _given(number)
    if kind == "story":
        return g.judge(answer)
    return {"share": _judge_share, "chance": _judge_chance, "count": _judge_count}[kind](float(answer), g)


def _ask_share(g: dict) -> Question:
    (a, b), (c, d) = g["z"]
    return Question(
        f"Two learning rates, two widths. Losses with the first rate: **{a}** and **{b}**; with the second: **{c}** "
        f"and **{d}**. What share of the variance does the rate alone explain? (a number from 0 to 1)",
        {"view": "axes"},
    )


def _judge_share(answer: float, g: dict) -> Verdict:
    z = np.array(g["z"])
    low, high = z.mean(1)
    mistakes = {
        "That is the share of the width: take the mean of each rate over both widths.": g["columns"],
        "That is what only both together explain.": g["both"],
        "That is the variance of the two means. Divide it by the variance of all four losses.": z.mean(1).var(),
        "In a share from 0 to 1, please.": 100 * g["rows"],
        "That leaves out the other share and what both explain together: 1 minus it is not the rate's.": 1 - g["rows"],
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - g["rows"]) > 0.012}
    written = (
        f"the means are {plain(low)} and {plain(high)}, so {plain(z.mean(1).var())} / {plain(z.var())} = "
        f"{plain(g['rows'])}"
    )
    return number_verdict(answer, g["rows"], written, mistakes, f"The means are {plain(low)} and {plain(high)}.")


def _ask_chance(g: dict) -> Question:
    return Question(
        f"One in **{1 / g['share']:g}** of all settings is good. You try **{g['n']}** at random. How probable is it "
        "that at least one of them is good? (a number from 0 to 1)",
        {"view": "curse", "drawn": g["n"]},
    )


def _judge_chance(answer: float, g: dict) -> Verdict:
    share, n = g["share"], g["n"]
    truth = 1 - (1 - share) ** n
    mistakes = {
        "That is the chance that none is good.": (1 - share) ** n,
        "Chances of separate trials do not add up: with enough of them it would be above 1.": min(share * n, 9),
        "That is the chance that all are good.": share**n,
        "In a number from 0 to 1, please.": 100 * truth,
    }
    written = f"1 − {1 - share:g}^{n} = {plain(truth)}"
    return number_verdict(answer, truth, written, mistakes, "Begin with the chance that none of them is good.")


def _ask_count(g: dict) -> Question:
    return Question(
        f"A grid with **{g['side']}** values for each of **{g['settings']}** settings. How many networks are trained "
        "for each *different* learning rate that is tried?",
        {"view": "axes", "scatter": "grid"},
    )


def _judge_count(answer: float, g: dict) -> Verdict:
    side, settings = g["side"], g["settings"]
    truth = side ** (settings - 1)
    mistakes = {
        "That is how many are trained in all.": side**settings,
        "That is how many different rates there are.": side if settings > 2 else -1,
        "Only one? Every other setting takes all its values with each rate.": 1,
    }
    written = f"{side}^{settings} = {side**settings} networks for {side} rates, {truth} each"
    return number_verdict(answer, float(truth), written, mistakes, f"In all there are {side}^{settings}.")


def _judge_narrow(measures) -> Verdict:
    if not measures.get("ready"):
        return Verdict(False, "Wait until the networks are trained.")
    rate, other = measures.get("share_rate", 1.0), measures.get("share_other", 0.0)
    if not measures.get("axes"):
        return Verdict(False, "Go to “What matters”.")
    if other > rate:
        return Verdict(
            True, f"Right: here the width explains {100 * other:.0f} %, the rate {100 * rate:.0f} %. Another question."
        )
    return Verdict(
        False,
        f"The rate explains {100 * rate:.0f} %, the width {100 * other:.0f} %. Between which rates does the loss "
        "hardly change? Let the window hold only those.",
    )


def _judge_hand(measures) -> Verdict:
    if not measures.get("ready") or not measures.get("hand"):
        return Verdict(False, "Go to “Search by hand”, and wait until the networks are trained.")
    best = measures.get("best")
    if best is None:
        return Verdict(False, "Train a first network: click on the map.")
    if best < 0.2:
        return Verdict(True, f"Right: {best:.3f} after {measures['tries']:g} networks.")
    if measures.get("tries", 0) >= 12:
        return Verdict(False, f"Your best is {best:.3f}. Start again, and look at where the lowest ones were.")
    return Verdict(
        False, f"Your best is {best:.3f}. Losses of about 0.7 say that a network learned nothing: which way from there?"
    )


def _judge_straight(measures) -> Verdict:
    rates = measures.get("rates", 16)
    if measures.get("axes") and rates >= 10:
        return Verdict(True, f"Right: {rates:g} different rates in 16 trials.")
    return Verdict(
        False, f"Go to “What matters”: there are {rates:g} different rates so far. How else can they be drawn?"
    )


MAKINGS = (
    Making(
        "Make the picture do this: find a network with a validation loss **below 0.2** by hand.",
        {"view": "hand"},
        _judge_hand,
    ),
    Making(
        "Make the picture do this: choose a window in which the **width** matters more than the learning rate.",
        {"view": "axes", "pair": "units"},
        _judge_narrow,
    ),
    Making(
        "Make the picture do this: of 16 trials, **10 or more** different learning rates.",
        {"view": "axes", "scatter": "grid"},
        _judge_straight,
    ),
)

ask, judge = with_makings(_ask, _judge, MAKINGS)
