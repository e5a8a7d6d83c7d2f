"""Questions about curating data, each with other numbers, and what an answer shows. Imports no framework."""

import numpy as np

from nnviz.concepts.check import Making, Question, Story, Verdict, number_verdict, plain, with_makings

_STORIES = (
    Story(
        "A school trains a network on 4,000 photographs of leaves, all taken on one afternoon. 99 % on the held-out "
        "ones. In autumn, in rain, it is right in half of the cases",
        "Every photograph, also the held-out ones, came from the same afternoon",
        {
            "4,000 photographs are too few": "The next 4,000 of that afternoon would not have helped either.",
            "The network overfitted to its photographs": "Then the held-out ones of that day would be bad too.",
        },
    ),
    Story(
        "A network learns to tell cats from dogs from pictures that people posted. 30 of the 1,000 it is said to get "
        "wrong are, looked at again, labelled wrong. They are put right in the training pictures only",
        "The score is still counted against wrong labels: the judging pictures need to be looked at too",
        {
            "30 of 1,000 do not matter": "If it is wrong in 50 of 1,000, they are more than half of its errors.",
            "Wrong labels must stay, or the score is not comparable": "A score against wrong labels compares nothing.",
        },
    ),
    Story(
        "Speech of 900 men and 100 women trains a recogniser: 95 % right on a held-out tenth. Women complain",
        "The score is mostly about men: ask for the score of each group",
        {
            "95 % is good enough for everybody": "It may be 100 % for men and 50 % for women: that makes 95 %.",
            "Women's voices need another architecture": "First look at who is in the collection, and in the score.",
        },
    ),
)


def _given(number: int) -> dict:
    rng = np.random.default_rng(1350 + number)
    images = rng.choice([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], (2, 4))
    while np.array_equal(*images):
        images = rng.choice([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], (2, 4))
    return {
        "images": images,
        "held": int(rng.choice([40, 50, 80])),
        "copies": int(rng.choice([8, 10, 20])),
        "right": int(rng.choice([60, 70, 75])),
        "here": float(rng.choice([-0.4, -0.3, 0.2, 0.5])),
        "others": float(rng.choice([-0.1, 0.0, 0.1])),
        "spread": float(rng.choice([0.1, 0.2, 0.25])),
        "agree": int(rng.choice([86, 90, 94])),
        "yes": int(rng.choice([70, 80, 90])),
    }


def _ask(number: int) -> Question:
    return (_ask_copies, _ask_shift, _ask_distance, _ask_agreement, _ask_story)[number % 5](_given(number), number)


def _judge(number: int, answer) -> Verdict:
    ways = (_judge_copies, _judge_shift, _judge_distance, _judge_agreement, _judge_story)
    return ways[number % 5](_given(number), answer, number)


def _ask_copies(given: dict, _) -> Question:
    return Question(
        f"**{given['held']}** examples are held out. **{given['copies']}** of them are copies of training examples, "
        f"which the network knows by heart; of the others it gets **{given['right']} %** right. Which score is shown?",
        {"view": "copies", "near": 0.1},
        unit="%",
    )


def _judge_copies(given: dict, answer: float, _) -> Verdict:
    n, copies, right = given["held"], given["copies"], given["right"]
    truth = round(100 * (copies + (n - copies) * right / 100) / n, 2)
    written = (
        f"({copies} + {n - copies} · {right / 100:g}) / {n} = {plain(truth)} %, {plain(truth - right)} points too good"
    )
    mistakes = {
        "That is what it would be without copies: the honest score.": right,
        "Those that are copied are right, but the others count as well.": 100 * copies / n,
        "The copies are among those held out: only the rest is judged honestly.": round(100 * copies / n + right, 2),
    }
    if abs(answer - truth) <= 0.06:
        return Verdict(True, f"Right: {written}.")
    return number_verdict(answer, truth, written, mistakes, "How many are right, of how many?")


def _ask_shift(given: dict, _) -> Question:
    return Question(
        f"Your digits lean by **{plain(given['here'])}** on average, those of others by "
        f"**{plain(given['others'])}** with a deviation of **{plain(given['spread'])}**. How large is D?",
        {"view": "differ", "varied": 12},
    )


