"""Losses against Keras, values and gradients; the browser's fits against scipy; the browser's twins; the checks; and
what the lesson says one should see."""

import keras
import numpy as np
import pytest
import scipy.optimize
import tensorflow as tf

from nnviz.concepts import losses_check, losses_goals, losses_tasks
from nnviz.concepts.losses import OF_ERROR, OF_OUTPUT, crossentropy, huber
from nnviz.concepts.losses_races import each
from nnviz.data.load import load
from nnviz.errors import ModelError, SpecError
from nnviz.gallery import ready
from nnviz.models.build import build
from nnviz.studies.race import Race
from nnviz.training.meaning import OutputMeaning
from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from tests.browser_twins import in_browser
from tests.sampling import whole

MODULE = {"lessons/losses/losses.js": "crossentropy, OF_ERROR, OF_OUTPUT"}
FITS = {"lessons/losses/fits.js": "fit"}
STATE = {"lessons/losses/state.js": "beginning, fitsOf, measuresOf, moveShare, setState"}
TRIALS = [trial.state for trial in read(LESSONS["losses"].text).trials]
RNG = np.random.default_rng(0)
ERRORS = RNG.normal(size=(60, 1)) * 3


def keras_of_error(name: str) -> keras.losses.Loss:
    kinds = {"mse": "MeanSquaredError", "mae": "MeanAbsoluteError", "huber": "Huber", "log_cosh": "LogCosh"}
    return getattr(keras.losses, kinds[name])(reduction=None)


@pytest.mark.parametrize("name", OF_ERROR)
def test_value_and_gradient_of_an_error_are_those_of_keras(name):
    truth = RNG.normal(size=(60, 1))
    prediction = tf.Variable((truth + ERRORS).astype("float32"))
    with tf.GradientTape() as tape:
        value = keras_of_error(name)(truth, prediction)
    np.testing.assert_allclose(OF_ERROR[name].value(ERRORS[:, 0]), value, atol=5e-6)
    np.testing.assert_allclose(OF_ERROR[name].gradient(ERRORS), tape.gradient(value, prediction), atol=5e-6)


def test_hubers_delta_is_that_of_keras_and_log_cosh_does_not_overflow():
    theirs = keras.losses.Huber(delta=0.4, reduction=None)(np.zeros((60, 1)), ERRORS)
    np.testing.assert_allclose(huber(ERRORS[:, 0], 0.4), theirs, atol=5e-6)
    assert float(OF_ERROR["log_cosh"].value(800.0)) == pytest.approx(800 - np.log(2))


def keras_of_output(name: str, truth, z):
    if name == "bce":
        return keras.losses.BinaryCrossentropy(from_logits=True, reduction=None)(truth, z)
    if name == "focal":
        return keras.losses.BinaryFocalCrossentropy(gamma=2.0, from_logits=True, reduction=None)(truth, z)
    if name == "mse":
        return keras.losses.MeanSquaredError(reduction=None)(truth, keras.ops.sigmoid(z))
    return keras.losses.Hinge(reduction=None)(truth, z)  # which turns 0 and 1 into −1 and 1 by itself


@pytest.mark.parametrize("name", OF_OUTPUT)
def test_value_and_gradient_of_an_output_are_those_of_keras(name):
    truth = RNG.integers(0, 2, (80, 1)).astype("float32")
    z = tf.Variable(RNG.normal(size=(80, 1)).astype("float32") * 3)
    with tf.GradientTape() as tape:
        value = keras_of_output(name, truth, z)
    np.testing.assert_allclose(OF_OUTPUT[name].value(z.numpy(), truth)[:, 0], value, atol=5e-6)
    np.testing.assert_allclose(OF_OUTPUT[name].gradient(z.numpy(), truth), tape.gradient(value, z), atol=5e-6)


def test_keras_takes_the_mean_over_the_batch():
    truth, prediction = np.array([[4.0], [4.0]]), np.array([[3.5], [1.0]])
    assert float(keras.losses.MeanSquaredError()(truth, prediction)) == pytest.approx((0.25 + 9) / 2)


