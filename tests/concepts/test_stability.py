"""The lesson on stability: valleys, clipping, the line between two networks, seeds and the checks."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz import settings
from nnviz.concepts import stability_check as check
from nnviz.concepts.stability_races import RACES
from nnviz.concepts.stability_tasks import learn_between, reordered, small_network
from nnviz.concepts.valleys import VALLEYS, clipped, roll
from nnviz.data.load import load
from nnviz.gallery import ready
from nnviz.models.build import build
from tests.browser_twins import in_browser
from tests.sampling import ALL, whole

ROOM = "lessons/stability"
PLACES = np.linspace(-2.9, 2.9, 41)


@pytest.mark.parametrize("name", VALLEYS)
def test_slopes_and_curvatures_are_those_of_the_loss(name):
    valley, h = VALLEYS[name], 1e-5
    for w in PLACES:
        assert valley.slope(w) == pytest.approx((valley.value(w + h) - valley.value(w - h)) / (2 * h), abs=1e-6)
        assert valley.curvature(w) == pytest.approx((valley.slope(w + h) - valley.slope(w - h)) / (2 * h), abs=1e-5)


@pytest.mark.parametrize("rate, limit", [(0.05, 0.0), (0.3, 1.0)])
def test_a_ball_rolls_as_kerass_sgd_with_clipnorm_does(rate, limit):
    valley = VALLEYS["cliff"]
    weight = keras.Variable(0.84)
    optimizer = keras.optimizers.SGD(rate, clipnorm=limit or None)
    way = [0.84]
    for _ in range(12):
        optimizer.apply([tf.constant(valley.slope(way[-1]), tf.float32)], [weight])
        way.append(float(weight))
    np.testing.assert_allclose(roll(valley, 0.84, rate, 12, limit), way, atol=2e-5)


def test_the_browser_rolls_alike():
    cases = [
        {"name": name, "start": start, "rate": rate, "limit": limit}
        for name in VALLEYS
        for start in (-2.0, 0.84, 1.9)
        for rate, limit in ((0.03, 0), (0.3, 0.7))
    ]
    modules = {f"{ROOM}/valleys.js": "roll, VALLEYS"}
    ways = in_browser(modules, "(c) => roll(c.name, {...c, steps: 30})", cases)
    for case, way in zip(cases, ways, strict=True):
        expected = roll(VALLEYS[case["name"]], case["start"], case["rate"], 30, case["limit"])
        np.testing.assert_allclose(way, expected, rtol=1e-9, atol=1e-9)
    points = [{"name": name, "w": float(w)} for name in VALLEYS for w in PLACES]
    told = in_browser(modules, "({name, w}) => Object.values(VALLEYS[name].at(w))", points)
    expected = [
        [f(p["w"]) for f in (own.value, own.slope, own.curvature)] for p in points for own in [VALLEYS[p["name"]]]
    ]
    np.testing.assert_allclose(told, expected, rtol=1e-9, atol=1e-9)


def test_steps_settle_below_two_over_the_curvature_and_not_above():
    valley = VALLEYS["dents"]
    lowest = float(roll(valley, -1.4, 0.01, 3000)[-1])
    limit = 2 / valley.curvature(lowest)
    assert abs(roll(valley, lowest + 1e-4, 0.97 * limit, 400)[-1] - lowest) < 1e-6
    assert abs(roll(valley, lowest + 1e-4, 1.05 * limit, 400)[-1] - lowest) > 1e-2


def test_what_the_experiments_say_is_so():
    dents, cliff = VALLEYS["dents"], VALLEYS["cliff"]
    assert roll(dents, -2.1, 0.05, 120)[-6:] == pytest.approx(-1.30, abs=0.005)
    assert roll(dents, -2.1, 0.3, 120)[-6:] == pytest.approx(1.05, abs=0.005)
    assert dents.value(-1.296) < dents.value(1.05), "the sharp one is the deeper one"
    assert roll(cliff, 0.84, 0.3, 1)[1] == pytest.approx(-1.55, abs=0.005)
    walk = roll(cliff, 0.84, 0.3, 120, 1.0)
    assert np.all(np.diff(walk) <= 0) and walk[-1] == pytest.approx(-0.6, abs=0.01)


def test_units_in_another_order_are_the_same_function():
    dataset = load(small_network(0).data)
    model = build(small_network(0).model, dataset.schema, seed=5)
    before, weights = model(dataset.train.x).numpy(), model.get_weights()
    model.set_weights(reordered(weights, seed=3))
    np.testing.assert_allclose(model(dataset.train.x).numpy(), before, atol=1e-6)
    assert not np.allclose(model.get_weights()[0], weights[0])


@whole  # two trainings; the line itself is tested above
def test_between_two_good_networks_lies_a_bad_one(tmp_path, monkeypatch):
    """What the picture says, measured; what it draws at a place of the line is what Keras answers there."""
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    told = learn_between()
    places = np.array(told["places"])
    for way in told["ways"].values():
        accuracy = np.interp([0, 0.5, 1], places, way["accuracy"])
        assert min(accuracy[0], accuracy[2]) > 0.95 > 0.9 > min(way["accuracy"][10:51])
        assert way["accuracy"][10] == pytest.approx(accuracy[0])
    first, last = (told["networks"][name] for name in ("first", "seeds"))
    cases = [{"point": point, "t": t} for t in (0, 0.4, 1) for point in told["points"][:7]]
    modules = {f"{ROOM}/dense.js": "answerAt, between"}
    drawn = in_browser(modules, f"({{point, t}}) => answerAt(between({first}, {last}, t), point)", cases)
    dataset = load(small_network(0).data)
    model = build(small_network(0).model, dataset.schema, seed=0)
    for case, answer in zip(cases, drawn, strict=True):
        model.set_weights(
            [np.add((1 - case["t"]) * np.array(a), case["t"] * np.array(b)) for a, b in zip(first, last, strict=True)]
        )
        assert answer == pytest.approx(float(model(np.array([case["point"]], "float32"))[0, 0]), abs=1e-5)


def test_twenty_networks_differ_in_their_seed_alone():
    race = RACES["seeds_3"]()
    assert len(race.variants) == 20
    assert len({own.replace(title="", train=own.train.replace(seed=0)).key for _, own in race.variants}) == 1
    own = RACES["seeds_2"](ready("digits"))
    assert len(own.variants) == 8 and own.variants[0][1].data == ready("digits").data


@pytest.mark.skipif(not ALL, reason="sixty trainings; make test-all")
def test_more_units_get_stuck_less_often(recorded_race):
    solved = []
    for units in (2, 3, 8):
        networks = recorded_race(RACES[f"seeds_{units}"]())
        solved.append(sum(own["rows"][-1]["val_accuracy"] >= 0.85 for own in networks.values()))
    assert 0 < solved[0] < solved[1] < solved[2] == 20


def test_every_question_has_one_right_answer_and_knows_the_mistakes():
    for number in range(60):
        question = check.ask(number)
        kind, (curvature, slope, limit, rate) = check._given(number)
        if question.make:
            continue
        if question.choices:
            verdicts = [check.judge(number, choice) for choice in question.choices]
            assert sum(verdict.right for verdict in verdicts) == 1 and len({verdict.words for verdict in verdicts}) == 4
            continue
        truths = {"limit": 2 / curvature, "clip": 2 - rate * clipped(slope, limit), "norm": 0.6 * limit}
        assert check.judge(number, truths[kind]).right
        assert not check.judge(number, truths[kind] + 0.02).right
    number = next(n for n in range(60) if check._given(n)[0] == "norm")
    assert "each slope by itself" in check.judge(number, check._given(number)[1][2]).words


def test_a_ball_that_is_to_rest_somewhere_is_judged_by_where_it_is():
    flat, cliff = (next(n for n in range(60) if check._given(n)[0] == kind) for kind in ("flat", "cliff"))
    good = {"valley": 0.0, "start": -1.6, "rests": 1.05, "curvature": 1.3, "rate": 0.3}
    assert check.judge(flat, good).right
    for change, words in (
        ({"start": 0.5}, "left of −1.5"),
        ({"curvature": 27.0}, "sharp valley"),
        ({"rests": 99.0}, "not come to rest"),
        ({"valley": 1.0}, "another loss"),
    ):
        assert words in check.judge(flat, {**good, **change}).words
    walk = {"valley": 2.0, "start": 0.84, "rate": 0.3, "limit": 1.0, "lowest": -0.6, "rests": -0.6}
    assert check.judge(cliff, walk).right and not check.judge(cliff, {}).right
    assert "What would stop" in check.judge(cliff, {**walk, "limit": 0.0, "lowest": -1.55}).words
    assert "another way" in check.judge(cliff, {**walk, "rate": 0.1}).words
