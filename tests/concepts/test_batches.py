"""Batches: the counts against Keras's own, gradients and their spread against the model itself, and the checks."""

import os
from itertools import combinations
from unittest.mock import patch

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz import gallery, settings
from nnviz.concepts import batches, batches_asked, batches_check, batches_tasks, measured_once
from nnviz.concepts.batch_gradients import cloud, expected
from nnviz.data.load import load
from nnviz.errors import RunError, SpecError
from nnviz.inspection.example_gradients import example_gradients
from nnviz.models.build import build
from nnviz.training.train import array_loop
from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from tests.browser_twins import in_browser
from tests.sampling import whole

OWN = gallery.ready("breast_cancer")
TEXT = read(LESSONS["batches"].text)
COUNTING = {"lessons/batches/counting.js": "classMix, examplesSeen, lastBatch, sortedOrder, spread, standsAt, updates"}
DRAWS = {"lessons/batches/draws.js": "batchMeans, stream, strayOf, wrongWay"}
RACING = {"lessons/batches/racing.js": "axisOf, budgetOf, lossAt, ranking"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home folder of these tests' own, so that nothing is read that was measured elsewhere."""
    before, settings.get().home = settings.get().home, tmp_path_factory.mktemp("home")
    yield settings.get().home
    settings.get().home = before


@pytest.mark.parametrize(("n", "batch", "epochs"), [(437, 32, 5), (64, 32, 2), (65, 32, 1), (7, 100, 3)])
def test_updates_are_what_keras_makes(n, batch, epochs):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((n, 2)), np.zeros((n, 1)), batch_size=batch, epochs=epochs, verbose=0)
    assert int(model.optimizer.iterations) == batches.updates(n, batch, epochs)


def test_the_browser_counts_the_same():
    cases = [[n, batch, epochs] for n in (1, 7, 437, 1438) for batch in (1, 5, 32, 1438) for epochs in (1, 5)]
    said = in_browser(
        COUNTING, "([n, b, e]) => [updates(n, b, e), lastBatch(n, b), spread(2.5, Math.min(b, n), n)]", cases
    )
    for (n, batch, epochs), (count, last, far) in zip(cases, said, strict=True):
        assert count == batches.updates(n, batch, epochs) and last == batches.last_batch(n, batch)
        assert far == pytest.approx(batches.spread(2.5, min(batch, n), n))


def test_every_example_is_seen_once_an_epoch():
    """Whatever the batch size: the browser's batches of one epoch are disjoint and hold all."""
    function = """([n, batch]) => Array.from({ length: 2 * updates(n, batch) }, (_, k) => {
        const { epoch, from, to } = standsAt(k, n, batch);
        return [epoch, from, to, examplesSeen(k, n, batch)];
    })"""
    for n, batch in ((437, 32), (10, 3), (5, 5), (4, 9)):
        rows = in_browser(COUNTING, function, [[n, batch]])[0]
        for epoch in (0, 1):
            seen = [i for e, start, stop, _ in rows if e == epoch for i in range(start, stop)]
            assert seen == list(range(n))
        assert [row[3] for row in rows] == np.cumsum([0, *(stop - start for _, start, stop, _ in rows)]).tolist()[:-1]


def test_sorting_and_mixing_by_hand():
    labels = [2, 0, 1, 0, 2]
    order, mix = in_browser(COUNTING, "(l) => [sortedOrder(l), classMix([0, 1, 3], l, 3)]", [labels])[0]
    assert order == [1, 3, 2, 0, 4] and mix == [2, 0, 1]


@pytest.fixture(scope="module")
def gradients():
    """(model, loss, inputs, targets, (64, weights) gradients, loss) of the spirals' network."""
    experiment = batches.network("spirals", OWN)
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=0)
    _, _, meaning = array_loop(model, dataset, experiment.train)
    loss = keras.losses.BinaryCrossentropy()
    x, y = dataset.train.x[:64], meaning.encode(dataset.train.y)[:64]
    rows, losses = example_gradients(model, x, y, loss)
    return model, loss, x, y, rows, float(losses.mean())