def test_cross_entropy_of_classes_is_that_of_keras():
    logits = tf.Variable(RNG.normal(size=(1, 3)).astype("float32"))
    with tf.GradientTape() as tape:
        value = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(np.array([1]), logits)
    ours = crossentropy(tf.nn.softmax(tf.cast(logits, "float64"))[0].numpy(), 1)
    assert ours.value == pytest.approx(float(value), abs=1e-6)
    np.testing.assert_allclose(ours.gradient, tape.gradient(value, logits)[0], atol=1e-6)
    with pytest.raises(SpecError, match="sum to 1"):
        crossentropy([0.5, 0.2], 0)


def test_the_browser_computes_the_same():
    numbers = [float(v) for v in RNG.uniform(-7, 7, 12)] + [0.0]
    cases = [{"name": name, "v": v} for name in OF_ERROR for v in numbers]
    function = "({ name, v }) => [OF_ERROR[name].title, OF_ERROR[name].at(v), OF_ERROR[name].slope(v)]"
    for case, (title, value, slope) in zip(cases, in_browser(MODULE, function, cases), strict=True):
        ours = OF_ERROR[case["name"]]
        assert title == ours.title
        assert (value, slope) == pytest.approx(
            (float(ours.value(case["v"])), float(ours.gradient(case["v"]))), abs=1e-12
        )
    cases = [{"name": name, "v": v, "y": y} for name in OF_OUTPUT for v in numbers for y in (0, 1)]
    function = """({ name, v, y }) => [OF_OUTPUT[name].title, OF_OUTPUT[name].at(v, { truth: y }),
      OF_OUTPUT[name].slope(v, { truth: y })]"""
    for case, (title, value, slope) in zip(cases, in_browser(MODULE, function, cases), strict=True):
        ours, at = OF_OUTPUT[case["name"]], (case["v"], case["y"])
        assert title == ours.title
        assert (value, slope) == pytest.approx((float(ours.value(*at)), float(ours.gradient(*at))), abs=1e-12)
    ((value, gradient),) = in_browser(MODULE, "({ p }) => Object.values(crossentropy(p, 2))", [{"p": [0.2, 0.5, 0.3]}])
    assert (value, gradient) == (pytest.approx(-np.log(0.3)), pytest.approx([0.2, 0.5, -0.7]))


def test_the_browsers_fits_are_the_least_that_scipy_finds():
    """At the beginning's points, at random ones, and with several points in one place: never above scipy's minimum."""
    settings = [{"delta": 1.0}, {"delta": 0.1}, {"delta": 5.0}, {"delta": 1.0, "flat": True}]
    sets = [RNG.uniform(0, 10, (n, 2)).round(2).tolist() for n in (8, 5, 9)] + [[[1, 2], [1, 8], [1, 3], [4, 9]]]
    cases = [{"points": p, "name": name, "s": s} for p in sets for name in OF_ERROR for s in settings]
    answers = in_browser(FITS, "({ points, name, s }) => fit(points, name, s)", cases)
    for case, line in zip(cases, answers, strict=True):
        x, y = np.array(case["points"]).T
        value = (
            (lambda e, d=case["s"]["delta"]: huber(e, d)) if case["name"] == "huber" else OF_ERROR[case["name"]].value
        )

        tilted = 0 if case["s"].get("flat") else 1

        def loss(w, x=x, y=y, value=value, tilted=tilted):
            return float(np.mean(value(tilted * w[0] * x + w[1] - y)))

        starts = ([line["slope"] + 0.3, line["shift"] - 0.7], [0, y.mean()], [0, np.median(y)])
        best = min(
            scipy.optimize.minimize(loss, w, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12}).fun
            for w in starts
        )
        assert line["loss"] == pytest.approx(loss([line["slope"], line["shift"]]), abs=1e-9)
        assert line["loss"] <= best + 1e-8, case


def test_a_fit_is_where_training_in_keras_ends():
    points = np.array([[0, 1], [1, 1.5], [2, 2.2], [3, -3], [4, 3.9]])
    (line,) = in_browser(FITS, "({ points }) => fit(points, 'huber', { delta: 1 })", [{"points": points.tolist()}])
    x, y = (tf.constant(points[:, [column]], tf.float32) for column in (0, 1))
    weights, loss = tf.Variable([0.0, 0.0]), keras.losses.Huber(delta=1.0)
    optimizer = keras.optimizers.SGD(0.05, momentum=0.9)
    optimizer.build([weights])

    @tf.function
    def descend():
        for _ in tf.range(600):
            with tf.GradientTape() as tape:
                value = loss(y, weights[0] * x + weights[1])
            optimizer.apply([tape.gradient(value, weights)], [weights])

    descend()
    slope, shift = weights.numpy()
    assert (slope, shift) == pytest.approx((line["slope"], line["shift"]), abs=1e-3)


