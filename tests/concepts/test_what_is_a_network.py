"""The team is a network of Keras and learns as one does; what the lesson claims of it is so."""

import itertools

import keras
import numpy as np
import pytest
from scipy.optimize import linprog

from nnviz.concepts import what_is_a_network_check as check
from nnviz.concepts.what_is_a_network import BEGINNING, EVENINGS, GOOD, MEMBERS, Team, decide, learn, loss, right
from nnviz.errors import SpecError
from tests.browser_twins import in_browser

_TEAM = "lessons/what_is_a_network/team.js"
_RECORD = np.column_stack([EVENINGS, GOOD]).tolist()


def _keras(team: Team) -> keras.Model:
    dense = keras.layers.Dense
    model = keras.Sequential([keras.Input((3,)), dense(len(team.voices), "sigmoid"), dense(1, "sigmoid")])
    model.set_weights([team.weights, team.biases, team.voices[:, None], np.array([team.bias])])
    return model


def _json(team: Team) -> dict:
    return {
        "weights": team.weights.tolist(),
        "biases": team.biases.tolist(),
        "voices": team.voices.tolist(),
        "bias": team.bias,
    }


def _drawn(seed: int) -> Team:
    rng = np.random.default_rng(seed)
    return Team(rng.normal(size=(3, 3)) * 2, rng.normal(size=3), rng.normal(size=3) * 3, float(rng.normal()))


@pytest.mark.parametrize("team", [BEGINNING, _drawn(1), _drawn(2).first(2), _drawn(3).first(1)])
def test_the_team_is_a_network_of_keras_and_learns_as_it_does(team):
    model = _keras(team)
    np.testing.assert_allclose(decide(team, EVENINGS).answer, model(EVENINGS)[:, 0], atol=1e-6)
    model.compile(keras.optimizers.SGD(2.0), "binary_crossentropy")
    for _ in range(3):
        assert float(model.train_on_batch(EVENINGS, GOOD)) == pytest.approx(loss(team, EVENINGS, GOOD), abs=1e-5)
        team = learn(team, EVENINGS, GOOD, 2.0)
        for own, theirs in zip(_json(team).values(), model.get_weights(), strict=True):
            np.testing.assert_allclose(np.ravel(own), theirs.ravel(), atol=1e-5)


def test_the_browser_begins_with_the_same_team_and_record_and_computes_the_same():
    [(beginning, evenings)] = in_browser({_TEAM: "BEGINNING, EVENINGS"}, "() => [BEGINNING, EVENINGS]", [0])
    assert beginning == _json(BEGINNING) and evenings == _RECORD
    teams = [BEGINNING, _drawn(4), _drawn(5).first(2)]
    answers = in_browser(
        {_TEAM: "decide, learn, lossOf, rightOf, factsOf"},
        "([team, record]) => [record.map((one) => decide(team, factsOf(one)).answer), lossOf(team, record), "
        "rightOf(team, record), learn(team, record, 2)]",
        [[_json(team), _RECORD] for team in teams],
    )
    for team, (answered, lost, count, after) in zip(teams, answers, strict=True):
        np.testing.assert_allclose(answered, decide(team, EVENINGS).answer, atol=1e-12)
        assert lost == pytest.approx(loss(team, EVENINGS, GOOD)) and count == right(team, EVENINGS, GOOD)
        learnt = _json(learn(team, EVENINGS, GOOD, 2.0))
        for name, values in after.items():
            np.testing.assert_allclose(values, learnt[name], atol=1e-12)


def test_no_member_alone_can_have_all_evenings_right():
    """No line has all on their sides (a linear program says so), while one can be found for nine."""

    def parted(rows) -> bool:
        signs = 2 * GOOD[list(rows)] - 1
        bounds = -signs[:, None] * np.column_stack([EVENINGS[list(rows)], np.ones(len(rows))])
        return linprog(np.zeros(4), bounds, -np.ones(len(rows)), bounds=[(None, None)] * 4).status == 0

    assert not parted(range(10))
    assert any(parted(rows) for rows in itertools.combinations(range(10), 9))


def test_what_the_trials_say():
    """15 % for a quiet evening alone; three learn it all in 205 steps; one gets stuck at eight."""
    assert decide(BEGINNING, (0, 0, 0)).answer[0] == pytest.approx(0.15, abs=0.005)
    team, best = BEGINNING, 0
    for _ in range(205):
        assert loss(team, EVENINGS, GOOD) > 0.05
        team = learn(team, EVENINGS, GOOD, 2.0)
    assert loss(team, EVENINGS, GOOD) < 0.05 and right(team, EVENINGS, GOOD) == 10
    alone = BEGINNING.first(1)
    for _ in range(1500):
        alone = learn(alone, EVENINGS, GOOD, 2.0)
        best = max(best, right(alone, EVENINGS, GOOD))
    assert best == right(alone, EVENINGS, GOOD) == 8


def test_facts_that_nobody_looks_at_are_refused():
    with pytest.raises(SpecError, match="facts"):
        decide(BEGINNING, (1, 0))


def _number(number: int) -> float:
    values = [float(value) for value in np.arange(-30, 30, 0.05) if check.judge(number, float(value)).right]
    assert len(values) == 1
    return values[0]


@pytest.mark.parametrize("turn", range(6))
def test_sums_by_hand_and_their_slips(turn):
    state = check.ask(5 * turn).state
    weights, mood, facts = [row[0] for row in state["team"]["weights"]], state["team"]["biases"][0], state["facts"]
    truth = sum(w * x for w, x in zip(weights, facts, strict=True)) + mood
    assert _number(5 * turn) == pytest.approx(truth)
    assert "leaves out her mood" in check.judge(5 * turn, truth - mood).words
    assert "added up the weights" in check.judge(5 * turn, sum(weights) + mood).words
    assert _number(5 * turn + 3) is not None


@pytest.mark.parametrize("turn", range(6))
def test_one_choice_is_right_and_each_wrong_one_is_answered_by_its_reason(turn):
    number = 5 * turn + 1
    choices = check.ask(number).choices
    assert [choice.split(":")[0] for choice in choices] == list(MEMBERS)
    right_one = next(choice for choice in choices if "weight times voice" in choice)
    assert [choice for choice in choices if check.judge(number, choice).right] == [right_one]
    convinced = next(choice for choice in choices if "most convinced" in choice)
    assert "hardly listens" in check.judge(number, convinced).words


def test_the_evening_that_the_team_is_to_decide_otherwise():
    for number in (2, 7, 12, 17):
        question = check.ask(number)
        loud, friends, exam = question.state["facts"]
        measures = {"loud": loud, "friends": friends, "exam": exam}
        before = float(decide(BEGINNING, question.state["facts"]).answer[0])
        assert question.make and not check.judge(number, {**measures, "answer": before}).right
        assert check.judge(number, {**measures, "answer": float(before < 0.5)}).right
        assert "changed the evening" in check.judge(number, {**measures, "exam": 0.5, "answer": 1.0}).words
        assert "Touch it" in check.judge(number, {}).words


def test_the_record_that_a_team_is_to_decide_right():
    asked = {"members": 2, "right": 10, "evenings": 10, "unchanged": 1}
    assert check.judge(4, asked).right and not check.judge(9, asked).right
    for change, words in (({"right": 7}, "7 of 10"), ({"unchanged": 0}, "another one"), ({"members": 3}, "3 members")):
        verdict = check.judge(4, asked | change)
        assert not verdict.right and words in verdict.words
