"""Deploying: the file against Keras and TensorFlow, the request against the server, months against SciPy, the browser's
sums against NumPy."""

import json
import runpy

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from nnviz import paths
from nnviz.concepts import (
    deploying,
    deploying_asked,
    deploying_check,
    deploying_file,
    deploying_monitors,
    deploying_request,
    deploying_retrained,
    deploying_served,
    deploying_tasks,
    deploying_world,
    deploying_year,
    tasks,
)
from nnviz.data.load import load
from nnviz.errors import RunError, ServingError, SpecError
from nnviz.evaluation.proportions import wilson
from nnviz.models.build import build
from nnviz.serving import drift, features
from nnviz.serving.carried import prepare
from nnviz.serving.stability import edges, population_stability
from nnviz.views.lesson_text import read
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.course import LESSONS
from tests.browser_twins import in_browser
from tests.sampling import whole

ROOM = "lessons/deploying"
CACHED = (
    deploying_world.world,
    deploying_world.said_by_versions,
    deploying_tasks._known,
    deploying_tasks.learn_year,
    deploying_served._served,
    deploying_request.learn_request_times,
)


def forget():
    for own in CACHED:
        own.cache_clear()


@pytest.fixture(scope="module")
def world():
    """The lesson's world with a network that nobody has trained: what is tested holds for whatever weights."""
    with pytest.MonkeyPatch.context() as patch:
        made = {}

        def untrained(name, experiment, dataset):
            made[experiment.key] = made.get(experiment.key) or build(experiment.model, dataset.schema, seed=1)
            return made[experiment.key]

        patch.setattr(deploying_world, "trained_once", untrained)
        forget()
        yield deploying_world.world()
    forget()


def test_no_version_learns_from_the_bills_that_are_sent(world):
    small = deploying.small_bills(world.places, deploying_world._large())
    for experiment in (deploying.network(), deploying.first_version(), small):
        dataset = load(experiment.data)
        learnt = {*map(int, dataset.train.rows), *map(int, dataset.validation.rows)}
        assert not learnt & {*map(int, world.places)}
        sizes = {deploying.network().key: 110, deploying.first_version().key: 28, small.key: 68}
        assert len(dataset.train) == sizes[experiment.key]
    assert max(row[deploying.BILL] for row in deploying_world.raw_rows(small.data, "train")) <= deploying.SMALL


def test_a_preparation_fitted_in_cents_is_the_same_for_bills_in_cents(world):
    recipe, rows = world.source.recipe, world.rows[:9]
    cents = [{**row, deploying.BILL: 100 * row[deploying.BILL]} for row in rows]
    expected = prepare.inputs(recipe, rows)
    np.testing.assert_allclose(prepare.inputs(deploying.in_cents(recipe), cents), expected, atol=1e-5)
    assert recipe == world.source.recipe and np.abs(prepare.inputs(recipe, cents) - expected).max() > 10


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_rounding_is_tensorflows(bits):
    weights = np.random.default_rng(bits).normal(size=(6, 5)).astype("float32")
    most = np.abs(weights).max()
    given = {
        "input_min": -most,
        "input_max": most,
        "range_given": True,
        "narrow_range": True,
        "round_mode": "HALF_TO_EVEN",
    }
    theirs = tf.quantization.quantize_and_dequantize_v2(weights, num_bits=bits, **given)
    rounded = deploying_file.rounded(weights, bits)
    np.testing.assert_allclose(rounded, theirs, atol=1e-6)
    assert np.abs(rounded - weights).max() <= most / (2 ** (bits - 1) - 1) / 2 + 1e-6
    assert len(np.unique(rounded)) <= 2**bits - 1