def test_the_mean_of_the_examples_gradients_is_the_gradient_of_their_batch(gradients):
    model, loss, x, y, rows, value = gradients
    for chosen in (np.arange(64), np.array([3, 9, 41, 60])):
        with tf.GradientTape() as tape:
            told = loss(y[chosen], model(x[chosen]))
        truth = np.concatenate([np.ravel(g) for g in tape.gradient(told, [w.value for w in model.trainable_variables])])
        assert rows[chosen].mean(0) == pytest.approx(truth, abs=1e-6)
    assert value == pytest.approx(float(loss(y, model(x))), abs=1e-6)


def test_a_batch_strays_as_the_formula_says():
    """Exactly, by going through every batch of 3 out of 7."""
    rows = np.random.default_rng(3).normal(size=(7, 4))
    own = cloud(rows, 0.0, (3,))
    mean = rows.mean(0)
    squares = [((rows[list(chosen)].mean(0) - mean) ** 2).sum() for chosen in combinations(range(7), 3)]
    assert expected(own, 3) == pytest.approx(np.sqrt(np.mean(squares)))
    assert own.strays[3] == pytest.approx(expected(own, 3), rel=0.15) and expected(own, 7) == 0


def test_the_plane_keeps_the_gradient_of_all_and_most_of_the_difference(gradients):
    rows = gradients[4]
    own = cloud(rows, 0.0, (1, 16, 64))
    assert own.points.mean(0) == pytest.approx([own.length, 0], abs=1e-5)
    assert own.length == pytest.approx(np.linalg.norm(rows.mean(0)), rel=1e-5)
    along = rows @ rows.mean(0) / own.length
    assert own.points[:, 0] == pytest.approx(along, abs=1e-5)
    across = rows - np.outer(along, rows.mean(0) / own.length)
    assert (own.points[:, 1] ** 2).sum() == pytest.approx(np.linalg.svd(across)[1][0] ** 2, rel=1e-4)
    assert own.strays[16] == pytest.approx(expected(own, 16), rel=0.1) and own.strays[64] == pytest.approx(0, abs=1e-6)


def test_batches_drawn_in_the_browser_stray_as_the_formula_says(gradients):
    own = cloud(gradients[4], 0.0, ())
    plane = ((own.points - [own.length, 0]) ** 2).sum(1).mean()
    function = """([points, length, batch]) => {
        const means = batchMeans(Float32Array.from(points), batch, 4000, stream(5));
        return [strayOf(means, length), wrongWay(means)];
    }"""
    cases = [[own.points.ravel().tolist(), own.length, batch] for batch in (1, 4, 16, 64)]
    said = in_browser(DRAWS, function, cases)
    for (_, _, batch), (far, _) in zip(cases, said, strict=True):
        assert far == pytest.approx(batches.spread(plane, batch, 64), rel=0.05, abs=1e-5)
    share = float((own.points[:, 0] < 0).mean())
    assert said[0][1] / 4000 == pytest.approx(share, abs=0.03) and said[-1][1] == 0


def test_runs_are_compared_on_what_all_can_afford():
    runs = [
        {"label": "small", "epochs": [0, 1, 2], "steps_per_epoch": 10, "microseconds": 1e5, "loss": [4, 2, 1]},
        {"label": "large", "epochs": [0, 10, 20], "steps_per_epoch": 1, "microseconds": 1e6, "loss": [4, 0.5, 0.2]},
    ]
    function = "(runs) => ['epoch', 'update', 'second'].map((axis) => [budgetOf(runs, axis), ranking(runs, axis)])"
    epoch, update, second = in_browser(RACING, function, [runs])[0]
    assert epoch == [2, [{"label": "small", "loss": 1}, {"label": "large", "loss": pytest.approx(4 - 0.2 * 3.5)}]]
    assert update[0] == 20 and update[1][0] == {"label": "large", "loss": 0.2}
    assert second[0] == 2 and second[1][0] == {"label": "small", "loss": 1}