def measured(*changes: dict) -> list[dict]:
    """What the picture measures of itself after these changes to its beginning."""
    function = "(change) => { const state = beginning(); setState(state, change); return measuresOf(state); }"
    return in_browser(STATE, function, list(changes))


def test_what_the_experiments_say_is_true():
    (start,) = in_browser(STATE, "() => beginning().points", [None])
    heights = [{"points": [*start[:-1], [start[-1][0], y]]} for y in np.arange(0, 10.1, 0.5).tolist()]
    swings = {
        name: np.ptp([one[f"slope_{name}"] for one in measured(*heights)])
        for name in ("mse", "mae", "huber", "log_cosh")
    }
    assert swings["mse"] > 4 * swings["mae"], "the MSE line swings, the MAE line stays"
    narrow, wide = measured({**TRIALS[0], "delta": 0.1}, {**TRIALS[0], "delta": 5})
    assert abs(narrow["slope_huber"] - narrow["slope_mae"]) < 0.05 < abs(narrow["slope_huber"] - narrow["slope_mse"])
    assert wide["slope_huber"] == pytest.approx(wide["slope_mse"], abs=0.02)
    function = "(change) => { const state = beginning(); setState(state, change); return fitsOf(state); }"
    (flat,) = in_browser(STATE, function, [TRIALS[1]])
    values = [y for _, y in TRIALS[1]["points"]]
    assert (flat["mse"]["shift"], flat["mae"]["shift"]) == pytest.approx((np.mean(values), np.median(values)))
    (wrong,) = measured(TRIALS[2])
    assert wrong["pull_bce"] > 0.99 and wrong["pull_mse"] < 0.01


@whole  # the lesson's text; a race of another lesson proves the way that it is measured
def test_wild_points_lift_the_curve_of_mse_and_not_that_of_mae(recorded_race):
    """The answer of each network against the wave that the points were made of."""
    race = each()
    assert [label for label, _ in race.variants] == ["Mean squared error", "Mean absolute error", "Huber", "Log-cosh"]
    networks = recorded_race(Race("some", race.variants[:3]))
    answers = {label: own["last"]["output"][0] for label, own in networks.items()}
    x = np.linspace(-1.094, 1.094, len(answers["Huber"]))
    function = "({ x, y }) => liftOf({ x }, y)"
    cases = [{"x": x.tolist(), "y": answer} for answer in answers.values()]
    lifts = in_browser({"lessons/losses/raced.js": "liftOf"}, function, cases)
    inside = np.abs(x) <= 1
    assert lifts[0] == pytest.approx(np.mean((np.array(answers["Mean squared error"]) - np.sin(np.pi * x))[inside]))
    assert lifts[0] > 0.35 and abs(lifts[1]) < 0.12 and abs(lifts[2]) < 0.2


@pytest.mark.parametrize(("name", "count"), [("spirals", 2), ("digits", 3), ("diabetes", 4)])
def test_the_readers_own_network_races_under_the_losses_that_suit_it(name, count):
    variants = each(ready(name)).variants
    assert len(variants) == count == len({own.train.loss for _, own in variants})
    assert {own.data for _, own in variants} == {ready(name).data}


def test_shares_that_are_dragged_still_sum_to_1():
    function = """({ i, to }) => { const state = beginning(); moveShare(state, i, to); moveShare(state, 0, 0.98);
      moveShare(state, i, to); return state.shares; }"""
    for case in ({"i": 1, "to": 0.9}, {"i": 2, "to": -3}, {"i": 1, "to": 7}):
        (shares,) = in_browser(STATE, function, [case])
        assert sum(shares) == pytest.approx(1) and min(shares) > 0