def test_what_the_file_says_is_what_keras_says_with_such_weights(world):
    model, recipe = world.source.model, world.source.recipe
    before = model.get_weights()
    said = deploying_file.answers(world.source, world.rows)
    assert all((one == other).all() for one, other in zip(before, model.get_weights(), strict=True))
    x = prepare.inputs(recipe, world.rows)
    twin = keras.models.clone_model(model)
    twin.set_weights([deploying_file.rounded(own, 4) for own in before])
    scale, offset = recipe["output_scale"][0], recipe["output_offset"][0]
    four = deploying_file.BITS.index(4)
    places = {name: k for k, name in enumerate(deploying_file.MISSING)}
    np.testing.assert_allclose(said[0, four], offset + scale * twin(x).numpy(), atol=1e-5)
    np.testing.assert_allclose(said[0, 0], world.source.expected, atol=1e-5)
    np.testing.assert_allclose(said[places["meaning"], 0], model(x).numpy(), atol=1e-5)
    np.testing.assert_allclose(said[places["order"], 0], offset + scale * model(x[:, ::-1]).numpy(), atol=1e-5)
    bill = said[places["scaling"], 0] - (offset + scale * model(_unscaled(world, x)).numpy())
    assert np.abs(bill).max() < 1e-4
    alike = x.copy()
    alike[:, [0, -1]] = 0  # bill and people are what is scaled
    np.testing.assert_allclose(said[places["each"], 0], offset + scale * model(alike).numpy(), atol=1e-5)


def _unscaled(world, x):
    own = x.copy()
    own[:, 0] = [row[deploying.BILL] for row in world.rows]
    own[:, -1] = [row[deploying.PEOPLE] for row in world.rows]
    return own


def test_weights_stay_as_they_were_after_an_error(world, monkeypatch):
    before = world.source.model.get_weights()

    def broken(*_):
        raise ValueError("broken")

    monkeypatch.setattr(deploying_file, "outputs", broken)
    with pytest.raises(ValueError, match="broken"):
        deploying_file.answers(world.source, world.rows)
    assert all((one == other).all() for one, other in zip(before, world.source.model.get_weights(), strict=True))
    monkeypatch.setattr(deploying_file, "MOST_PARAMETERS", 10)
    with pytest.raises(ServingError, match="parameters"):
        deploying_file.answers(world.source, world.rows)


def test_the_file_in_parts(world):
    told = deploying_served.learn_file(None)
    assert [part["part"] for part in told["parts"]] == ["graph", "weights", "preparation", "meaning"]
    assert all(part["bytes"] > 100 and part["peek"] for part in told["parts"])
    assert told["answers"].shape == (5, 9, 122) and told["decided"] is None and told["unit"] == "dollars"
    assert json.loads(told["body"])["rows"][0] == world.rows[0] and told["parameters"] == 105


def test_classes_are_told_by_what_is_decided():
    said = np.array([[[[0.2, 0.8], [0.9, 0.1]], [[0.6, 0.4], [0.7, 0.3]]]])  # (missing, bits, n, units)
    shown, decided = deploying_served._of_classes(said, 1.0)
    assert shown.tolist() == [[[0.8, 0.9], [0.4, 0.7]]] and decided.tolist() == [[[1, 0], [0, 0]]]
    shown, decided = deploying_served._of_classes(np.array([[[[0.7], [0.2]]]]), 1.0)
    assert shown == pytest.approx(np.array([[[0.7, 0.8]]])) and decided.tolist() == [[[1, 0]]]


def test_a_request_is_told_station_by_station(world):
    body = deploying_served.learn_file(None)["body"]
    told = deploying_request.learn_request(None, body)
    x = prepare.inputs(world.source.recipe, world.rows[:1])[0]
    inputs = [own["value"] for column in told["columns"] for own in column["inputs"]]
    assert inputs == pytest.approx(x.tolist()) and told["columns"][0]["value"] == world.rows[0][deploying.BILL]
    assert told["shown"] == pytest.approx(world.source.expected[0].tolist(), abs=1e-5)
    assert [layer["units"] for layer in told["layers"]] == [8, 1]
    assert told["layers"][-1]["values"] == pytest.approx(told["output"]) and told["sent"] == len(body)
    assert list(json.loads(told["answer"])["answers"][0].values()) == pytest.approx(told["shown"])
    refused = deploying_request.learn_request(None, "{")
    assert refused["refused"] and "layers" not in refused


