"""Questions about preparing data, each with other numbers, and what an answer shows. Imports no framework."""

import numpy as np

from nnviz.concepts.check import Making, Question, Story, Verdict, number_verdict, plain, with_makings

_STORIES = (
    Story(
        "A network tells from X-rays who is ill: 97 % on validation. In another hospital it is right in 58 % of cases. "
        "In the training pictures, the ill were photographed with a portable device that writes a mark in the corner",
        "The mark gave the answer away, and the other hospital has none",
        {
            "The pixels were not scaled": "Then it would have been bad on validation too.",
            "The network is too small": "A network that is too small is bad on its own validation part as well.",
        },
    ),
    Story(
        "Sounds of 20 birds are cut into 50 pieces each, and the pieces are split by chance. Validation 95 %, on the "
        "sounds of new birds 61 %",
        "Pieces of the same bird stood on both sides: split by bird",
        {
            "There are too few pieces": "There are 1,000. But how many birds are there?",
            "The mean for scaling was taken over training alone": "That is as it should be: nothing leaks that way.",
        },
    ),
    Story(
        "A network foretells who will leave a phone company: 99 % on validation, no better than chance in use. One of "
        "its columns is *date of the last bill*",
        "That column is only known once somebody has left",
        {
            "Dates cannot be given to a network": "They can, as numbers or parts of the calendar.",
            "The classes are of different sizes": "That may flatter a score, but it would be as flattering in use.",
        },
    ),
)


def _given(number: int) -> dict:
    rng = np.random.default_rng(1300 + number)
    values = [int(value) for value in np.sort(rng.choice(np.arange(2, 30), 4, replace=False))]
    return {
        "values": values,
        "at": int(rng.integers(4)),
        "share": int(rng.choice([5, 10, 20])),
        "columns": int(rng.choice([3, 6, 8, 13])),
        "rows": int(rng.choice([200, 500, 1000])),
        "low": int(rng.choice([200, 250, 300])),
        "high": int(rng.choice([1300, 1500, 1700])),
        "value": int(rng.choice([750, 900, 1000])),
        "names": [int(count) for count in rng.choice([3, 4, 5, 7, 12], 2, replace=False)],
        "numbers": int(rng.integers(3, 9)),
    }


def _ask(number: int) -> Question:
    given, kind = _given(number), number % 5
    return (_ask_z, _ask_rows, _ask_squeezed, _ask_inputs, _ask_story)[kind](given, number)


def _judge(number: int, answer) -> Verdict:
    given, kind = _given(number), number % 5
    return (_judge_z, _judge_rows, _judge_squeezed, _judge_inputs, _judge_story)[kind](given, answer, number)


def _ask_z(given: dict, _) -> Question:
    values = given["values"]
    return Question(
        f"A column holds **{', '.join(map(str, values))}** in its four training examples. What does "
        f"**{values[given['at']]}** become when the column is standardized? (Two decimals.)",
        {"view": "scale", "how": "standard", "unit": 0},
    )


def _judge_z(given: dict, answer: float, _) -> Verdict:
    values = np.array(given["values"], float)
    x, mean, deviation = values[given["at"]], values.mean(), values.std()
    truth = round((x - mean) / deviation, 2)
    written = f"({plain(x)} − {plain(mean)}) / {deviation:.3f} = {plain(truth)}"
    mistakes = {
        "That is min–max: it takes the smallest and the largest value. Standardizing takes mean and deviation.": round(
            (x - values.min()) / (values.max() - values.min()), 2
        ),
        "You divided by the variance. Take its root, the deviation.": round((x - mean) / deviation**2, 2),
        "Subtract the mean first.": round(x / deviation, 2),
        "You divided by n − 1 for the variance. Scalers divide by n.": round((x - mean) / values.std(ddof=1), 2),
        "That is the distance from the mean. Divide it by the deviation.": x - mean,
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.012}
    return number_verdict(
        answer, truth, written, mistakes, f"The mean is {plain(mean)}, the variance {values.var():.2f}."
    )


def _ask_rows(given: dict, _) -> Question:
    return Question(
        f"A table has **{given['rows']:,}** rows and **{given['columns']}** columns; **{given['share']} %** of its "
        "cells are empty, by chance. About how many rows are complete? (To the nearest whole row.)",
        {"view": "gaps", "gaps": str(given["share"]), "fill": "drop"},
    )


