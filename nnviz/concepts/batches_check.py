"""Questions about epochs and batches, each with other numbers, and what an answer shows. Imports no framework."""

from math import ceil, sqrt

import numpy as np

from nnviz.concepts.batches import last_batch, updates
from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.words import plain

_KINDS = ("updates", "noise", "exactly", "last", "sorted", "drawn")
_DIGITS, _SAMPLE = 1438, 512
"""Training examples of the lesson's digits, and how many of them the picture of gradients takes."""


def ask(number: int) -> Question:
    """Question `number`: six kinds in turn, each time with other numbers."""
    kind, given = _given(number)
    ways = (_ask_updates, _ask_noise, _ask_exactly, _ask_last, _ask_sorted, _ask_drawn)
    return dict(zip(_KINDS, ways, strict=True))[kind](given)


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What an answer shows: the right one, the trace of a usual mistake, or how far it is off."""
    kind, given = _given(number)
    ways = (_judge_updates, _judge_noise, _judge_exactly, _judge_last, _judge_sorted, _judge_drawn)
    return dict(zip(_KINDS, ways, strict=True))[kind](given, answer)


def _given(number: int) -> tuple[str, dict[str, int]]:
    rng = np.random.default_rng(9000 + number)
    if number == 0:
        return "updates", {"examples": 437, "batch": 64, "epochs": 5, "factor": 4, "wanted": 90}
    batch = int(rng.choice([16, 32, 64, 128]))
    return _KINDS[number % len(_KINDS)], {
        "examples": int(rng.integers(3, 30)) * batch + int(rng.integers(2, batch - 1)),
        "batch": batch,
        "epochs": int(rng.choice([3, 5, 10, 20])),
        "factor": int(rng.choice([4, 9, 16, 25])),
        "wanted": int(rng.choice([24, 36, 45, 90])),
    }


def _ask_updates(given) -> Question:
    n, batch, epochs = given["examples"], given["batch"], given["epochs"]
    return Question(
        f"There are **{n:,}** training examples, and a batch holds **{batch}**. How many times are the weights changed "
        f"in **{epochs}** epochs?",
        {"view": "epoch", "network": "digits", "batch": batch, "epochs": min(epochs, 5)},
    )


def _judge_updates(given, answer) -> Verdict:
    n, batch, epochs = given["examples"], given["batch"], given["epochs"]
    each = updates(n, batch)
    truth = each * epochs
    why = f"⌈{n:,} / {batch}⌉ = ⌈{n / batch:.2f}⌉ = {each} updates an epoch, times {epochs} is {truth:,}."
    mistakes = {
        f"You rounded down. The last {last_batch(n, batch)} examples make a batch of their own: an epoch leaves nobody "
        "out.": (each - 1) * epochs,
        "That is one epoch. The weights are changed again in each of them.": each,
        "That is how many examples are seen. Each update takes a whole batch of them.": n * epochs,
        "You rounded up once, at the end. Every epoch ends with a short batch of its own.": ceil(n * epochs / batch),
        "You counted the examples in a batch, not the batches.": batch * epochs,
    }
    return _verdict(answer, truth, why, mistakes)


def _ask_noise(given) -> Question:
    factor = given["factor"]
    return Question(
        f"Your batches become **{factor} times** as large (and are still small beside all examples). How does the "
        "distance by which a batch’s gradient strays change?",
        {"view": "arrow", "network": "digits", "batch": 4},
        (
            f"It is divided by {factor}",
            f"It is divided by {round(sqrt(factor))}",
            "It stays the same",
            f"It is divided by {factor**2}",
        ),
    )


def _judge_noise(given, answer) -> Verdict:
    factor = given["factor"]
    root = round(sqrt(factor))
    why = f"It falls like 1/√B: √{factor} = {root}."
    if answer == f"It is divided by {root}":
        return Verdict(True, f"Right. {why} {factor} times the work buys {root} times the precision.")
    return Verdict(
        False,
        {
            f"It is divided by {factor}": "That is the variance, the distance squared.",
            "It stays the same": "In a larger batch, what is odd about single examples cancels more.",
            f"It is divided by {factor**2}": "That would be a bargain: precision grows far more slowly than the work.",
        }.get(str(answer), "")
        + f" {why}",
    )


def _ask_exactly(given) -> Question:
    return Question(
        f"Under **One epoch**, with the handwritten digits ({_DIGITS:,} examples): set batch size and epochs so that "
        f"training makes **{_target(given):,} updates** in all.",
        {"view": "epoch", "network": "digits", "batch": 300, "epochs": 1},
        make=True,
    )


def _target(given) -> int:
    return updates(_DIGITS, {24: 64, 36: 48, 45: 32, 90: 24}[given["wanted"]], 2)


def _judge_exactly(given, measures) -> Verdict:
    target = _target(given)
    if measures.get("examples") != _DIGITS:
        return Verdict(False, "The picture shows other data. Choose the handwritten digits.")
    made, batch, epochs = (int(measures.get(name, 0)) for name in ("updates", "batch", "epochs"))
    written = f"⌈{_DIGITS:,} / {batch:,}⌉ × {epochs} = {made:,}"
    if made == target:
        return Verdict(True, f"Right: {written}.")
    way = "smaller batches, or more epochs" if made < target else "larger batches, or fewer epochs"
    return Verdict(False, f"{written}, and {target:,} are wanted: {way}.")


def _ask_last(given) -> Question:
    n, batch = given["examples"], given["batch"]
    return Question(
        f"**{n:,}** examples, batches of **{batch}**. How many examples does the last batch of an epoch hold?"
    )


def _judge_last(given, answer) -> Verdict:
    n, batch = given["examples"], given["batch"]
    truth, full = last_batch(n, batch), n // batch
    why = f"{full} full batches take {full * batch:,} of the {n:,}; {truth} are left."
    mistakes = {
        "That is a full batch. The last one takes what is left.": batch,
        "That is how many are missing from a full batch.": batch - truth,
        "That is the number of batches.": updates(n, batch),
        "That is the number of full batches.": full,
    }
    return _verdict(answer, truth, why, mistakes)


def _ask_sorted(given) -> Question:
    return Question(
        f"The examples are sorted by class and never shuffled; a batch holds **{given['batch']}**. What goes wrong?",
        {"view": "epoch", "network": "digits", "batch": given["batch"], "order": "sorted"},
        tuple(_SORTED),
    )


_SORTED = {
    "Some examples are never seen": "Every epoch still sees every example once; only the order is another one.",
    "Each batch pulls the network towards one class, and the next one pulls it away": "",
    "There are fewer updates in an epoch": "The number of updates is ⌈n/B⌉, whatever the order.",
    "The gradients of the batches become too small": (
        "They become larger: for a batch of one class there is an easy way down, and all its examples agree on it."
    ),
}


def _judge_sorted(given, answer) -> Verdict:
    wrong = _SORTED.get(str(answer), "Choose one of the four.")
    if not wrong:
        return Verdict(True, "Right: what one batch teaches, the next ones undo. The loss of the batches jumps.")
    return Verdict(False, wrong)


def _ask_drawn(given) -> Question:
    return Question(
        "Under **A batch’s arrow**, with the digits **after 20 epochs**: find a batch size at which batches stray by "
        "**half to one and a half** times the length of the step by all examples.",
        {"view": "arrow", "network": "digits", "batch": 1, "stage": 0},
        make=True,
    )


def _judge_drawn(given, measures) -> Verdict:
    if measures.get("sample") != _SAMPLE or measures.get("stage") != 2:
        return Verdict(False, "Show the digits’ gradients after 20 epochs first.")
    ratio = measures.get("stray", 0) / max(measures.get("length", 0), 1e-12)
    batch = int(measures.get("batch", 0))
    if 0.5 <= ratio <= 1.5:
        return Verdict(True, f"Right: batches of {batch} stray by {plain(ratio, 2)} times the step’s own length.")
    if ratio > 1.5:
        return Verdict(
            False, f"Batches of {batch} stray by {plain(ratio, 2)} times the step’s length: take larger ones."
        )
    return Verdict(
        False, f"Batches of {batch} stray by only {plain(ratio, 2)} times the step’s length: smaller ones will do."
    )


def _verdict(answer: float, truth: int, why: str, mistakes: dict[str, float]) -> Verdict:
    if abs(float(answer) - truth) <= 0.3:
        return Verdict(True, f"Right: {why}")
    way = "too many" if answer > truth else "too few"
    return Verdict(False, recognise(float(answer), mistakes, 0.3) or f"{plain(answer)} is {way}. {why}")