def test_a_months_statistics_are_those_of_its_very_rows(world):
    """Against the drift of `nnviz.serving`, SciPy's, and the index written out."""
    known = deploying_tasks._known()
    *columns, _ = known.columns
    for change in ("monday", "groups", "prices"):
        month = deploying_year.drawn_from(change, 12, world.rows, world.truth)
        counts = deploying_year.counts([month], years=2, seed=4)[:, 0]
        values = features.features(known.recipe, month.rows).T
        rows = np.repeat(np.arange(len(world.rows)), counts[1])
        compared = drift.compare(known.samples[:-1], [own[rows] for own in values], columns)
        theirs = {own.column.name: own.distance for own in compared}
        for column, before, own in zip(columns, known.samples, values, strict=False):
            ours = deploying_monitors.distances(before, own, counts, column)
            assert ours.shape == (2,) and ours[1] == pytest.approx(theirs[column.name], abs=1e-9), column.name
            if not column.categories:
                inner = edges(before)
                binned = [np.bincount(np.digitize(v, inner), minlength=len(inner) + 1) for v in (before, own[rows])]
                index = deploying_monitors.stabilities(before, own, counts, column)
                assert index[1] == pytest.approx(population_stability(*binned))
        most = deploying_monitors.largest(deploying_monitors.distances, known.samples[:-1], values, counts, columns)
        assert most[1] == pytest.approx(max(theirs.values()), abs=1e-9)


def test_a_year_is_told_by_four_monitors(world):
    told = deploying_tasks.learn_year("monday")
    assert told["monitors"].shape == (4, 200, 12) and [len(own) for own in told["months"]] == [12] * 4
    month = deploying_year.drawn_from("monday", 12, world.rows, world.truth)
    drawn = deploying_year.counts([month] * 12)[:, -1]
    shown = told["months"][1][-1]
    said = deploying_world.predicted(world.source, month.rows)
    rows = np.repeat(np.arange(len(said)), deploying_year.counts(_months(world, "monday"))[1, -1])
    assert shown["wrong"] == pytest.approx((np.abs(said - month.tips) > 1)[rows].mean())
    assert told["monitors"][3, 1, -1] == pytest.approx(shown["wrong"])
    before = deploying_tasks._known().samples[-1]
    assert told["monitors"][2, 1, -1] == pytest.approx(stats.ks_2samp(before, said[rows]).statistic)
    assert drawn.sum() == 200 * 120 and shown["columns"][0]["names"][-1] == "names that training did not know"


def _months(world, change):
    return [deploying_year.drawn_from(change, month, world.rows, world.truth) for month in range(1, 13)]


def test_changes_are_what_is_said_of_them(world):
    rows, tips = world.rows, world.truth
    for change in deploying_year.CHANGES:
        quiet = deploying_year.drawn_from(change, deploying_year.START - 1, rows, tips)
        assert quiet.rows == rows and (quiet.tips == tips).all() and np.ptp(quiet.weights) == 0
    last = {change: deploying_year.drawn_from(change, 12, rows, tips) for change in deploying_year.CHANGES}
    assert all(month.weights.sum() == pytest.approx(1) for month in last.values())
    assert last["service"].rows == rows and last["service"].tips == pytest.approx(tips / 2)
    assert last["prices"].rows[3][deploying.BILL] == pytest.approx(1.56 * rows[3][deploying.BILL], abs=0.01)
    assert last["prices"].tips == pytest.approx(1.56 * tips)
    assert last["cents"].rows[3][deploying.BILL] == round(100 * rows[3][deploying.BILL])
    sundays = sum(row["day"] == "Sun" for row in rows)
    assert sum(row["day"] == "Mon" for row in last["monday"].rows) == (sundays + 1) // 2
    for change, chosen in (("groups", np.array([row["people"] >= 4 for row in rows])), ("generous", tips > 4)):
        weights = last[change].weights
        assert weights[chosen][0] / weights[~chosen][0] == pytest.approx({"groups": 6, "generous": 5}[change])