def _judge_rows(given: dict, answer: float, _) -> Verdict:
    n, k, p = given["rows"], given["columns"], given["share"] / 100
    truth = round(n * (1 - p) ** k)
    if abs(answer - truth) <= max(1, 0.005 * truth):
        return Verdict(True, f"Right: {n:,} · (1 − {p:g})^{k} = {n * (1 - p) ** k:,.1f}.")
    mistakes = {
        f"That would be so with one column. A row is complete only if all {k} of its cells are there.": n * (1 - p),
        "Those are the rows with at least one gap. How many have none?": n - truth,
        f"You took {given['share']} % of the whole away for every column. Each takes its share of what is left.": (
            n * max(0, 1 - k * p)
        ),
    }
    for words, value in mistakes.items():
        if abs(answer - value) <= 1 and abs(value - truth) > 2:
            return Verdict(False, words)
    return Verdict(False, f"One cell is there with probability {1 - p:g}. And {k} of them at once?")


def _ask_squeezed(given: dict, _) -> Question:
    return Question(
        f"A column goes from **{given['low']}** to **{given['high']:,}** and is scaled by min–max. Then somebody types "
        f"its largest value **ten times** too large. What does **{given['value']:,}** become? (Three decimals.)",
        {"view": "outliers", "factor": 10, "cure": "robust"},
    )


def _judge_squeezed(given: dict, answer: float, _) -> Verdict:
    low, high, x = given["low"], given["high"], given["value"]
    truth = (x - low) / (10 * high - low)
    written = f"({x} − {low}) / ({10 * high:,} − {low}) = {truth:.3f}; it was {(x - low) / (high - low):.2f} before"
    mistakes = {
        "That is what it was before the typing error. The largest value is another one now.": (x - low) / (high - low),
        "Subtract the smallest value first.": x / (10 * high),
        "Subtract the smallest value below the fraction line too.": (x - low) / (10 * high),
    }
    if abs(answer - truth) <= 0.0006:
        return Verdict(True, f"Right: {written}.")
    for words, value in mistakes.items():
        if abs(answer - value) <= 0.0006:
            return Verdict(False, words)
    return Verdict(False, f"(value − smallest) / (largest − smallest), with {10 * high:,} as the largest.")


def _ask_inputs(given: dict, _) -> Question:
    (one, other), numbers = given["names"], given["numbers"]
    return Question(
        f"A table has **{numbers}** columns of numbers, and two of names with **{one}** and **{other}** different "
        "names. Both are one-hot encoded. How many inputs does the network have?",
        {"view": "categories", "order": "life"},
    )


def _judge_inputs(given: dict, answer: float, _) -> Verdict:
    (one, other), numbers = given["names"], given["numbers"]
    truth = numbers + one + other
    mistakes = {
        "That is with one number for each column of names: ordinal.": numbers + 2,
        "That counts pairs of names. Each column has its own inputs: add them.": numbers + one * other,
        "The columns of numbers are inputs too.": one + other,
    }
    return number_verdict(answer, truth, f"{numbers} + {one} + {other} = {truth}", mistakes, "An input for every name.")


def _ask_story(given: dict, number: int) -> Question:
    return _STORIES[number // 5 % len(_STORIES)].ask("Why?", number)


def _judge_story(given: dict, answer: str, number: int) -> Verdict:
    return _STORIES[number // 5 % len(_STORIES)].judge(answer)


def _bowl(measures) -> Verdict:
    kappa = measures.get("kappa", 1e9)
    if measures.get("scaled"):
        return Verdict(False, "That is scaled. Do it by the unit alone: back to As measured, and drag.")
    if kappa <= 10:
        return Verdict(True, f"Right: κ = {kappa:.3g}. In a unit that suits, even raw columns make a bowl.")
    return Verdict(False, f"κ is {kappa:,.3g}. Which way does the ravine get wider?")


def _rough(measures) -> Verdict:
    if measures.get("view") != 2:
        return Verdict(False, "It is about the view Outliers.")
    width, factor = measures.get("middle", 1), measures.get("factor", 1)
    if width <= 0.05:
        return Verdict(
            True, f"Right: one value typed {factor:,.0f} times too large leaves the middle half {width:.3f} wide."
        )
    return Verdict(False, f"After min–max the middle half of all wines is {width:.3f} wide. Drag the wrong value on.")


_MAKINGS = (
    Making(
        "Make the picture do this: with the columns **as measured**, bring the condition number κ to **10 or less** by "
        "dragging the unit.",
        {"view": "scale", "how": "none", "unit": 0},
        _bowl,
    ),
    Making(
        "Make the picture do this: drag the one wrong value until min–max scaling leaves the middle half of all wines "
        "**less than 0.05** of the range wide.",
        {"view": "outliers", "factor": 1},
        _rough,
    ),
)

ask, judge = with_makings(_ask, _judge, _MAKINGS)
"""Question `number`, and what an answer to it shows: every fourth is one to make."""