def _judge_shift(given: dict, answer: float, _) -> Verdict:
    here, others, spread = given["here"], given["others"], given["spread"]
    truth = round((here - others) / spread, 4)
    mistakes = {
        "That is the difference itself. Count it in deviations of the others.": here - others,
        "The other way round: yours minus theirs.": -truth,
        "Divide by the deviation, not by its square.": (here - others) / spread**2,
        "Subtract the mean of the others first.": here / spread,
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.01}
    written = f"({plain(here)} − ({plain(others)})) / {plain(spread)} = {plain(truth)}"
    return number_verdict(answer, truth, written, mistakes, "Yours minus theirs, divided by their deviation.")


def _ask_distance(given: dict, _) -> Question:
    one, other = ("  ".join(plain(value) for value in image) for image in given["images"])
    return Question(
        f"Two images of four pixels: **{one}** and **{other}**. How far are they apart? (Two decimals.)",
        {"view": "copies", "near": 0.2},
    )


def _judge_distance(given: dict, answer: float, _) -> Verdict:
    one, other = given["images"]
    squares = (one - other) ** 2
    truth = round(float(np.sqrt(squares.mean())), 2)
    mistakes = {
        "Take the root of that mean.": round(float(squares.mean()), 2),
        "That is the root of the sum. Take the mean of the four.": round(float(np.sqrt(squares.sum())), 2),
        "Square the differences before you take their mean.": round(float(np.abs(one - other).mean()), 2),
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.012}
    told = " + ".join(plain(round(value, 2)) for value in squares)
    return number_verdict(answer, truth, f"√(({told}) / 4) = {truth}", mistakes, "Difference, square, mean, root.")


def _ask_agreement(given: dict, _) -> Question:
    yes = given["yes"]
    return Question(
        f"Two people label 100 pictures and agree on **{given['agree']}**. Each of them says *yes* to **{yes} %**. By "
        "chance alone, how many per cent would they agree on?",
        unit="%",
    )


def _judge_agreement(given: dict, answer: float, _) -> Verdict:
    yes, agree = given["yes"] / 100, given["agree"] / 100
    truth = round(100 * (yes**2 + (1 - yes) ** 2), 2)
    kappa = (agree - truth / 100) / (1 - truth / 100)
    written = (
        f"{yes:g}² + {1 - yes:.1f}² = {truth / 100:g}; so of what chance leaves open they agree on {100 * kappa:.0f} % "
        "(Cohen’s kappa)"
    )
    mistakes = {
        "That is both saying yes. They also agree where both say no.": round(100 * yes**2, 2),
        "Half would be right if each tossed a fair coin.": 50,
        "That is how often they do agree. What would chance give?": given["agree"],
        "That is how often they differ by chance.": round(100 - truth, 2),
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.1}
    return number_verdict(answer, truth, written, mistakes, "Both yes, or both no.")


def _ask_story(given: dict, number: int) -> Question:
    return _STORIES[number // 5 % len(_STORIES)].ask("What is behind it?", number)


def _judge_story(given: dict, answer: str, number: int) -> Verdict:
    return _STORIES[number // 5 % len(_STORIES)].judge(answer)


def _recovered(measures) -> Verdict:
    others, count = measures.get("others"), measures.get("examples", 0)
    if measures.get("mine"):
        return Verdict(False, "Do it with our digits: back to “Ours, badly chosen”.")
    if others is None:
        return Verdict(False, "The network is still being trained: wait a moment.")
    if others >= 0.9 and count <= 60:
        return Verdict(True, f"Right: {100 * others:.1f} % with {count:g} examples.")
    if others >= 0.9:
        return Verdict(
            False, f"{100 * others:.1f} %, but with {count:g} examples. Fewer are enough, if they are right."
        )
    return Verdict(
        False, f"It is {100 * others:.1f} % with {count:g} examples. What do the others have that these lack?"
    )


def _single(measures) -> Verdict:
    copies, count = measures.get("copies", 1), measures.get("examples", 0)
    if copies:
        return Verdict(False, f"{copies:g} pairs nearer than 0.06 are left.")
    if count < 36:
        return Verdict(False, f"No copies, but only {count:g} examples are left: some went that stood here once.")
    return Verdict(True, f"Right: {count:g} examples, each of them once.")


_MAKINGS = (
    Making(
        "Make the picture do this: bring the score on **other people’s** digits to **90 %** or more, with **60** "
        "examples at most.",
        {"view": "collect"},
        _recovered,
    ),
    Making(
        "Make the picture do this: take out the copies, so that no two examples are nearer than **0.06**, and lose no "
        "digit that stands there once.",
        {"view": "copies", "near": 0.02},
        _single,
    ),
)

ask, judge = with_makings(_ask, _judge, _MAKINGS)
"""Question `number`, and what an answer to it shows: every fourth is one to make."""
