"""The checks of gradient descent and backpropagation: right answers by another way, and slips that are recognised."""

import re

import pytest

from nnviz.concepts import backpropagation_check, descent_check
from nnviz.concepts.backpropagation import PARAMETERS, passes, values


def given(words: str) -> list[float]:
    """The numbers that a question states after an equals sign."""
    return [float(text.replace("−", "-")) for text in re.findall(r"= ?(?:\$)?([−-]?\d+(?:\.\d+)?)", words)]


@pytest.mark.parametrize("number", range(0, 30))
def test_the_numbers_of_the_question_lead_to_the_answer(number):
    stated = given(backpropagation_check.ask(number).words)
    if number % 3 == 0:
        answer = stated[0] * stated[1]
    elif number % 3 == 1:
        blame, weight, h, x = stated
        answer = blame * weight * (1 - h * h) * x
    else:
        weight, gradient, rate = stated
        answer = weight - rate * gradient
    assert backpropagation_check.judge(number, round(answer, 3)).right


@pytest.mark.parametrize("number", range(0, 12))
def test_the_question_is_about_the_network_that_it_shows(number):
    state = backpropagation_check.ask(number).state
    known = values(passes(state["numbers"], state["hidden"], rate=state["rate"]))
    assert set(PARAMETERS) <= set(state["numbers"])
    stated = given(backpropagation_check.ask(number).words)
    if number % 3 < 2:
        assert stated[0] == pytest.approx(known["ds"], abs=6e-4)


def test_slips_are_named():
    for number in range(0, 9):
        wrong = backpropagation_check.judge(number, 17.0)
        assert not wrong.right and "away from it" in wrong.words
    stated = given(backpropagation_check.ask(2).words)
    assert "added" in backpropagation_check.judge(2, stated[0] + stated[2] * stated[1]).words
    assert "learning rate" in backpropagation_check.judge(2, stated[0] - stated[1]).words


@pytest.mark.parametrize("number", range(0, 30))
def test_descent_answers(number):
    stated = given(descent_check.ask(number).words)
    if number % 3 == 0:
        w, rate = stated
        answer, slip = w - rate * 20 * w, w + rate * 20 * w
    elif number % 3 == 1:
        _, w, rate = stated
        first = -rate * w
        answer, slip = w + first + (0.9 * first - rate * (w + first)), w * (1 - rate) ** 2
    else:
        curve = float(re.search(r"\{(\d+)\}\{2\}", descent_check.ask(number).words).group(1))
        answer, slip = 2 / curve, 1 / curve
    assert descent_check.judge(number, answer).right
    verdict = descent_check.judge(number, slip)
    assert not verdict.right and "too large by" not in verdict.words and "too small by" not in verdict.words