@pytest.fixture(scope="module")
def raced(home):
    """Three of the five: the others take as long and tell the same."""
    with patch.object(batches_tasks, "sizes", lambda examples: (4, 16, examples)):
        return batches_tasks.learn_batch_runs(batches.network("digits", OWN), "sizes")


def at(run, axis, end):
    factor = {"epoch": 1, "update": run["steps_per_epoch"]}[axis]
    return float(np.interp(end, np.array(run["epochs"]) * factor, run["loss"]))


@whole  # the lesson's text; a race of another lesson proves the way that it is measured
def test_what_is_said_of_the_race_is_true(raced):
    runs = {run["batch_size"]: run for run in raced["runs"]}
    assert list(runs) == [4, 16, 1438] and all(len(run["trace"]) == 240 for run in runs.values())
    epochs = min(run["epochs"][-1] for run in runs.values())
    by_epoch = {size: at(run, "epoch", epochs) for size, run in runs.items()}
    assert by_epoch[4] < by_epoch[16] / 2 < by_epoch[1438] / 10
    by_update = {size: at(run, "update", 2000) for size, run in runs.items()}
    large = [by_update[size] for size in (16, 1438)]
    assert by_update[4] > 2 * max(large) and max(large) < 1.5 * min(large)
    restless = {size: np.std(np.diff(run["trace"])) for size, run in runs.items()}
    assert restless[4] > restless[16] > restless[1438]


@whole  # the scaled rates are counted below; the race of sizes proves the loop
def test_with_rates_in_proportion_the_curves_are_one_until_training_breaks(home, monkeypatch):
    monkeypatch.setattr(batches_tasks, "sizes", lambda examples: (4, 16, examples))
    monkeypatch.setattr(batches_tasks, "_MOST_UPDATES", 1800)
    monkeypatch.setattr(batches_tasks, "_LEAST_UPDATES", 10)
    four, sixteen, whole = batches_tasks.learn_batch_runs(batches.network("digits", OWN), "scaled")["runs"]
    assert [run["rate"] for run in (four, sixteen)] == [0.00625, 0.025] and whole["rate"] == pytest.approx(
        0.05 * 1438 / 32
    )
    for epoch in (1, 3, 5):
        assert at(four, "epoch", epoch) == pytest.approx(at(sixteen, "epoch", epoch), rel=0.03)
    assert at(whole, "epoch", 5) > 4 * at(four, "epoch", 5)
    assert batches.scaled_rate(0.05, 32, 10**9) == 100


@whole  # with the race above
def test_what_was_measured_once_is_read_again(raced, monkeypatch):
    monkeypatch.setattr(batches_tasks, "_run", None)
    assert batches_tasks.learn_batch_runs(batches.network("digits", OWN), "sizes") == raced


@whole  # a long race; the lesson's other one is run
def test_examples_sorted_by_class_teach_less(home):
    shuffled, in_order = batches_tasks.learn_batch_runs(batches.network("spirals", OWN), "order")["runs"]
    assert in_order["loss"][-1] > shuffled["loss"][-1] + 0.03
    assert in_order["steps_per_epoch"] == shuffled["steps_per_epoch"] == 25


def test_examples_and_the_orders_of_the_training():
    experiment = batches.network("digits", OWN)
    told = batches_tasks.learn_batch_examples(experiment)
    assert told["kind"] == "image" and told["x"].shape == (1438, 8, 8) and told["x"].max() == 255
    assert told["orders"].shape == (5, 1438) and (np.sort(told["orders"]) == np.arange(1438)).all()
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=0)
    loop, _, _ = array_loop(model, dataset, experiment.train)
    for epoch in range(2):
        assert (loop._order(epoch, 1)[0] == told["orders"][epoch]).all()
    plane = batches_tasks.learn_batch_examples(batches.network("spirals", OWN))
    assert plane["kind"] == "plane" and plane["x"].shape == (400, 2) and set(plane["labels"]) == {0, 1}
    other = batches_tasks.learn_batch_examples(batches.network("own", OWN))
    assert other["kind"] == "other" and other["x"] is None and other["parameters"] == 641


