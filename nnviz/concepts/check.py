"""A check of understanding: a computed question, and feedback computed from the reader's own answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


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


def recognise(answer: float, mistakes: Mapping[str, float], tolerance: float = 0.006) -> str | None:
    """The first mistake whose value the answer has, by its words; None when it is none of them.

    Args:
        answer: what the reader typed.
        mistakes: what somebody did → the value that this leads to.
        tolerance: largest difference that still counts as the same value.
    """
    return next((words for words, value in mistakes.items() if abs(answer - value) <= tolerance), None)


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