@whole  # two compilations; who is taught by what is tested below
def test_learning_again_is_keras_fit(world, monkeypatch):
    """Twelve steps on all rows at once, from the same first weights; and again from the beginning."""
    monkeypatch.setattr(deploying_retrained, "_STEPS", 12)
    trainer = deploying_retrained._Trainer(world)
    rows, tips = world.rows[:50], world.truth[:50]
    ours = trainer.trained(rows, tips)(world.rows)
    np.testing.assert_array_equal(trainer.trained(rows, tips)(world.rows), ours)
    x = prepare.inputs(world.source.recipe, world.rows)
    x[:, [0, -1]] = (x[:, [0, -1]] - x[:50, [0, -1]].mean(0)) / x[:50, [0, -1]].std(0)
    model = build(world.experiment.model, world.dataset.schema, seed=world.experiment.train.seed)
    model.compile(keras.optimizers.Adam(0.01), "mse")
    model.fit(x[:50], (tips - tips.mean()) / tips.std(), batch_size=50, epochs=12, verbose=0)
    np.testing.assert_allclose(ours, tips.mean() + tips.std() * model(x).numpy()[:, 0], atol=1e-4)


def test_who_judges_teaches_nobody(world):
    months, first, _ = deploying_retrained._months(world, "none")
    judges = {json.dumps(world.rows[k]) for k in deploying_retrained._by_size(world)[::2]}
    alone = judges - {json.dumps(world.rows[k]) for k in deploying_retrained._by_size(world)[1::2]}
    taught = {json.dumps(row) for month in months for row in month.rows} | {json.dumps(row) for row in first}
    assert len(alone) >= 60 and len(alone & taught) <= 2  # two guests may have had the same bill


def test_so_many_requests_show_a_difference_in_four_of_five_trials():
    rng = np.random.default_rng(0)
    for share, difference in ((0.3, 0.1), (0.2, 0.05)):
        n = deploying.needed(share, difference)
        one, other = (rng.binomial(n, share + sign * difference / 2, 20_000) / n for sign in (-1, 1))
        pooled = (one + other) / 2
        seen = np.abs(other - one) > stats.norm.ppf(0.975) * np.sqrt(2 * pooled * (1 - pooled) / n)
        assert 0.77 < seen.mean() < 0.84


def test_the_browser_counts_the_same():
    canary = {f"{ROOM}/canary.js": "apart, counted, needed, routed, streamOf, wilson"}
    pairs = [(0, 1), (3, 10), (40, 40), (7, 200)]
    told = in_browser(canary, "([hits, n]) => wilson(hits, n)", pairs)
    for (hits, n), interval in zip(pairs, told, strict=True):
        assert interval == pytest.approx([float(end) for end in wilson(hits, n)])
    cases = [[0.3, 0.1], [0.25, 0.037]]
    assert in_browser(canary, "([p, d]) => needed(p, d)", cases) == [deploying.needed(*case) for case in cases]
    table = [[12, 40], [30, 60]]
    z = in_browser(canary, "(t) => apart(...t.map(([wrong, requests]) => ({wrong, requests})))", [table])[0]
    square = [[wrong, n - wrong] for wrong, n in table]
    assert z**2 == pytest.approx(stats.chi2_contingency(square, correction=False).statistic)
    world = {"first": [1, 0, 0, 1, 0], "second": [0, 0, 1, 1, 0], "dear": [1, 0, 1, 0, 0]}
    function = """(world) => {
        const turns = [{ at: 0, share: 20 }, { at: 100, share: 0 }, { at: 200, share: 100 }];
        const stream = streamOf(3, 300, 5);
        const second = routed(stream, turns, 300);
        return [[...stream.row], [...stream.chance], [...second], counted(world, stream, second, 300)];
    }"""
    rows, chance, second, counted = in_browser(canary, function, [world])[0]
    assert set(rows) == {0, 1, 2, 3, 4} and second[200:] == [1] * 100 and second[100:200] == [0] * 100
    assert second[:100] == [int(100 * own < 20) for own in chance[:100]]
    first, other, dear = (np.array(world[name])[rows] for name in ("first", "second", "dear"))
    to_second = np.array(second) == 1
    assert counted["second"]["wrong"] == other[to_second].sum() and counted["first"]["wrong"] == first[~to_second].sum()
    assert counted["second"]["dearWrong"] == (other * dear)[to_second].sum()
    assert counted["harmed"] == (other * (1 - first))[to_second].sum()
    assert counted["helped"] == ((1 - other) * first)[to_second].sum()


