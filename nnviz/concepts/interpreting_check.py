"""Questions about explanations, and feedback that looks at the answer. Imports no framework."""

from collections.abc import Mapping

import numpy as np

from nnviz.concepts.check import Making, Question, Story, Verdict, number_verdict, plain

_STORIES = (
    Story(
        "After all layers of a network were drawn anew, a method's map still has a rank correlation of 0.9 with the "
        "first",
        "The map shows little of what the network has learnt: it is mostly drawn from the image",
        {
            "The method is reliable: it gives the same map every time": "The same map for a network that knows and for "
            "one that knows nothing cannot tell you what it knows.",
            "The network has not learnt anything": "Nothing was said of its score. It is the map that does not notice.",
        },
    ),
    Story(
        "A network is right for all held-out images, and for half of them once a mark in the corner is erased",
        "It reads the mark: the held-out images have the same mark, so their score could not tell",
        {
            "It has learnt its training images by heart": "Then it would fail on held-out images as they are.",
            "Erasing spoils any network": "A network that reads the shape does not mind. Test one beside it.",
        },
    ),
    Story(
        "Two methods give maps of the same image and the same network whose rank correlation is 0.0",
        "At least one of them does not show what the answer rests on: erase what each points at, and look",
        {
            "The network has no reason for its answer": "It has one, whether or not a method finds it.",
            "The mean of both maps is nearer to the truth": "Two maps that answer different questions have no mean "
            "that answers one.",
        },
    ),
    Story(
        "Integrated gradients against black give the dark background nothing, though the network was lost without it",
        "A pixel like its baseline gets nothing, whatever it means: choose another baseline",
        {
            "The background does not count": "The network was lost without it.",
            "The map is wrong: its sum does not come out": "It adds up against any baseline, to another difference "
            "each time.",
        },
    ),
)


def ask(number: int) -> Question:
    """Question `number`, counted from 0: what is seen and what follows, a sum, a rank correlation, in turn."""
    kind, turn = number % 3, number // 3
    if kind == 0:
        return _STORIES[turn % len(_STORIES)].ask("What follows?", number)
    if kind == 1:
        output, start = _ends(turn)
        return Question(
            f"The answer to the image is **{plain(output)}**, the answer to the baseline **{plain(start)}**. What do "
            "the integrated gradients of all pixels add up to?"
        )
    first, second = _ranks(turn)
    return Question(
        f"One method ranks four regions {_listed(first)} (1 counts most), the other {_listed(second)}. What is their "
        "rank correlation, 1 − 6 Σ d² / (n (n² − 1))?"
    )


def judge(number: int, answer: float | str) -> Verdict:
    """What a choice or a typed number shows."""
    kind, turn = number % 3, number // 3
    if kind == 0:
        return _STORIES[turn % len(_STORIES)].judge(answer)
    return (_judge_sum if kind == 1 else _judge_ranks)(turn, float(answer))


def _ends(turn: int) -> tuple[float, float]:
    rng = np.random.default_rng(300 + turn)
    return float(rng.integers(20, 90)) / 10, float(rng.choice([-2.5, -1.2, -0.4, 0.6, 1.5]))


def _judge_sum(turn: int, answer: float) -> Verdict:
    output, start = _ends(turn)
    truth = output - start
    mistakes = {
        "That is the answer itself. The map shares out the difference to the baseline.": output,
        "You added the baseline's answer. It is taken away.": output + start,
        "That is the other way round: from the image to the baseline.": -truth,
    }
    return number_verdict(
        answer, truth, f"{plain(output)} − ({plain(start)}) = {plain(truth)}", mistakes, "f(x) − f(b)."
    )


def _ranks(turn: int) -> tuple[list[int], list[int]]:
    rng = np.random.default_rng(500 + turn)
    first = [1, 2, 3, 4]
    second = first
    while second == first:
        second = [int(rank) for rank in rng.permutation(first)]
    return first, second


def _listed(ranks: list[int]) -> str:
    return ", ".join(map(str, ranks))


def _judge_ranks(turn: int, answer: float) -> Verdict:
    first, second = _ranks(turn)
    squares = sum((a - b) ** 2 for a, b in zip(first, second, strict=True))
    sizes = sum(abs(a - b) for a, b in zip(first, second, strict=True))
    truth = 1 - 6 * squares / 60
    mistakes = {
        "You left out the squares.": 1 - 6 * sizes / 60,
        "That is what is taken away from 1.": 6 * squares / 60,
        "That divides by n² − 1 alone; n stands below too.": 1 - 6 * squares / 15,
        "That is the sum of the squares.": float(squares),
    }
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.01}
    written = f"1 − 6 · {squares} / (4 · 15) = {plain(truth)}"
    return number_verdict(answer, truth, written, mistakes, f"The squared differences add up to {squares}.")


_SILENT = "The picture has not said yet what it stands at. Let it finish, then check again."


def _judge_turned(measures: Mapping[str, float]) -> Verdict:
    if "wrong" not in measures:
        return Verdict(False, _SILENT)
    if not measures["wrong"]:
        return Verdict(False, "Network A is still right. What does it look at? Move that, or erase it.")
    if not measures.get("cured"):
        return Verdict(False, "Network B is wrong now, too: the shape itself has suffered. Leave the shape alone.")
    return Verdict(True, "Done: A has changed its mind, and B, which reads the shape, has not.")


def _judge_pointed(measures: Mapping[str, float]) -> Verdict:
    if not measures.get("pointed"):
        return Verdict(False, "Choose “Point” above the image and click the place.")
    if not measures.get("mark"):
        return Verdict(False, "Erase that place: does A change its mind? Then look where the live map is strongest.")
    return Verdict(True, "Done: the mark. A follows it wherever it goes.")


MAKINGS = (
    Making(
        "**Make the picture do this.** Turn the answer of network A around while network B stays right.",
        {"view": "trust", "tool": "mark"},
        _judge_turned,
    ),
    Making(
        "**Make the picture do this.** Point at the place that network A's answer rests on.",
        {"view": "trust", "tool": "point", "example": 3},
        _judge_pointed,
    ),
)
"""What the reader is to make the picture do."""
