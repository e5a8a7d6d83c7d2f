"""The learning rate: the valley and the browser's schedules against Keras's own, and the checks."""

import keras
import numpy as np
import pytest

from nnviz import gallery
from nnviz.concepts import learning_rate, learning_rate_asked, learning_rate_check, learning_rate_races
from nnviz.concepts.learning_rate import KINDS, Shape
from nnviz.concepts.learning_rate_tasks import learn_rate_finder, learn_rate_runs
from nnviz.data.catalog import known_schema
from nnviz.data.load import load
from nnviz.errors import RunError, SpecError
from nnviz.models.build import build
from nnviz.specs import DataSpec, TrainSpec
from nnviz.training.catalog import SCHEDULES, resolve
from nnviz.training.compiling import learning_rate as keras_rate
from nnviz.training.train import array_loop
from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from tests.browser_twins import in_browser
from tests.hostile import questions
from tests.sampling import sample, whole

MODULES = {
    "lessons/learning_rate/valley.js": "fate, limit, path, stepsNeeded",
    "lessons/learning_rate/schedules.js": "KINDS, rateAt",
    "lessons/learning_rate/runs.js": "restless",
}
TEXT = read(LESSONS["learning_rate"].text)


def trial(title: str):
    return next(trial for trial in TEXT.trials if title in trial.title)


def keras_path(rate, curvature, start, steps):
    w = keras.Variable(np.array([start]), dtype="float64")
    sgd = keras.optimizers.SGD(learning_rate=rate)
    sgd.build([w])
    places = [start]
    for _ in range(steps):
        sgd.apply([keras.ops.convert_to_tensor(curvature * w.numpy(), "float64")])
        places.append(float(w.numpy()[0]))
    return np.array(places)


@pytest.mark.parametrize(("rate", "curvature"), [(0.1, 2.0), (0.9, 2.0), (1.1, 2.0), (0.3, 0.5)])
def test_the_closed_form_is_what_keras_does(rate, curvature):
    assert learning_rate.path(rate, curvature, -2.0, 12) == pytest.approx(
        keras_path(rate, curvature, -2.0, 12), rel=1e-5
    )


def test_it_comes_to_rest_exactly_below_two_over_the_curvature():
    for curvature in (0.5, 2.0, 7.3):
        limit = learning_rate.limit(curvature)
        below, at, above = (abs(learning_rate.path(limit * f, curvature, 1.0, 4000)[-1]) for f in (0.999, 1, 1.001))
        assert below < 0.001 and at == pytest.approx(1) and above > 50


@pytest.mark.parametrize("rate", [0.011, 0.1, 0.37, 0.5, 0.75, 0.97])
def test_steps_needed_are_counted(rate):
    share = np.abs(learning_rate.path(rate, 2.0, 1.0, 3000))
    assert learning_rate.steps_needed(rate, 2.0) == max(1, int(np.argmax(share <= 0.01 + 1e-12)))
    assert learning_rate.steps_needed(1.0, 2.0) == np.inf


def test_the_browsers_valley_is_the_same():
    cases = [[rate, curvature] for rate in (0.01, 0.12, 0.5, 0.98, 1.0, 1.5) for curvature in (0.5, 2.0, 8.0)]
    answers = in_browser(
        MODULES, "([r, c]) => ({ p: path(r, c, -2, 9), n: stepsNeeded(r, c), l: limit(c), f: fate(r, c) })", cases
    )
    names = {"creeps": 0, "settles": 0, "lands": 0, "bounces": 0, "swings": 1, "explodes": 2}
    for (rate, curvature), answer in zip(cases, answers, strict=True):
        assert answer["p"] == pytest.approx(learning_rate.path(rate, curvature, -2.0, 9).tolist())
        needed = learning_rate.steps_needed(rate, curvature)
        assert answer["n"] == (None if np.isinf(needed) else needed) and answer["l"] == 2 / curvature
        assert names[answer["f"]] == np.sign(rate - 2 / curvature) + 1 if needed == np.inf else names[answer["f"]] == 0