@pytest.mark.parametrize("number", range(6))
def test_every_goal_can_be_reached_and_is_not_at_the_start(number):
    _, start = losses_goals.goal(number)
    own = losses_goals._numbers(number)
    (points,) = in_browser(STATE, "() => beginning().points", [None])
    share = float(np.exp(-own["loss"]))
    shares = [share if i == own["named"] else (1 - share) / 2 for i in range(3)]
    change = ({"points": [*points[:-1], [points[-1][0], 9.0]]}, {"z": -6 if own["truth"] else 6}, {"shares": shares})[
        number % 3
    ]
    before, after = measured(start, {**start, **change})
    assert not losses_goals.reached(number, before).right
    assert losses_goals.reached(number, after).right
    assert not losses_goals.reached(number, {}).right


def test_goals_say_what_is_missing():
    (points,) = in_browser(STATE, "() => beginning().points", [None])
    truth = losses_goals._numbers(1)["truth"]
    cheat, right = measured({"points": [[5, 5], *points[1:]]}, {**losses_goals.goal(1)[1], "z": 6 if truth else -6})
    assert "Only the wild point" in losses_goals.reached(0, cheat).words
    assert "network is right" in losses_goals.reached(1, right).words


@pytest.mark.parametrize("number", [0, 4, 8, 12])
def test_the_question_of_one_error_is_what_keras_says(number):
    state = losses_check.ask(number).state
    theirs = float(keras.losses.Huber(delta=state["delta"])(np.zeros((1, 1)), np.array([[state["error"]]])))
    assert losses_check.judge(number, theirs).right
    assert "squared error" in losses_check.judge(number, state["error"] ** 2).words
    assert not losses_check.judge(number, theirs + 0.25).right


@pytest.mark.parametrize("number", [1, 5, 9, 13])
def test_the_pull_asked_for_is_the_one_that_the_picture_measures(number):
    question = losses_check.ask(number)
    (shown,) = measured(question.state)
    titles = {OF_OUTPUT[name].title: shown[f"pull_{name}"] for name in question.state["judged"]}
    wanted = (max if "hardest" in question.words else min)(titles, key=lambda title: titles[title])
    assert [title for title in question.choices if losses_check.judge(number, title).right] == [wanted]


@pytest.mark.parametrize("number", [3, 7, 11, 15])
def test_the_best_number_is_the_mean_or_the_median_that_the_picture_fits(number):
    question = losses_check.ask(number)
    function = "(change) => { const state = beginning(); setState(state, change); return fitsOf(state); }"
    (fits,) = in_browser(STATE, function, [{**question.state, "on": ["mse", "mae"]}])
    name, other = ("mae", "mse") if "absolute" in question.words else ("mse", "mae")
    assert losses_check.judge(number, fits[name]["shift"]).right
    assert "it is best under" in losses_check.judge(number, fits[other]["shift"]).words


@pytest.mark.parametrize(("name", "view"), [("spirals", "output"), ("digits", "classes"), ("diabetes", "line")])
def test_the_readers_own_answers_are_judged_as_its_loss_judges_them(name, view):
    """The mean of the loss over the answers is the loss that Keras gives the same network on the same examples."""
    experiment = ready(name)
    told = losses_tasks.learn_answers(experiment, None)
    assert (told["view"], told["trained"]) == (view, False) and told["answers"] == sorted(told["answers"])
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    x, y = dataset.train.x[: losses_tasks.EXAMPLES], dataset.train.y[: losses_tasks.EXAMPLES]
    theirs = {
        "output": keras.losses.BinaryCrossentropy(),
        "classes": keras.losses.SparseCategoricalCrossentropy(),
        "line": keras.losses.MeanSquaredError(),
    }[view](y.reshape(len(y), -1).astype("float32"), model(x, training=False))
    answers = np.array(told["answers"])
    ours = {"output": np.log1p(np.exp(-answers)), "classes": -np.log(np.maximum(answers, 1e-9)), "line": answers**2}[
        view
    ]
    assert float(np.mean(ours)) == pytest.approx(float(theirs), rel=2e-3)


def test_outputs_that_are_no_probabilities_are_a_sentence():
    margin = OutputMeaning("binary", 2, 1, "margin", "signed_column")
    with pytest.raises(ModelError, match="margins"):
        losses_tasks.judged(margin, np.zeros((3, 1)), np.array([0, 1, 1]))
