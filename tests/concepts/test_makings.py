"""What a picture is to be made to do is judged by what it measures of itself: the numbers that the browser's own
functions give for states of the picture."""

import pytest

from nnviz.concepts import backpropagation_check, convolution_check, descent_check, neuron_check
from nnviz.concepts.check import Making, Question, Verdict, with_makings
from tests.browser_twins import in_browser

MODULES = {
    "neuron": {"lessons/neuron/report.js": "measuresOf", "lessons/neuron/state.js": "beginning, setState"},
    "gradient_descent": {
        "lessons/gradient_descent/report.js": "measuresOf",
        "lessons/gradient_descent/state.js": "beginning, setState, trailsOf",
        "lessons/gradient_descent/loss_surfaces.js": "SURFACES",
    },
    "backpropagation": {
        "lessons/backpropagation/report.js": "measuresOf",
        "lessons/backpropagation/state.js": "beginning, setState, momentOf",
    },
    "convolutions": {
        "lessons/convolutions/report.js": "measuresOf",
        "lessons/convolutions/state.js": ("beginning, setState"),
    },
}
MEASURE = {
    "neuron": "(next) => { const s = beginning(); setState(s, next); return measuresOf(s); }",
    "gradient_descent": """(next) => {
        const s = beginning([-2, 1]); setState(s, next, SURFACES);
        return measuresOf(s, trailsOf(s, SURFACES[s.surface]), 0);
    }""",
    "backpropagation": "(next) => { const s = beginning(); setState(s, next); return measuresOf(momentOf(s)); }",
    "convolutions": "(next) => { const s = beginning(); setState(s, next, []); return measuresOf(s); }",
}
AND_LINE = {"task": "and", "w1": 1.0, "w2": 1.0, "b": -1.5}
SOBEL = {"slices": [[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]], "bias": 0}
SGD = {"on": ["sgd"], "inspect": "sgd"}
CASES = [
    ("neuron", neuron_check, 0, AND_LINE, True, "all four"),
    ("neuron", neuron_check, 0, {**AND_LINE, "b": -1.9}, False, "nearest"),
    ("neuron", neuron_check, 0, {**AND_LINE, "b": 0.5}, False, "wrong side"),
    ("neuron", neuron_check, 0, {"task": "or", "w1": 1.0, "w2": 1.0, "b": -0.5}, False, "Choose them first"),
    ("neuron", neuron_check, 1, {"task": "or", "w1": 1.0, "w2": 1.0, "b": -0.5}, True, "all four"),
    ("gradient_descent", descent_check, 0, {"surface": "ravine", **SGD, "rate": 0.09}, True, "overshoots"),
    ("gradient_descent", descent_check, 0, {"surface": "ravine", **SGD, "rate": 0.03}, False, "changes walls"),
    ("gradient_descent", descent_check, 0, {"surface": "ravine", **SGD, "rate": 0.12}, False, "climbs out"),
    ("gradient_descent", descent_check, 0, {"surface": "ravine", "on": ["sgd", "adam"]}, False, "alone"),
    ("gradient_descent", descent_check, 1, {"surface": "bowl", **SGD, "rate": 2.2}, True, "farther away"),
    ("gradient_descent", descent_check, 1, {"surface": "bowl", **SGD, "rate": 0.5}, False, "up to a rate of 2"),
    (
        "backpropagation",
        backpropagation_check,
        0,
        {"numbers": {"x1": 2.0, "w11": 5.0, "v1": 1.0, "y": 0.0}},
        True,
        "flat",
    ),
    ("backpropagation", backpropagation_check, 0, {}, False, "slope of unit 1"),
    ("backpropagation", backpropagation_check, 0, {"numbers": {"v1": 0.0}}, False, "another place"),
    ("backpropagation", backpropagation_check, 1, {}, False, "Take the update"),
    ("convolutions", convolution_check, 0, SOBEL, True, "cancel"),
    ("convolutions", convolution_check, 0, {**SOBEL, "bias": 1}, False, "bias"),
    ("convolutions", convolution_check, 0, {"slices": [[[1, 1, 1]] * 3]}, False, "add up to 9"),
    ("convolutions", convolution_check, 0, {"slices": [[[1, 0, -1], [0, 0, 0], [0, 0, 0]]]}, False, "at least three"),
    ("convolutions", convolution_check, 1, {**SOBEL, "depth": 1}, False, "What else"),
]


@pytest.fixture(scope="module")
def measured():
    """Each case's numbers, by the pictures' own functions; Node starts once for each lesson."""
    told = {}
    for name, modules in MODULES.items():
        own = [i for i, case in enumerate(CASES) if case[0] == name]
        answers = in_browser(modules, MEASURE[name], [CASES[i][3] for i in own])
        told |= dict(zip(own, answers, strict=True))
    return told


@pytest.mark.parametrize("i", range(len(CASES)), ids=[f"{case[0]}-{case[2]}-{case[5]}" for case in CASES])
def test_the_pictures_own_numbers_are_judged(measured, i):
    _, check, number, _, right, words = CASES[i]
    verdict = check.MAKINGS[number].judge(measured[i])
    assert (verdict.right, words in verdict.words) == (right, True), (measured[i], verdict)


@pytest.mark.parametrize("check", [neuron_check, descent_check, backpropagation_check, convolution_check])
def test_nothing_measured_is_a_sentence_and_not_right(check):
    for making in check.MAKINGS:
        verdict = making.judge({})
        assert not verdict.right and verdict.words.endswith((".", "?"))


def test_every_fourth_question_is_one_to_make_and_the_others_keep_their_order():
    makings = [Making(f"make {k}", {"k": k}, lambda measures, k=k: Verdict(measures == {"k": k}, "")) for k in range(2)]
    ask, judge = with_makings(lambda n: Question(str(n)), lambda n, answer: Verdict(n == answer, ""), makings)
    assert [ask(n).words for n in range(9)] == ["0", "1", "2", "make 0", "3", "4", "5", "make 1", "6"]
    assert [ask(n).make for n in (2, 3, 7)] == [False, True, True]
    assert judge(4, 3).right and judge(3, {"k": 0}).right and judge(7, {"k": 1}).right and not judge(7, {"k": 0}).right
