"""Questions about vanishing gradients: the picture's own numbers, judged by closed forms."""

import re

import numpy as np
import pytest

from nnviz.concepts.vanishing_gradients_check import ask, judge, reaches
from tests.browser_twins import in_browser


def _state(number):
    return ask(number).state


@pytest.mark.parametrize("number", [0, 6, 12])
def test_a_power_and_its_slips(number):
    depth, scale = _state(number)["depth"], _state(number)["scale"]
    factor = scale / np.sqrt(2)
    assert judge(number, factor ** (depth - 1)).right
    assert "steps" in judge(number, factor**depth).words and not judge(number, factor**depth).right
    assert "a power is needed" in judge(number, factor * (depth - 1)).words
    assert "slopes are missing" in judge(number, scale ** (depth - 1)).words or scale == 1.0


@pytest.mark.parametrize("number", [1, 7, 13])
def test_only_relu_with_hes_scale_brings_enough(number):
    choices = ask(number).choices
    right = [choice for choice in choices if judge(number, choice).right]
    assert right == ["ReLU instead, with He's scale"]
    depth = _state(number)["depth"]
    assert reaches(depth, np.sqrt(2), "relu")[0] > 0.01 > reaches(depth, 4.0, "sigmoid")[0]
    assert reaches(depth // 2, 1.0, "sigmoid")[0] < 0.01


def test_a_network_to_mend():
    for number, activation in ((2, "relu"), (8, "tanh"), (14, "sigmoid")):
        assert ask(number).make and _state(number)["activation"] == activation
        start = reaches(_state(number)["depth"], _state(number)["scale"], activation)[0]
        made = {activation: 1.0, "depth": _state(number)["depth"], "first": start, "skip": 0, "normalized": 0}
        assert not judge(number, made).right
        assert judge(number, made | {"first": 0.9}).right
        assert not judge(number, made | {"first": 0.9, "depth": 5}).right
        assert judge(number, made | {"first": 0.9, "skip": 1}).right == (activation == "sigmoid")
        assert "too much" in judge(number, made | {"first": 50.0}).words
    assert not judge(2, {}).right


def test_each_mend_is_possible_in_the_picture():
    assert 0.1 < reaches(40, np.sqrt(2), "relu")[0] < 10
    assert 0.1 < reaches(30, 1.2, "tanh")[0] < 10
    assert 0.1 < reaches(30, 1.0, "sigmoid", "batch")[0] < 10
    assert reaches(30, 1.0, "sigmoid", "layer")[0] < 1e-6, "layer normalization does not: a surprise"


@pytest.mark.parametrize("number", [3, 9, 15])
def test_clipping_keeps_the_direction(number):
    threshold = _state(number)["threshold"]
    lengths = re.search(r"layer 1 is (\d+) long, that of layer 2 (\d+)", ask(number).words)
    first, second = (float(length) for length in lengths.groups())
    whole = np.hypot(first, second)
    assert judge(number, first / whole * threshold).right
    assert "squares" in judge(number, first / (first + second) * threshold).words
    assert not judge(number, first).right


@pytest.mark.parametrize("number", [4, 10])
def test_with_normalization_the_scale_does_nothing(number):
    state = _state(number)
    one, two = (reaches(state["depth"], scale, "relu", state["normalization"])[0] for scale in (1.0, 2.0))
    assert 0.8 < one / two < 1.25
    assert [judge(number, choice).right for choice in ask(number).choices] == [False, True, False]


def test_skips_alone_explode():
    most = int(ask(5).words.split("at most ")[-1].split()[0])
    first, _ = reaches(most, 1.41, "relu", skip=True)
    assert first > 1000
    assert judge(5, {"first": first, "depth": most, "scale": 1.41}).right
    assert not judge(5, {"first": first, "depth": most, "scale": 2.0}).right
    assert not judge(5, {"first": 10, "depth": most, "scale": 1.41}).right
    assert not judge(5, {"first": first, "depth": most + 1, "scale": 1.41}).right


def test_the_picture_measures_what_the_questions_know():
    modules = {"lessons/vanishing_gradients/moment.js": "momentOf", "lessons/vanishing_gradients/state.js": "beginning"}
    cases = [_state(number) for number in range(3)] + [{"depth": 18, "activation": "relu", "scale": 1.41, "skip": True}]
    answers = in_browser(modules, "(state) => momentOf({ ...beginning(), ...state }).first", cases)
    for case, first in zip(cases, answers, strict=True):
        scale = np.sqrt(2) if case["scale"] == 1.41 else case["scale"]
        ours = reaches(case["depth"], scale, case["activation"], skip=case.get("skip", False))
        assert first == pytest.approx(ours[0], rel=1e-6)
