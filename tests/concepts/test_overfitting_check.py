"""The checks of overfitting: right answers by another way, usual slips named, goals judged by what is measured."""

import re

import numpy as np
import pytest

from nnviz.concepts import overfitting_check as check
from tests.browser_twins import in_browser
from tests.sampling import sample

ROUNDS = range(0, 24, 6)
MODULES = {
    "lessons/overfitting/state.js": "beginning, createSweep, setState",
    "lessons/overfitting/report.js": "measuresOf",
}
MEASURED = """(state) => {
  const now = beginning(), sweep = createSweep();
  setState(now, state);
  sweep.advance(now, 1e4);
  return measuresOf(now, sweep.rows());
}"""


def _numbers(words: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"\*\*(−?[\d.]+)\*\*", words)]


def test_all_three_kinds_of_questions_are_asked_and_the_first_is_a_number():
    questions = [check.ask(number) for number in range(6)]
    assert not questions[0].make and not questions[0].choices
    assert sum(question.make for question in questions) == 2 and any(question.choices for question in questions)


@pytest.mark.parametrize("start", ROUNDS)
def test_as_many_coefficients_as_examples(start):
    (n,) = _numbers(check.ask(start).words)
    assert check.judge(start, n - 1).right
    assert "one more than needed" in check.judge(start, n).words and not check.judge(start, n).right


@pytest.mark.parametrize("start", ROUNDS)
def test_the_parts_of_four_fits_by_numpy(start):
    words = check.ask(start + 1).words
    *fits, truth, sigma = _numbers(words)
    bias2, variance = (np.mean(fits) - truth) ** 2, np.var(fits)
    error = np.mean((np.array(fits) - truth) ** 2) + sigma**2
    assert error == pytest.approx(bias2 + variance + sigma**2)
    right = bias2 if "What is bias²" in words else variance if "variance there" in words else error
    assert check.judge(start + 1, round(right, 4)).right
    for slip, said in ((bias2, "bias²"), (variance, "variance"), (error - sigma**2, "leaves out the noise")):
        if abs(slip - right) > 0.02:
            assert said in check.judge(start + 1, slip).words


@pytest.mark.parametrize("start", sample(ROUNDS, 1))
def test_more_data_reach_the_goal_and_other_ways_are_named(start):
    number = start + 2
    state = check.ask(number).state
    ways = [{"n": 60}, {}, {"n": 60, "count": 4}, {"power": -2}, {"sigma": 0.05}]
    verdicts = [check.judge(number, one) for one in in_browser(MODULES, MEASURED, [{**state, **way} for way in ways])]
    assert [verdict.right for verdict in verdicts] == [True, False, False, False, False]
    for verdict, said in zip(verdicts[1:], ("alike", "stay", "Without a ridge", "Leave σ"), strict=True):
        assert said in verdict.words


@pytest.mark.parametrize("start", ROUNDS)
def test_the_right_cure_helps_and_the_others_are_tried_out(start):
    number = start + 3
    question = check.ask(number)
    verdicts = [check.judge(number, choice) for choice in question.choices]
    assert sum(verdict.right for verdict in verdicts) == 1
    assert all("Tried out" in verdict.words for verdict in verdicts if not verdict.right)
    case = ("under", "over", "right")[start // 6 % 3]
    train, new = _numbers(question.words)[1:3]
    noise = question.state["sigma"] ** 2
    assert {"under": train > 2 * noise, "over": new > 3 * train and train < noise, "right": new < 1.35 * noise}[case]
    assert verdicts[("under", "over", "right").index(case)].right


@pytest.mark.parametrize("start", ROUNDS)
def test_the_expected_training_error_is_what_many_fits_have(start):
    """Projection on p columns takes p n-ths of the noise: simulated with NumPy's own least squares."""
    number = start + 4
    degree, n, sigma = _numbers(check.ask(number).words)
    rng = np.random.default_rng(0)
    design = np.vander(np.linspace(-1, 1, int(n)), int(degree) + 1)
    noise = sigma * rng.normal(size=(int(n), 4000))
    left = np.mean((noise - design @ np.linalg.lstsq(design, noise, rcond=None)[0]) ** 2)
    truth = sigma**2 * (1 - (degree + 1) / n)
    assert left == pytest.approx(truth, rel=0.02) and check.judge(number, truth).right
    assert "noise itself" in check.judge(number, sigma**2).words


@pytest.mark.parametrize("start", sample(ROUNDS, 1))
def test_a_ridge_reaches_the_goal_and_other_ways_are_named(start):
    number = start + 5
    state = check.ask(number).state
    ways = [{"power": -3}, {}, {"count": 5}, {"n": 60}, {"power": 0}]
    verdicts = [check.judge(number, one) for one in in_browser(MODULES, MEASURED, [{**state, **way} for way in ways])]
    assert [verdict.right for verdict in verdicts] == [True, False, False, False, False]
    for verdict, said in zip(verdicts[1:], ("huge weights", "to stay", "More data would", "brings bias"), strict=True):
        assert said in verdict.words


def test_questions_come_with_other_numbers():
    for kind in range(6):
        assert len({check.ask(number).words for number in range(kind, kind + 60, 6)}) >= 4