def test_the_browsers_schedules_are_keras_own():
    """42 epochs of 10 steps: all lengths are whole numbers of steps."""
    epochs, per_epoch, schema = 42, 10, _schema()
    shapes = [Shape(kind, 0.4, end, warmup) for kind in KINDS for end, warmup in ((0.01, 0.25), (0.3, 0.5))]
    steps = [0, 1, 59, 61, 105, 139, 141, 200, 281, 350, 419]
    cases = [{"shape": vars(shape), "at": [k / (epochs * per_epoch) for k in steps]} for shape in shapes]
    drawn = in_browser(MODULES, "({ shape, at }) => at.map((share) => rateAt(share, shape))", cases)
    for shape, rates in zip(shapes, drawn, strict=True):
        train = resolve(learning_rate.training(TrainSpec(), shape, epochs), schema)
        schedule = keras_rate(train, per_epoch)
        truth = [float(schedule(k)) if callable(schedule) else schedule for k in steps]
        assert rates == pytest.approx(truth, rel=2e-4, abs=1e-6), shape
        if shape.kind != "constant":
            assert callable(schedule)


def _schema():
    return known_schema(DataSpec(source="spirals"))


def test_the_schedules_of_the_catalog_are_in_the_picture():
    of_its_own = {"one_cycle", "plateau"}  # which the lesson does not draw
    assert set(SCHEDULES) - of_its_own == set(KINDS) - {"warmup"}
    assert in_browser(MODULES, "() => KINDS", [0])[0] == KINDS


def test_restlessness_by_hand():
    flat, falling, jumping = [1.0] * 12, list(range(12, 0, -1)), [1.0] * 9 + [2.0, 1.0, 2.0]
    answers = in_browser(MODULES, "(loss) => restless(loss)", [flat, falling, jumping])
    assert answers[:2] == [0, 0] and answers[2] > 0.3


def test_what_the_experiments_say_is_true():
    just = trial("Just below").state
    assert learning_rate.steps_needed(just["rate"], just["curvature"]) > 100
    assert abs(learning_rate.factor(1.02, just["curvature"])) > 1
    two = trial("two weights").state
    assert two["curvature"] / two["second"] == 16
    rates = np.linspace(0.001, 2 / two["curvature"], 400)[:-1]
    both = [max(learning_rate.steps_needed(r, c) for c in (two["curvature"], two["second"])) for r in rates]
    assert rates[int(np.argmin(both))] > 0.9 * 2 / two["curvature"] and min(both) > 20
    assert learning_rate.limit(two["curvature"]) < 1 / two["second"]


@whole  # the lesson's text; a race of another lesson proves the way that it is measured
def test_on_the_digits_a_warm_up_ends_far_lower():
    state = trial("Begin gently").state
    shapes = tuple(Shape(kind, state["peak"], 0.01, 0.1) for kind in state["raced"])
    digits = learning_rate.network("digits", gallery.ready("spirals"))
    answer = learn_rate_runs(digits, shapes)
    constant, cosine, warm = (run["loss"] for run in answer["runs"])
    assert warm[-1] < cosine[-1] / 3 and cosine[-1] < constant[-1] / 2 and answer["epochs"] == len(warm) == 27
    shares = in_browser(MODULES, "(loss) => restless(loss)", [constant, warm])
    assert shares[1] < shares[0] / 2 and answer["score"] == "accuracy"
    test = learn_rate_finder(digits)
    assert 0.1 < test["limit"] < 0.3 and test["suggestion"] < test["lowest"] < 1 and test["fall"] > 0.5


def test_only_plain_descent_has_a_limit_and_the_spirals_tell_little():
    test = learn_rate_finder(learning_rate.network("spirals", gallery.ready("spirals")))
    assert test["limit"] is None and test["fall"] < 0.1


@whole  # the lesson's text; a race of another lesson proves the way that it is measured
def test_of_six_rates_a_tenth_leads_first_and_a_hundredth_in_the_end():
    race = learning_rate_races.rates(None)
    assert [float(label) for label, _ in race.variants] == [own.train.learning_rate for _, own in race.variants]
    losses = {label: _losses(own) for label, own in race.variants if label in ("0.01", "0.1", "1")}
    assert losses["0.1"][49] < 0.8 * losses["0.01"][49] and losses["0.01"][-1] < 0.6 * losses["0.1"][-1]
    assert min(losses["1"]) > 0.6 and len(losses["1"]) == 200


def _losses(experiment):
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    loop, spec, _ = array_loop(model, dataset, experiment.train)
    logs = []
    while loop.epoch < spec.epochs:
        logs += loop.advance((spec.epochs - loop.epoch) * loop.steps_per_epoch)
    return [row["loss"] for row in logs]


def test_the_readers_own_network_races_with_its_own_data():
    own = gallery.ready("diabetes")
    variants = dict(learning_rate_races.rates(own).variants)
    assert {experiment.data for experiment in variants.values()} == {own.data} and len(variants) == 6
    assert variants["10"].train.learning_rate == 10 and variants["10"].train.epochs == own.train.epochs