def test_who_peeks_is_deceived_more_often_than_five_times_in_a_hundred():
    peeks = {f"{ROOM}/canary.js": "peeks"}
    told = in_browser(peeks, "(wrong) => peeks(wrong)", [[1, 0, 0]])[0]
    assert 0.02 < told["once"] < 0.08 and told["peeking"] > 0.2


def test_an_alarm_is_judged_over_all_years():
    watching = {f"{ROOM}/watching.js": "alarmOf, band, costs"}
    years = np.random.default_rng(1).uniform(size=(50, 12)).round(3)
    function = "([y, level, late, changes]) => alarmOf(y, level, { late, worth: 3, changes })"
    cases = [[years.tolist(), 0.7, late, True] for late in (0, 1)] + [[years.tolist(), 0.7, 0, False]]
    at_once, late, quiet = in_browser(watching, function, cases)
    start = deploying_year.START - 1
    false = 12 * (years[:, :start] > 0.7).mean()
    first = np.array([next((k for k in range(start, 12) if row[k] > 0.7), 12) for row in years])
    assert at_once["falsely"] == pytest.approx(false) and at_once["caught"] == pytest.approx((first < 12).mean())
    assert at_once["months"] == pytest.approx((first - start).mean())
    assert at_once["cost"] == pytest.approx(false + 3 * (first - start).mean())
    assert late["months"] == pytest.approx((np.minimum(first + 1, 12) - start).mean())
    assert quiet["falsely"] == pytest.approx(12 * (years > 0.7).mean()) and quiet["cost"] == quiet["falsely"]
    best = in_browser(watching, "(y) => costs(y, 1, {}).best", [years.tolist()])[0]
    assert best[1] <= at_once["cost"]


def test_the_browser_reads_files_and_plans_as_they_were_measured(world):
    loaded = {f"{ROOM}/loaded.js": "differences, MISSING, BITS"}
    said = deploying_file.answers(world.source, world.rows)[..., 0]
    assert in_browser(loaded, "() => [MISSING, BITS]", [0])[0] == [[*deploying_file.MISSING], [*deploying_file.BITS]]
    file = {"answers": [round(float(v), 4) for v in said.ravel()], "truth": world.truth.tolist(), "n": 122}
    function = "(f) => differences({ ...f, answers: Float64Array.from(f.answers) }, 'scaling', 8)"
    told = in_browser(loaded, function, [file])[0]
    gaps = np.abs(said[1, 2] - said[0, 0])
    assert told["largest"] == pytest.approx(gaps.max(), abs=1e-3) and told["at"] == gaps.argmax()
    assert told["error"] == pytest.approx(np.abs(said[1, 2] - world.truth).mean(), abs=1e-3)
    retraining = {f"{ROOM}/retraining.js": "courseOf, onOld, wrongAnswers"}
    rng = np.random.default_rng(2)
    data = {"before": rng.uniform(size=12).tolist(), "after": rng.uniform(size=(3, 11, 12)).tolist()}
    data["old"] = rng.uniform(size=(3, 11)).tolist()
    function = "([d, c]) => [courseOf(d, c), onOld(d, c), wrongAnswers(courseOf(d, c))]"
    plans = ({"plan": "once", "when": 7, "window": "3"}, {"plan": "monthly", "window": "all"}, {"plan": "never"})
    once, monthly, never = in_browser(retraining, function, [[data, plan] for plan in plans])
    assert once[0] == data["before"][:7] + data["after"][1][6][7:] and once[1] == data["old"][1][6]
    assert monthly[0] == [data["before"][0], *(data["after"][2][k - 1][k] for k in range(1, 12))]
    assert never[:2] == [data["before"], data["before"][0]] and never[2] == round(120 * sum(data["before"]))


def test_questions_from_the_browser_are_read_or_refused():
    assert deploying_asked.own({"own": True}) is True and deploying_asked.body({"body": "{}"}) == "{}"
    assert deploying_asked.change({"change": "cents"}) == "cents"
    wrong = {"own": ("yes", None), "body": (None, 3, "x" * 20_001), "change": ("war", None), "retrained": ("monday",)}
    for name, values in wrong.items():
        for value in values:
            with pytest.raises(SpecError):
                getattr(deploying_asked, name)({"change" if name == "retrained" else name: value})
    with pytest.raises(RunError):
        deploying_served.served_by("20200101-000000-abcdef")


