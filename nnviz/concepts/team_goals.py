"""Questions whose answer is what the team in the picture is made to do. Imports no framework."""

from nnviz.concepts.check import Question, Verdict
from nnviz.concepts.what_is_a_network import EVENINGS

_GOALS = (
    ((0.0, 0.0, 0.0), "a quiet band, nobody else comes, no exam", True),
    ((1.0, 0.0, 0.0), "a loud band, nobody else comes, no exam", False),
    ((1.0, 1.0, 1.0), "a loud band, all friends come, an exam tomorrow", True),
    ((0.0, 1.0, 0.0), "a quiet band, all friends come, no exam", False),
)
"""Evenings of which the team as it begins thinks otherwise: the facts, in words, and whether it is to go."""


def ask_evening(turn: int) -> Question:
    facts, words, go = _GOALS[turn % len(_GOALS)]
    return Question(
        f"**Make the picture do this.** Tonight: {words}. Make the team {_wish(turn)} for this very evening. Change "
        "perspectives, moods or the chair's weights as you like, or let the team learn.",
        {"facts": list(facts)},
        make=True,
    )


def _share(turn: int) -> int:
    return (80, 75, 70, 85, 90)[turn % 5]


def _wish(turn: int) -> str:
    go = _GOALS[turn % len(_GOALS)][2]
    return f"**at least {_share(turn)} % sure to go**" if go else f"**at most {100 - _share(turn)} % for going**"


def judge_evening(turn: int, measures) -> Verdict:
    facts, words, go = _GOALS[turn % len(_GOALS)]
    names = ("loud", "friends", "exam")
    if any(name not in measures for name in (*names, "answer")):
        return Verdict(False, "The picture has not said yet what it stands at. Touch it once, then check again.")
    moved = [name for name, fact in zip(names, facts, strict=True) if abs(measures[name] - fact) > 0.02]
    if moved:
        return Verdict(
            False,
            f"You changed the evening ({' and '.join(moved)}). Keep it as asked: {words}. Change the team instead.",
        )
    answer, share = 100 * measures["answer"], _share(turn)
    if (answer >= share) if go else (answer <= 100 - share):
        return Verdict(True, f"Done: {answer:.0f} %. Same evening, other weights, another decision.")
    missing = f"It says {answer:.0f} % so far; {_wish(turn).replace('*', '')} is the goal."
    if go:
        hint = "Who speaks up here? Give somebody a perspective that fits this evening and a large weight at the chair."
    else:
        hint = "Whose product speaks for going? Weaken it, or let somebody speak against it: with a negative weight."
    return Verdict(False, f"{missing} {hint}")


def ask_record(turn: int) -> Question:
    members = 2 + turn % 2
    return Question(
        f"**Make the picture do this.** Make a team of **{members}** decide all {len(EVENINGS)} past evenings right, "
        "without changing the record.",
        {"members": members},
        make=True,
    )


def judge_record(turn: int, measures) -> Verdict:
    members = 2 + turn % 2
    if any(name not in measures for name in ("members", "right", "evenings", "unchanged")):
        return Verdict(False, "The picture has not said yet what it stands at. Touch it once, then check again.")
    if not measures["unchanged"]:
        return Verdict(False, "The record is another one now. Press “Begin in the picture” to get the evenings back.")
    if measures["members"] != members:
        return Verdict(False, f"The team has {measures['members']:.0f} members; {members} are asked for.")
    right, evenings = int(measures["right"]), int(measures["evenings"])
    if right == evenings:
        return Verdict(True, f"All {evenings} right. Now read who is convinced by what: nobody told them.")
    hint = (
        "From the given weights two members get stuck. Where one begins matters: try weights by chance."
        if members == 2
        else "Let the team learn until it has learnt."
    )
    return Verdict(False, f"{right} of {evenings} are right. {hint}")
