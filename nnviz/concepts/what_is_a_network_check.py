"""Questions about a team that decides together, and what a reader's answer shows. Imports no framework."""

from functools import lru_cache

import numpy as np

from nnviz.concepts import team_goals
from nnviz.concepts.check import Question, Verdict, recognise
from nnviz.concepts.what_is_a_network import BEGINNING, MEMBERS


def ask(number: int) -> Question:
    """Question `number`, counted from 0: five kinds in turn, each time with other numbers."""
    return _KINDS[number % len(_KINDS)][0](number // len(_KINDS))


def judge(number: int, answer: float | str | dict[str, float]) -> Verdict:
    """What an answer shows: a number, a choice, or what the picture measured of itself."""
    return _KINDS[number % len(_KINDS)][1](number // len(_KINDS), answer)


@lru_cache(maxsize=16)
def _member(turn: int) -> tuple[list[float], float, list[float]]:
    """(weights, mood, facts): halves, such that no two slips lead to the same sum."""
    rng = np.random.default_rng(300 + turn)
    while True:
        weights = [float(v) / 2 for v in rng.choice([-6, -4, -3, -2, 2, 3, 4, 6], 3, replace=False)]
        mood, facts = float(rng.choice([-2, -1, 1, 2])), [1.0, 0.5, 0.0]
        rng.shuffle(facts)
        slips = _member_slips(weights, mood, facts)
        if len({round(value, 3) for value in slips}) == len(slips):
            return weights, mood, facts


def _member_slips(weights, mood, facts) -> tuple[float, ...]:
    products = sum(w * x for w, x in zip(weights, facts, strict=True))
    return products + mood, products, products - mood, sum(weights) + mood, sum(facts) + sum(weights) + mood


def _ask_member(turn: int) -> Question:
    weights, mood, facts = _member(turn)
    team = {
        "weights": [[w, *row[1:]] for w, row in zip(weights, BEGINNING.weights.tolist(), strict=True)],
        "biases": [mood, *BEGINNING.biases.tolist()[1:]],
        "voices": BEGINNING.voices.tolist(),
        "bias": BEGINNING.bias,
    }
    w, x = [_n(value) for value in weights], [_n(value) for value in facts]
    return Question(
        f"Ana's weights are **{w[0]}** for loud, **{w[1]}** for friends and **{w[2]}** for the exam; her mood is "
        f"**{_n(mood)}**. Tonight loud is **{x[0]}**, friends **{x[1]}** and exam **{x[2]}**. What is her sum, before "
        "the sigmoid?",
        {"facts": facts, "team": team},
    )


def _judge_member(turn: int, answer) -> Verdict:
    weights, mood, facts = _member(turn)
    truth, bare, minus, no_facts, added = _member_slips(weights, mood, facts)
    products = " + ".join(f"({_n(w)} × {_n(x)})" for w, x in zip(weights, facts, strict=True))
    mistakes = {
        f"That leaves out her mood of {_n(mood)}, which always counts.": bare,
        f"You took her mood of {_n(mood)} away instead of adding it.": minus,
        "You added up the weights. Each counts as much as its fact: a fact of 0 switches its weight off.": no_facts,
        "You added facts and weights. Multiply each weight by its own fact first.": added,
    }
    how = f"{products} + ({_n(mood)}) = {_n(truth)}"
    sure = "convinced" if truth > 0 else "not convinced" if truth < 0 else "undecided"
    return _number(answer, truth, f"{how}: she is {sure}", mistakes, "Multiply each weight by its fact, add her mood.")


@lru_cache(maxsize=16)
def _voices(turn: int) -> tuple[list[float], list[float]]:
    """(weights, voices), such that the largest weight, the largest voice and the largest product are three members'."""
    rng = np.random.default_rng(700 + turn)
    while True:
        weights = [float(v) / 2 for v in rng.choice([-10, -8, -6, -4, -3, 3, 4, 6, 8, 10], 3, replace=False)]
        voices = [float(v) / 10 for v in rng.choice(np.arange(1, 10), 3, replace=False)]
        sizes = np.abs([weights, voices, np.multiply(weights, voices)])
        ordered = np.sort(sizes, axis=1)
        if len(set(sizes.argmax(1))) == 3 and (ordered[:, 2] - ordered[:, 1] > 0.15).all():
            return weights, voices


def _reasons(turn: int) -> dict[str, int]:
    """The choices, in the members' order → 0 for the largest weight, 1 for the largest voice, 2 for the product."""
    weights, voices = _voices(turn)
    sizes = np.abs([weights, voices, np.multiply(weights, voices)])
    reasons = (
        "the chair's weight for this voice is the largest",
        "this member is the most convinced",
        "weight times voice is the largest",
    )
    owner = {int(member): reason for reason, member in enumerate(sizes.argmax(1))}
    return {f"{MEMBERS[member]}: {reasons[owner[member]]}": owner[member] for member in range(3)}


def _table(turn: int) -> str:
    weights, voices = _voices(turn)
    return "; ".join(
        f"{name} **{_n(w)}** with a voice of **{_n(h)}**" for name, w, h in zip(MEMBERS, weights, voices, strict=True)
    )


def _ask_whose(turn: int) -> Question:
    return Question(
        f"The chair's weights: {_table(turn)}. Whose voice moves the decision most?", choices=tuple(_reasons(turn))
    )


def _judge_whose(turn: int, answer) -> Verdict:
    weights, voices = _voices(turn)
    products = [w * h for w, h in zip(weights, voices, strict=True)]
    reason = _reasons(turn).get(answer)
    listed = ", ".join(
        f"{name} {_n(w)} × {_n(h)} = {_n(p)}" for name, w, h, p in zip(MEMBERS, weights, voices, products, strict=True)
    )
    if reason == 2:
        return Verdict(True, f"Right. What counts is the product: {listed}. Its sign says for or against.")
    slip = (
        "A large weight counts for little while hardly anything is said."
        if reason == 0
        else "The most convinced member still counts for little if the chair hardly listens."
    )
    return Verdict(False, f"{slip} Work out weight × voice for each, and compare their sizes without the sign.")


def _ask_chair(turn: int) -> Question:
    return Question(
        f"The chair's weights: {_table(turn + 50)}. The chair's mood is **{_n(_chair_mood(turn))}**. What is the "
        "chair's sum? (Above 0 means yes.)"
    )


def _chair_mood(turn: int) -> float:
    return (-1.0, 1.0, -2.0, 2.0)[turn % 4]


def _judge_chair(turn: int, answer) -> Verdict:
    weights, voices = _voices(turn + 50)
    mood = _chair_mood(turn)
    products = [w * h for w, h in zip(weights, voices, strict=True)]
    truth = sum(products) + mood
    mistakes = {
        f"That leaves out the chair's mood of {_n(mood)}.": truth - mood,
        f"You took the mood of {_n(mood)} away instead of adding it.": truth - 2 * mood,
        "Look at the signs: a negative weight turns a voice against.": sum(map(abs, products)) + mood,
        "You added weights and voices. Multiply each weight by its own voice first.": sum(weights) + sum(voices) + mood,
        "You added up the weights. A weight counts only as much as its voice says.": sum(weights) + mood,
    }
    how = " + ".join(f"({_n(w)} × {_n(h)})" for w, h in zip(weights, voices, strict=True))
    said = "yes" if truth > 0 else "no"
    return _number(
        answer, truth, f"{how} + ({_n(mood)}) = {_n(truth)}, so {said}", mistakes, "Multiply each weight by its voice."
    )


def _number(answer, truth: float, how: str, mistakes: dict[str, float], hint: str) -> Verdict:
    if abs(float(answer) - truth) <= 0.006:
        return Verdict(True, f"Right: {how}.")
    if mistake := recognise(float(answer), mistakes):
        return Verdict(False, mistake)
    if abs(float(answer) + truth) <= 0.006:
        return Verdict(False, "The size is right, the sign is not.")
    off = f"{_n(answer)} is {_n(abs(answer - truth))} too {'large' if answer > truth else 'small'}."
    return Verdict(False, f"{off} {hint}")


def _n(value: float) -> str:
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")


_KINDS = (
    (_ask_member, _judge_member),
    (_ask_whose, _judge_whose),
    (team_goals.ask_evening, team_goals.judge_evening),
    (_ask_chair, _judge_chair),
    (team_goals.ask_record, team_goals.judge_record),
)
"""(ask, judge) of each kind; both are given how often the kind has had its turn."""
