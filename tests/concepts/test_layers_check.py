"""The checks of width and depth: right answers by another way, usual slips named, goals judged by what is measured."""

import re

import numpy as np
import pytest

from nnviz.concepts import layers_check as check
from nnviz.concepts.folds import pieces
from tests.browser_twins import in_browser

ROUNDS = range(0, 24, 8)
MEASURED = """(state) => {
  const now = beginning();
  setState(now, state);
  return measuresOf(now);
}"""
MODULES = {"lessons/layers/state.js": "beginning, setState", "lessons/layers/report.js": "measuresOf"}


def _numbers(words: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"\*\*(−?[\d.]+)\*\*", words)]


def test_all_three_kinds_of_questions_are_asked_and_the_first_is_a_number():
    questions = [check.ask(number) for number in range(8)]
    assert not questions[0].make and not questions[0].choices
    assert sum(question.make for question in questions) == 2
    assert sum(bool(question.choices) for question in questions) == 3


@pytest.mark.parametrize("start", ROUNDS)
def test_parameters_are_counted_number_by_number(start):
    inputs, units, outputs = map(int, _numbers(check.ask(start).words))
    truth = sum(1 for _ in range(units) for _ in range(inputs + 1)) + sum(
        1 for _ in range(outputs) for _ in range(units + 1)
    )
    assert check.judge(start, truth).right
    assert "biases" in check.judge(start, truth - units).words
    assert "also has a bias" in check.judge(start, truth - units - outputs).words


@pytest.mark.parametrize("start", ROUNDS)
def test_the_output_of_hard_steps_is_what_the_picture_draws(start):
    question = check.ask(start + 1)
    x = _numbers(question.words)[-1]
    modules = {**MODULES, "lessons/layers/steps.js": "outputAt"}
    function = "([state, x]) => outputAt(state.units, state.c, x)"
    (drawn,) = in_browser(modules, function, [[question.state, x]])
    assert check.judge(start + 1, round(drawn, 3)).right
    everything = sum(unit["v"] for unit in question.state["units"]) + question.state["c"]
    assert "all three" in check.judge(start + 1, everything).words
    assert not check.judge(start + 1, drawn + 0.05).right


@pytest.mark.parametrize("start", ROUNDS)
def test_a_box_is_judged_by_what_the_picture_measures(start):
    number = start + 2
    question = check.ask(number)
    box = question.state["box"]
    size = box["high"] - box["low"]
    right = [{"t": box["from"], "v": size, "s": 0.005}, {"t": box["to"], "v": -size, "s": 0.005}]
    unbalanced = [right[0], {**right[1], "v": -size / 2}]
    moved = [{**right[0], "t": box["from"] - 0.1}, right[1]]
    soft = [{**unit, "s": 0.05} for unit in right]
    ways = [right, unbalanced, moved, soft, right[:1], [*right, right[0]]]
    *states, begun = [*({**question.state, "units": units} for units in ways), question.state]
    verdicts = [check.judge(number, measured) for measured in in_browser(MODULES, MEASURED, [*states, begun])]
    assert [verdict.right for verdict in verdicts] == [True, *[False] * 6]
    for verdict, said in zip(verdicts[1:6], ("add up to", "begin", "harder", "come down", "enough"), strict=True):
        assert said in verdict.words
    assert "Begin in the picture" in check.judge(number, {"units": 2, "error": 0.01}).words


@pytest.mark.parametrize("start", ROUNDS)
def test_the_choice_of_units_has_one_right_answer_and_every_other_says_why(start):
    for number in (start + 3, start + 6, start + 7):
        verdicts = [check.judge(number, choice) for choice in check.ask(number).choices]
        assert sum(verdict.right for verdict in verdicts) == 1
        assert all(len(verdict.words) > 20 for verdict in verdicts)


@pytest.mark.parametrize("start", ROUNDS)
def test_pieces_are_counted(start):
    number, depth = start + 4, int(_numbers(check.ask(start + 4).words)[0])
    truth, slip, said = pieces(depth), 2 * depth, "You added"
    if "would **one** layer" in check.ask(number).words:
        truth, slip, said = 3 * truth + 1, 6 * depth + 1, "of the deep network"
    assert check.judge(number, truth).right
    assert not check.judge(number, truth - 1).right
    assert said in check.judge(number, slip).words


@pytest.mark.parametrize("start", ROUNDS)
def test_folds_are_judged_by_what_the_picture_measures(start):
    number = start + 5
    state = check.ask(number).state
    depth = state["depth"] + 2
    ways = [
        {"depth": depth, "peak": 1},
        {"depth": depth},
        {"depth": depth - 1, "peak": 1},
        {"depth": depth + 1, "peak": 1},
    ]
    measured = in_browser(MODULES, MEASURED, [{**state, **way} for way in ways])
    verdicts = [check.judge(number, one) for one in measured]
    assert [verdict.right for verdict in verdicts] == [True, False, False, False]
    for verdict, said in zip(verdicts[1:], ("tip", "left for more", "too many"), strict=True):
        assert said in verdict.words
    assert "Many layers" in check.judge(number, {**measured[0], "folds": 0}).words


def test_questions_come_with_other_numbers():
    assert len({check.ask(number).words for number in range(0, 80, 8)}) >= 6
    assert all(np.isfinite(_numbers(check.ask(number).words)).all() for number in range(24))


@pytest.mark.parametrize("start", ROUNDS)
def test_the_network_to_take_is_the_smallest_within_one_percent_of_the_best(start):
    question = check.ask(start + 7)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in question.words.splitlines()
        if line.startswith("|") and " × " in line
    ]
    rows = [(name, float(new.rstrip(" %\u00a0\u202f"))) for name, _, _, new in rows if "%" in new]
    best = max(new for _, new in rows)
    name = next(name for name, new in rows if new >= best - 1)
    right = [choice for choice in question.choices if check.judge(start + 7, choice).right]
    assert [choice.split(",")[0] for choice in right] == [name]
