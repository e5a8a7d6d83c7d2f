"""Questions about the way from a task to a network, and what an answer shows. Imports no framework."""

import numpy as np

from nnviz.concepts import walk_goals
from nnviz.concepts.check import Question, Verdict, recognise

_ENDS = {
    "binary": "1 unit, sigmoid, binary cross-entropy",
    "several": "{k} units, softmax, cross-entropy",
    "number": "1 unit, no activation, mean squared error",
    "squeezed": "1 unit, sigmoid, mean squared error",
}
_WHY = {
    "binary": "one probability says both: the other is what is left",
    "several": "{k} probabilities that sum to 1, one for each",
    "number": "a value on a scale may be anything, so nothing squeezes it, and near misses cost little",
}
_CASES = (
    ("A bank asks whether a loan will be repaid; it has {n} columns about each customer.", "binary"),
    ("A forester sorts photographs of leaves into {k} kinds of trees.", "several"),
    ("A farmer wants to know how many kilograms a field will yield, from {n} measurements.", "number"),
    ("A doctor asks which of {k} blood groups a sample shows.", "several"),
    ("A phone asks whether somebody has just said its name.", "binary"),
    ("A driver asks how many minutes the way home will take, from {n} readings of the traffic.", "number"),
)


def ask(number: int) -> Question:
    """Question `number`, counted from 0: five kinds in turn, each time with other numbers."""
    return _KINDS[number % len(_KINDS)][0](number // len(_KINDS))


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What an answer shows: a choice, a number, or what the picture measured of itself."""
    return _KINDS[number % len(_KINDS)][1](number // len(_KINDS), answer)


def _case(turn: int) -> tuple[str, str, int]:
    """(the task in words, which end it needs, number of classes)"""
    words, wanted = _CASES[turn % len(_CASES)]
    rng = np.random.default_rng(40 + turn)
    kinds, columns = int(rng.integers(3, 13)), int(rng.integers(6, 40))
    return words.format(n=columns, k=kinds), wanted, kinds


def _ask_end(turn: int) -> Question:
    words, _, kinds = _case(turn)
    return Question(
        f"{words} How should the network end, and what should its loss compare?",
        choices=tuple(end.format(k=kinds) for end in _ENDS.values()),
    )


def _judge_end(turn: int, answer) -> Verdict:
    _, wanted, kinds = _case(turn)
    chosen = next((name for name, end in _ENDS.items() if end.format(k=kinds) == answer), "")
    if chosen == wanted:
        return Verdict(True, f"Right: {_WHY[wanted].format(k=kinds)}.")
    slips = {
        ("binary", "several"): f"That has {kinds} answers to choose from, and the question is yes or no.",
        ("binary", "number"): "Without an activation it can answer 3.7: how likely is that? A yes or no wants a "
        "probability.",
        (
            "binary",
            "squeezed",
        ): "That can be trained, but the squared error hardly punishes a sure mistake: 0.99 instead "
        "of 0 costs 0.98, where the cross-entropy makes it 4.6.",
        ("several", "binary"): f"One unit can tell two apart. Here are {kinds}.",
        ("several", "number"): "A number on a scale would say that the first kind is nearer to the second than to the "
        "last: classes have no order.",
        ("several", "squeezed"): f"One unit can tell two apart. Here are {kinds}.",
        ("number", "binary"): "A sigmoid ends at 1, and the loss asks for yes or no: the answer is an amount.",
        ("number", "several"): f"{kinds} classes would treat a near miss like a far one: the answer is an amount.",
        ("number", "squeezed"): "The loss is right, the sigmoid is not: it can answer nothing above 1.",
    }
    return Verdict(False, slips.get((wanted, chosen), "Choose one of the four."))


def _sizes(turn: int) -> tuple[int, int, int]:
    """(columns, hidden units, outputs)"""
    rng = np.random.default_rng(900 + turn)
    return int(rng.integers(3, 12)), int(rng.integers(4, 13)), int(rng.choice([1, 1, 3, 5]))


def _ask_weights(turn: int) -> Question:
    columns, hidden, outputs = _sizes(turn)
    return Question(
        f"**{columns}** columns go through a Dense layer of **{hidden}** units to a Dense layer of **{outputs}** "
        f"unit{'s' * (outputs > 1)}. How many weights and biases is that?"
    )


def _judge_weights(turn: int, answer) -> Verdict:
    columns, hidden, outputs = _sizes(turn)
    truth = (columns + 1) * hidden + (hidden + 1) * outputs
    mistakes = {
        "The biases are missing: one for each unit.": columns * hidden + hidden * outputs,
        "That is the first layer alone.": (columns + 1) * hidden,
        "That counts one bias for each layer. Every unit has its own.": columns * hidden + hidden * outputs + 2,
        "You multiplied all three. The layers' weights are added.": columns * hidden * outputs,
        "You added the sizes. Every unit has a weight for every number that comes in.": columns + hidden + outputs,
        "The inputs have no biases: they are only passed on.": truth + columns,
    }
    how = f"({columns} + 1) × {hidden} + ({hidden} + 1) × {outputs} = {truth}"
    return _number(
        float(answer), truth, how, mistakes, "Each unit has a weight for each number that comes in, and a bias."
    )


def _counts(turn: int) -> tuple[int, int, int]:
    """(of the frequent class, of the other one, by how many points the network is better than a guess)"""
    rng = np.random.default_rng(77 + turn)
    many = int(rng.choice([60, 65, 70, 75, 80, 85, 90]))
    return 4 * many, 4 * (100 - many), int(rng.choice([1, 2, 3, 4, 6, 7]))


def _ask_guess(turn: int) -> Question:
    many, few, better = _counts(turn)
    share = 100 * many // (many + few)
    return Question(
        f"Of {many + few} patients, **{many}** are well and **{few}** are ill. A network is right for "
        f"**{share + better} %** of them. By how many points is it better than always saying “well”?",
        unit="points",
    )


def _judge_guess(turn: int, answer) -> Verdict:
    many, few, better = _counts(turn)
    share = 100 * many // (many + few)
    mistakes = {
        "That is its accuracy. What would somebody reach who says “well” to everyone?": share + better,
        "That compares it with tossing a coin. Saying “well” to everyone does better than a coin.": share + better - 50,
        "That is the share of the well: what the guess reaches. By how much is the network above it?": share,
        "That compares it with the share of the ill. Saying “well” to everyone is right for all others.": share
        + better
        - (100 - share),
    }
    how = f"saying “well” to everyone is right for {share} %, {many} of {many + few}; the network has {better} more"
    return _number(float(answer), better, how, mistakes, "What does saying “well” to everyone reach?")


def _number(answer: float, truth: float, how: str, mistakes: dict[str, float], hint: str) -> Verdict:
    if abs(answer - truth) <= 0.006:
        return Verdict(True, f"Right: {how}.")
    mistake = recognise(answer, mistakes)
    return Verdict(False, mistake or f"{answer:g} is too {'large' if answer > truth else 'small'}. {hint}")


_KINDS = (
    (_ask_end, _judge_end),
    (_ask_weights, _judge_weights),
    (walk_goals.ask_pairing, walk_goals.judge_pairing),
    (_ask_guess, _judge_guess),
    (walk_goals.ask_training, walk_goals.judge_training),
)
"""(ask, judge) of each kind; both are given how often the kind has had its turn."""
