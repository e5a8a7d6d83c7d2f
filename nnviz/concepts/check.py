"""A check of understanding: a computed question, and feedback computed from the reader's own answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

_TOLERANCE = 0.006
"""Largest difference at which a typed number still counts as that value."""


@dataclass(frozen=True)
class Question:
    """What is asked, in Markdown.

    Attributes:
        words: the question.
        state: what the lesson's picture is set to when the reader wants to see it, or {}.
        choices: the answers to choose from; empty for a number to be typed.
        unit: of a number.
        make: the answer is what the picture is made to do: `judge` is given what it measures of itself, {name: number}.
    """

    words: str
    state: dict = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    unit: str = ""
    make: bool = False


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and what it shows, in Markdown."""

    right: bool
    words: str


def recognise(answer: float, mistakes: Mapping[str, float], tolerance: float = _TOLERANCE) -> str | None:
    """The first mistake whose value the answer has, by its words; None when it is none of them.

    Args:
        answer: what the reader typed.
        mistakes: what somebody did → the value that this leads to.
        tolerance: largest difference that still counts as the same value.
    """
    return next((words for words, value in mistakes.items() if abs(answer - value) <= tolerance), None)


def number_verdict(answer: float, truth: float, written: str, mistakes: Mapping[str, float], hint: str) -> Verdict:
    """What a typed number shows: the right one with its way, the trace of a usual mistake, or how far it is off, with a
    hint."""
    if abs(answer - truth) <= _TOLERANCE:
        return Verdict(True, f"Right: {written}.")
    off = f"{plain(answer)} is {plain(abs(answer - truth))} too {'large' if answer > truth else 'small'}."
    return Verdict(False, recognise(answer, mistakes) or f"{off} {hint}")


def plain(value: float) -> str:
    """A number of a question: 0.125, −3, to four decimals."""
    return f"{round(float(value), 4) + 0.0:g}".replace("-", "−")


@dataclass(frozen=True)
class Story:
    """Something observed, the conclusion that follows, and conclusions that do not, each with why not."""

    told: str
    right: str
    wrong: Mapping[str, str]

    def ask(self, asked: str, number: int) -> Question:
        """What follows?, the answers in an order drawn for that number."""
        choices = (self.right, *self.wrong)
        order = np.random.default_rng(number).permutation(len(choices))
        return Question(f"{self.told}. {asked}", choices=tuple(choices[i] for i in order))

    def judge(self, answer: str) -> Verdict:
        if answer == self.right:
            return Verdict(True, f"Right: {self.right[0].lower()}{self.right[1:]}.")
        return Verdict(False, self.wrong[answer])


@dataclass(frozen=True)
class Making:
    """Something that the reader is to make the picture do.

    Attributes:
        words: what, in Markdown.     state: where the picture begins.
        judge: what the picture measures of itself, {name: number} → whether it is done, and what is missing.
    """

    words: str
    state: dict
    judge: Callable[[Mapping[str, float]], Verdict]


def with_makings(
    ask: Callable, judge: Callable, makings: Sequence[Making], every: int = 4
) -> tuple[Callable, Callable]:
    """`ask` and `judge` of a lesson whose every fourth question is one to make; the first comes after three others."""

    def place(number: int) -> int | None:
        return number // every % len(makings) if number % every == every - 1 else None

    def asked(number: int) -> Question:
        at = place(number)
        if at is None:
            return ask(number - number // every)
        return Question(makings[at].words, makings[at].state, make=True)

    def judged(number: int, answer) -> Verdict:
        at = place(number)
        return judge(number - number // every, answer) if at is None else makings[at].judge(answer)

    return asked, judged
