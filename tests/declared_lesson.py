"""What a lesson's page says of itself, read without a server: its text, its check of understanding and its doors."""

import runpy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from unittest.mock import patch

import numpy as np

from nnviz.concepts.check import Question, Verdict
from nnviz.views.lesson_text import Lesson, read
from pages.shared.lessons import lesson
from pages.shared.lessons.course import LESSONS


@dataclass(frozen=True)
class DeclaredLesson:
    """The arguments of a page's `lesson.rest`."""

    text: Lesson
    ask: Callable[[int], Question]
    judge: Callable[[int, float | str], Verdict]
    doors: Sequence[lesson.Door]
    _right: dict[int, float | str] = field(default_factory=dict)

    def right_answer(self, number: int = 0) -> float | str:
        """Found by search over what an answer can be, without the page's own arithmetic; once for each question."""
        if number not in self._right:
            self._right[number] = self._searched(number)
        return self._right[number]

    def _searched(self, number: int) -> float | str:
        choices = self.ask(number).choices
        steps = ((60, 0.25), (3, 0.002), (60, 0.01), (20_000, 1))
        numbers = (float(value) for most, step in steps for value in np.arange(-most, most, step))
        return next(answer for answer in choices or numbers if self.judge(number, answer).right)

    def wrong_answer(self, number: int = 0) -> float | str:
        choices = self.ask(number).choices
        if choices:
            return next(choice for choice in choices if not self.judge(number, choice).right)
        return self.right_answer(number) + 7


@cache
def declared(name: str) -> DeclaredLesson:
    """The lesson of that file name in pages/learn."""
    given = []
    text = read(LESSONS[name].text)
    with patch.multiple(
        lesson, begin=lambda _: text, picture=lambda *_: None, rest=lambda *parts, **named: given.append((parts, named))
    ):
        runpy.run_path(LESSONS[name].page)
    (parts, named) = given[0]
    return DeclaredLesson(*parts, **{"doors": (), **named})
