"""Checks of understanding: the right number is right, every usual mistake is recognised, anything else gets its
distance."""

import re

import numpy as np
import pytest

from nnviz.concepts import backpropagation_check, convolution_check, descent_check, neuron_check
from nnviz.concepts.check import recognise
from tests.sampling import sample


def _right(check, number: int, most: int = 40, step: float = 0.25) -> float:
    """Found by search over what an answer can be, without the module's own arithmetic."""
    found = [value for value in np.arange(-40, most, step) if check.judge(number, value).right]
    assert len(found) == 1
    return float(found[0])


@pytest.mark.parametrize("number", range(12))
def test_neuron_sums_by_hand(number):
    question = neuron_check.ask(number)
    w1, w2, x1, x2 = (question.state[name] for name in ("w1", "w2", "x1", "x2"))
    truth = _right(neuron_check, number)
    if "What is the sum z" in question.words:
        assert truth == w1 * x1 + w2 * x2 + question.state["b"]
    if "ReLU" in question.words:
        assert truth == max(0, w1 * x1 + w2 * x2 + question.state["b"])
    if "Which bias" in question.words:
        assert w1 * x1 + w2 * x2 + truth == 0
    if "learning rate" in question.words:
        wanted = int(re.search(r"class is \*\*(\d)\*\*", question.words)[1])
        assert truth == w1 + 0.5 * (wanted - (1 - wanted)) * x1


def test_feedback_is_computed_from_the_answer():
    state = neuron_check.ask(0).state
    z = state["w1"] * state["x1"] + state["w2"] * state["x2"] + state["b"]
    assert "without the bias" in neuron_check.judge(0, z - state["b"]).words
    far = neuron_check.judge(0, z + 31)
    assert "31 too large" in far.words and not far.right


@pytest.mark.parametrize("number", sample(range(16), 6))
def test_convolution_answers_by_hand(number):
    words = convolution_check.ask(number).words
    truth = _right(convolution_check, number, 3300 if "parameters" in words else 100, 1)  # they are whole numbers
    numbers = [int(n) for n in re.findall(r"\d+", words)]
    if "How many rows" in words:
        n, _, k, _, s = numbers[:5]
        assert truth == (len(range(0, n - k + 1, s)) if "no padding" in words else len(range(0, n, s)))
    elif "parameters" in words:
        filters, k, _, channels = numbers
        assert truth == filters * (k * k * channels + 1)
    elif "across" in words:
        layers, k = numbers[:2]
        assert truth == 1 + layers * (k - 1)
    assert not convolution_check.judge(number, truth + 0.5).right


def test_recognise_takes_the_first_that_fits():
    assert recognise(2.0, {"a": 1.0, "b": 2.0, "c": 2.0}) == "b"
    assert recognise(2.5, {"a": 1.0}) is None


@pytest.mark.parametrize(
    ("check", "slip", "words", "right"),
    [
        (neuron_check, 2.5, "without the bias", 2),
        (descent_check, 1.4, "You added the step", 0.6),
        (backpropagation_check, -0.245, "That is the blame alone", 0.163),
        (convolution_check, 9, "leaves out the + 1", 10),
    ],
)
def test_the_usual_slip_of_the_first_question_is_named(check, slip, words, right):
    assert words in check.judge(0, slip).words and not check.judge(0, slip).right
    assert check.judge(0, right).right