def test_the_page_answers_the_picture_in_json(world, monkeypatch):
    """Its tasks are run here, where the engine would run them."""
    given = {}
    monkeypatch.setattr(engine, "call", lambda name, *arguments: paths.resolve(tasks.TASKS[name])(*arguments))
    monkeypatch.setattr(lesson, "begin", lambda name: None)
    monkeypatch.setattr(lesson, "picture", lambda text, data, answer: given.update(data=data, answer=answer))
    monkeypatch.setattr(lesson, "rest", lambda *_, **__: None)
    runpy.run_path(LESSONS["deploying"].page)
    assert list(given["data"]["networks"]) == ["tips"] and set(given["data"]["drifts"]) < set(given["data"]["changes"])
    body = json.dumps({"rows": world.rows[:1]})
    for question in (
        {"want": "file", "own": False},
        {"want": "request", "own": True, "body": body},  # no run is in hand
        {"want": "times", "own": False},
        {"want": "versions"},
        {"want": "year", "change": "cents"},
    ):
        (name,) = answered = given["answer"](question)
        assert name == question["want"] and len(json.dumps(answered, allow_nan=False)) > 100
    with pytest.raises(SpecError):
        given["answer"]({"want": "the keys"})


@pytest.mark.parametrize("number", range(12))
def test_every_question_has_one_right_answer(number):
    question = deploying_check.ask(number)
    if question.choices:
        verdicts = [deploying_check.judge(number, choice) for choice in question.choices]
        assert sum(verdict.right for verdict in verdicts) == 1 and len({verdict.words for verdict in verdicts}) == 4


def test_answers_by_hand():
    for number in range(3, 60, 6):
        share, gap = (
            float(piece.split("**")[0].rstrip(" %")) / 100
            for piece in deploying_check.ask(number).words.split("**")[1::2]
        )
        assert deploying_check.judge(number, deploying.needed(share, gap)).right
        assert "1 − p" in deploying_check.judge(number, 16 * share / gap**2).words
    for number in range(5, 60, 6):
        q = float(deploying_check.ask(number).words.split("**")[1].rstrip(" %")) / 100
        psi = (q - 0.5) * np.log(q / 0.5) + (0.5 - q) * np.log((1 - q) / 0.5)
        assert deploying_check.judge(number, psi).right and not deploying_check.judge(number, psi / 2.302585).right
    for number in range(0, 60, 6):
        most, weight = (
            float(piece.split("**")[0].replace("−", "-"))
            for piece in deploying_check.ask(number).words.split("**")[1::2]
        )
        stored = tf.quantization.quantize_and_dequantize_v2(
            weight, -most, most, num_bits=8, range_given=True, narrow_range=True
        )
        assert deploying_check.judge(number, float(stored)).right and not deploying_check.judge(number, weight).right


def test_an_alarm_is_judged_by_what_the_picture_measures():
    good = {"view": 3, "change": 1, "columns": 1, "falsely": 0.5, "caught": 0.95}
    assert deploying_check.judge(2, good).right
    assert "wolf" in deploying_check.judge(2, {**good, "falsely": 3}).words
    assert "sleeps" in deploying_check.judge(2, {**good, "caught": 0.5}).words
    for other in ({"view": 0}, {"change": 2}, {"columns": 0}):
        assert not deploying_check.judge(2, {**good, **other}).right


def test_the_text_and_the_questions_set_up_what_there_is():
    beginning = in_browser({f"{ROOM}/state.js": "beginning"}, "() => beginning()", [0])[0]
    asked = [deploying_check.ask(number).state for number in range(12)]
    for state in [*(trial.state for trial in read(LESSONS["deploying"].text).trials), *asked]:
        assert set(state) <= {*beginning, "share"}
        assert all(
            isinstance(state[name], type(value))
            for name, value in beginning.items()
            if name in state and name != "level"
        )