def test_data_that_are_too_large_are_a_sentence(monkeypatch):
    monkeypatch.setattr(batches_tasks, "MOST_EXAMPLES", 100)
    batches_tasks.learn_batch_examples.cache_clear()
    with pytest.raises(RunError, match="training examples"):
        batches_tasks.learn_batch_examples(batches.network("digits", OWN))


def test_what_the_experiments_set_up_is_there():
    assert {trial.state.get("compared") for trial in TEXT.trials} >= {"sizes", "scaled"}
    assert batches.spread(1.0, 64, 10**6) == pytest.approx(batches.spread(1.0, 16, 10**6) / 2, rel=1e-4)


def test_questions_from_the_browser_are_read_or_refused():
    assert batches_asked.network_of({"network": "spirals"}) == "spirals"
    assert batches_asked.compared_of({"compared": "order"}) == "order"
    for wrong in ({}, {"network": "mine", "compared": 3}, {"network": None, "compared": None}):
        with pytest.raises(SpecError):
            batches_asked.network_of(wrong)
        with pytest.raises(SpecError):
            batches_asked.compared_of(wrong)


@pytest.mark.parametrize("number", range(12))
def test_every_question_has_one_right_answer(number):
    question = batches_check.ask(number)
    if question.choices:
        verdicts = [batches_check.judge(number, choice) for choice in question.choices]
        assert sum(verdict.right for verdict in verdicts) == 1
        assert len({verdict.words for verdict in verdicts}) == 4
    elif not question.make:
        assert sum(batches_check.judge(number, float(value)).right for value in range(1000)) == 1


def test_updates_asked_by_hand():
    for number in range(0, 60, 6):
        words = batches_check.ask(number).words.replace(",", "")
        n, batch, epochs = (int(piece.split("**")[0]) for piece in words.split("**")[1::2])
        model_steps = len(range(0, n, batch)) * epochs
        assert batches_check.judge(number, model_steps).right
        assert "rounded down" in batches_check.judge(number, (n // batch) * epochs).words
        assert "one epoch" in batches_check.judge(number, len(range(0, n, batch))).words


def test_the_picture_is_judged_by_what_it_measures():
    target = int(batches_check.ask(2).words.split("makes **")[1].split()[0].replace(",", ""))
    made = {"examples": 1438, "batch": 50, "epochs": 2}
    assert batches_check.judge(2, {**made, "updates": target}).right
    assert "smaller batches" in batches_check.judge(2, {**made, "updates": target - 1}).words
    assert "other data" in batches_check.judge(2, {**made, "examples": 400}).words
    shown = {"sample": 512, "stage": 2, "length": 0.2, "batch": 64}
    assert batches_check.judge(5, {**shown, "stray": 0.2}).right
    assert "larger ones" in batches_check.judge(5, {**shown, "stray": 2.0}).words
    assert "smaller ones" in batches_check.judge(5, {**shown, "stray": 0.01}).words
    assert "first" in batches_check.judge(5, {**shown, "stage": 0, "stray": 0.2}).words


def test_the_target_can_be_met():
    for number in range(2, 40, 6):
        target = int(batches_check.ask(number).words.split("makes **")[1].split()[0].replace(",", ""))
        assert any(batches.updates(1438, size, epochs) == target for size in range(1, 1439) for epochs in range(1, 6))


def test_only_the_newest_measurements_are_kept(tmp_path):
    for age in range(5):
        path = tmp_path / f"{age}.json"
        path.write_text("{}")
        os.utime(path, (age, age))
    measured_once.sweep(tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.glob("*.json")) == ["3.json", "4.json"]