def test_what_is_said_of_the_race():
    networks = [
        {"label": name, "loss": loss} for name, loss in (("0.001", 0.69), ("0.01", 0.2), ("1", 3.0), ("10", None))
    ]
    moment = {"epoch": 80, "networks": networks, "state": "running"}
    module = {"lessons/learning_rate/rates_view.js": "wordsOf"}
    cases = [[None, moment], ["0.01", moment], ["1", moment], ["1", {"networks": []}]]
    said = in_browser(module, "([guess, moment]) => wordsOf(guess, moment)", cases)
    assert "your guess starts" in said[0] and "you said so" in said[1] and "lowest is 0.01" in said[2]
    assert "you said 1." in said[2] and said[2].endswith("Broken: 1, 10.") and "training" in said[3]


def test_a_network_that_is_too_large_is_a_sentence():
    large = gallery.ready("spirals")
    layer = large.model.layers[0].replace(settings={"units": 60_000})
    large = large.replace(model=large.model.replace(layers=(layer, *large.model.layers[1:])))
    with pytest.raises(RunError, match="parameters"):
        learn_rate_runs(large, (Shape("constant", 0.1),))


def test_questions_from_the_browser_are_read_or_refused():
    shape = {"kind": "warmup", "peak": 0.1, "end": 0.01, "warmup": 0.1}
    good = {"want": "runs", "key": "race", "network": "spirals", "shapes": [shape]}
    assert learning_rate_asked.runs(good).shapes == (Shape("warmup", 0.1, 0.01, 0.1),)
    assert learning_rate_asked.network_of({"network": "own"}) == "own"
    for wrong in (
        {**good, "shapes": []},
        {**good, "shapes": [shape] * 9},
        {**good, "shapes": [{**shape, "peak": 1e9}]},
        {**good, "shapes": [7]},
        {**good, "network": "mine"},
        {**good, "key": None},
    ):
        with pytest.raises(SpecError):
            learning_rate_asked.runs(wrong)
    for hostile in questions(good):
        if isinstance(hostile, dict):
            try:
                learning_rate_asked.runs(hostile)
            except SpecError as refusal:
                assert str(refusal)[0].isupper()


@pytest.mark.parametrize("number", sample(range(14), 6))
def test_every_question_has_one_right_answer_and_says_why_others_are_wrong(number):
    question = learning_rate_check.ask(number)
    assert learning_rate_check.ask(number) == question
    if question.choices:
        verdicts = [learning_rate_check.judge(number, choice) for choice in question.choices]
        assert sum(verdict.right for verdict in verdicts) == 1
        assert len({verdict.words for verdict in verdicts}) == len(verdicts)
    elif not question.make:
        values = np.concatenate([np.arange(-1, 1, 0.001), np.arange(-12, 12, 0.01)])  # small ones are judged closely
        values = [value for value in values if learning_rate_check.judge(number, float(value)).right]
        assert values and np.ptp(values) < 0.03


def test_weights_after_two_steps_by_hand():
    for number in range(0, 70, 7):
        state = learning_rate_check.ask(number).state
        w = state["start"]
        for _ in range(2):
            w -= state["rate"] * state["curvature"] * w
        assert learning_rate_check.judge(number, w).right
        once = state["start"] * (1 - state["rate"] * state["curvature"])
        assert "after one step" in learning_rate_check.judge(number, once).words


def test_the_picture_is_judged_by_what_it_measures():
    state = learning_rate_check.ask(2).state
    steep, best = state["curvature"], 2 / (state["curvature"] + 0.5)
    measured = {"curvature": steep, "second": 0.5}

    def at(rate):
        steps = max(learning_rate.steps_needed(rate, c) for c in (steep, 0.5))
        return learning_rate_check.judge(2, {**measured, "rate": rate, "steps": -1 if np.isinf(steps) else steps})

    assert at(best).right and at(0.97 * best).right
    assert "go up" in at(0.3 * best).words and "flies out" in at(3 / steep).words
    assert "other valleys" in learning_rate_check.judge(2, {}).words
    share = float(learning_rate_check.ask(5).words.split("first **")[1].split()[0])
    drawn = {"warmup": share / 100, "end": 0.01, "constant": 0.0}
    assert learning_rate_check.judge(5, drawn).right
    assert "does not rise" in learning_rate_check.judge(5, {**drawn, "warmup": 0}).words
    assert "left" in learning_rate_check.judge(5, {**drawn, "end": 0.5}).words
    assert "are wanted" in learning_rate_check.judge(5, {**drawn, "warmup": share / 100 + 0.06}).words
