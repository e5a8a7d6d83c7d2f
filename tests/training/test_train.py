"""Training sessions: recorded, paused, stepped, stopped, broken, and left with their model."""

import threading
import time
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.data.load import load
from nnviz.errors import TrainingError
from nnviz.models.templates import dense, suggest
from nnviz.runs.moments import newest_epoch
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training import loop
from nnviz.training import recorder as recorder_module
from nnviz.training.recorder import Recorder
from nnviz.training.train import train, train_stream

SPIRALS = DataSpec(source="spirals", settings={"points": 125})


def experiment(**changes) -> Experiment:
    return Experiment(
        data=SPIRALS,
        model=suggest(load(SPIRALS).schema),
        train=TrainSpec(optimizer="sgd", batch_size=20).replace(**changes),
    )


@pytest.fixture
def uncompiled(monkeypatch):
    """A run that is long enough to be stopped is not worth compiling."""
    monkeypatch.setattr(loop, "pays_xla", lambda model: False)


def until(condition, seconds=120.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.01)


def in_background(exp, tmp_path):
    run = Run.create(exp, tmp_path)
    thread = threading.Thread(target=train, args=(exp,), kwargs={"run": run}, daemon=True)
    thread.start()
    return run, thread


def test_a_run_holds_all_that_was_trained(tmp_path):
    run = train(experiment(epochs=12), home=tmp_path)
    status, history = run.status(), run.history()
    assert (status.state, status.epoch) == ("finished", 12)
    assert history["epoch"].tolist() == list(range(1, 13))
    assert {"loss", "val_loss", "accuracy", "val_accuracy", "seconds"} <= set(history)
    frames = run.frame_ids()
    assert frames[0] == 0 and frames[-1] == 12 * 5 and run.frame(frames[-1])["epoch"] == 12
    graph, frame = run.graph, run.frame()
    assert [column["total"] for column in graph["columns"]] == [2, 8, 8, 1]
    assert frame["output"].shape == (1, 60, 60) and frame["map_1"].shape == (8, 30, 30)
    model, dataset = run.model(), load(SPIRALS)
    np.testing.assert_allclose(frame["samples"], model(dataset.validation.x[:12]), atol=1e-6)
    np.testing.assert_array_equal(frame["link_1"], model.layers[-2].kernel)
    for variable, value in zip(model.variables, run.weights(frames[-1]), strict=True):
        np.testing.assert_array_equal(variable, value)
    loss, accuracy = history["val_loss"][-1], history["val_accuracy"][-1]
    p = np.asarray(model(dataset.validation.x)).ravel()
    y = dataset.validation.y
    assert loss == pytest.approx(-np.mean(np.log(np.where(y == 1, p, 1 - p))), abs=1e-4)
    assert accuracy == pytest.approx(np.mean((p > 0.5) == y), abs=1e-6)
    assert frame["missed"].astype(int).tolist() == np.flatnonzero((p > 0.5) != y).tolist() and frame["wrong"] > 0
    points = {name: np.asarray(values) for name, values in graph["plane"]["points"].items()}
    missed = np.isin(points["index"], frame["missed"]) & (points["validation"] == 1)
    wrong = dataset.unscaled(dataset.validation.x)[(p > 0.5) != y]
    np.testing.assert_allclose(np.stack([points["x"], points["y"]], 1)[missed], wrong, atol=1e-6)


def test_the_same_experiment_gives_the_same_numbers(tmp_path):
    first, second = (train(experiment(epochs=3), home=tmp_path) for _ in range(2))
    for a, b in zip(first.model().weights, second.model().weights, strict=True):
        np.testing.assert_array_equal(a, b)


def test_pause_step_go_on_and_stop(tmp_path, uncompiled):
    run, thread = in_background(experiment(epochs=10_000), tmp_path)
    until(lambda: run.status().state == "running" and run.status().epoch > 0)
    run.command("pause")
    until(lambda: run.status().state == "paused")
    paused = run.status().epoch
    assert run.model_path.is_file(), "a paused run can be looked into"
    time.sleep(0.2)
    assert run.status().epoch == paused
    run.command("step")
    until(lambda: run.status().state == "paused" and run.status().epoch > paused)
    assert run.status().epoch == int(paused) + 1
    run.command("run")
    until(lambda: run.status().epoch > paused + 5)
    run.command("stop")
    thread.join(60)
    status = run.status()
    assert status.state == "stopped" and "kept" in status.message
    assert len(run.history()["epoch"]) == int(status.epoch) and run.model().count_params() == 105


def test_a_run_commanded_to_step_before_it_began_pauses_after_one_epoch(tmp_path):
    exp = experiment(epochs=50)
    run = Run.create(exp, tmp_path)
    run.command("step")
    thread = threading.Thread(target=train, args=(exp,), kwargs={"run": run}, daemon=True)
    thread.start()
    until(lambda: run.status().state == "paused")
    assert run.status().epoch == 1
    run.command("stop")
    thread.join(60)


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_model(tmp_path):
    layers = (dense("dense_1", 8, "relu"), dense("output", 1, "linear"))
    broken = Experiment(
        data=SPIRALS,
        model=ModelSpec(layers=layers),
        train=TrainSpec(loss="mean_squared_error", optimizer="sgd", learning_rate=100.0, batch_size=20, epochs=50),
    )
    run = train(broken, home=tmp_path)
    assert run.status().state == "failed"
    assert "no longer a number" in run.status().message and "try 10" in run.status().message
    assert all(np.isfinite(w).all() for w in run.model().get_weights())
    assert np.isnan(run.history()["loss"]).any()


def test_any_epoch_callback_works(tmp_path):
    seen = []

    class Seen(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            seen.append(("begin", epoch))

        def on_epoch_end(self, epoch, logs=None):
            seen.append(("end", epoch, sorted(logs)))

        def on_train_end(self, logs=None):
            seen.append("over")

    rates = []
    schedule = keras.callbacks.LearningRateScheduler(lambda epoch, rate: 0.01 / (epoch + 1))
    watch = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: rates.append(float(logs["learning_rate"])))
    checkpoint = keras.callbacks.ModelCheckpoint(str(tmp_path / "best.keras"), save_best_only=True)
    train(experiment(epochs=3), home=tmp_path, callbacks=[Seen(), schedule, watch, checkpoint])
    assert seen[0] == ("begin", 0) and seen[-1] == "over" and seen[1][:2] == ("end", 0)
    assert seen[1][2] == ["accuracy", "loss", "val_accuracy", "val_loss"]
    np.testing.assert_allclose(rates, [0.01, 0.005, 0.01 / 3], rtol=1e-6)
    assert keras.saving.load_model(tmp_path / "best.keras").count_params() == 105


def test_early_stopping_keeps_the_best_weights(tmp_path):
    run = train(experiment(epochs=1600, learning_rate=0.2, early_stopping=4), home=tmp_path)
    history = run.history()
    best = int(history["val_loss"].argmin())
    assert run.status().state == "finished" and f"weights of epoch {best + 1}, the best" in run.status().message
    assert len(history["epoch"]) == best + 1 + 4 and newest_epoch(run) == best + 1
    p = np.asarray(run.model()(load(SPIRALS).validation.x)).ravel()
    y = load(SPIRALS).validation.y
    assert -np.mean(np.log(np.where(y == 1, p, 1 - p))) == pytest.approx(history["val_loss"][best], rel=1e-3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"batch_size": 500}, "Batch size: received 500.*at most 100"),
        ({"optimizer": "adm"}, "Did you mean 'adam'"),
        ({"loss": "sparse_categorical_crossentropy"}, "compares one number for each of the 2 classes"),
        (
            {"optimizer": "adam", "optimizer_settings": {"beta_1": 2.0}},
            "Beta 1 must be a number between 0 and 0.9999, not 2",
        ),
    ],
)
def test_settings_that_cannot_be_are_sentences_in_the_run_too(tmp_path, changes, words):
    exp = experiment(**changes)
    run = Run.create(exp, tmp_path)
    with pytest.raises(Exception, match=words):
        train(exp, run=run)
    assert run.status().state == "failed" and run.status().message


def test_an_output_that_does_not_fit_the_targets_is_a_sentence(tmp_path):
    exp = experiment(epochs=1).replace(model=ModelSpec(layers=(dense("output", 3, "softmax"),)))
    with pytest.raises(TrainingError, match="output of shape 3.*2 classes.*Dense layer of 1 unit"):
        train(exp, home=tmp_path)


def test_a_network_with_more_inputs_than_the_data_is_a_sentence_in_the_run_too(tmp_path):
    inputs = LayerSpec(id="more", kind="InputLayer", settings={"shape": [3]})
    both = LayerSpec(id="both", kind="Concatenate", inputs=("input", "more"))
    exp = experiment().replace(model=ModelSpec(layers=(inputs, both, dense("out", 1, "sigmoid"))))
    run = Run.create(exp, tmp_path)
    with pytest.raises(TrainingError, match="an input .more. of shape .3,., and the data have one"):
        train(exp, run=run)
    assert run.status().state == "failed" and "Build page" in run.status().message


def test_digits_frames_show_feature_maps_of_a_real_example(tmp_path):
    data = DataSpec(source="digits")
    exp = Experiment(data=data, model=suggest(load(data).schema), train=TrainSpec(epochs=1, batch_size=128))
    run = train(exp, home=tmp_path)
    frame, graph, model, dataset = run.frame(), run.graph, run.model(), load(data)
    first = keras.Model(model.inputs[0], model.layers[1].output)
    expected = np.asarray(first(dataset.validation.x[:1]))[0].transpose(2, 0, 1)
    np.testing.assert_allclose(frame["map_1"], expected[: len(frame["map_1"])], atol=1e-5)
    assert np.shape(graph["samples"]["images"]) == (12, 8, 8, 1)
    np.testing.assert_allclose(frame["samples"].sum(1), 1, atol=1e-5)
    answers, truth = np.asarray(model(dataset.validation.x)), dataset.validation.y
    wrong = np.flatnonzero(answers.argmax(1) != truth)
    picked = frame["picked_errors"].astype(int)
    assert frame["wrong"].tolist() == [len(wrong)] and set(picked) <= set(wrong) and len(picked) == min(12, len(wrong))
    lead = answers.max(1) - answers[np.arange(len(truth)), truth]
    assert lead[picked].min() >= np.sort(lead)[-len(picked)] - 1e-5
    np.testing.assert_allclose(frame["said_errors"], answers[picked], atol=1e-5)
    np.testing.assert_array_equal(run.pictures()[:12], graph["samples"]["images"])
    assert len(run.pictures()) == len(truth) == graph["samples"]["total"]


def test_a_layer_that_a_person_named_bears_that_name_in_keras_and_in_the_diagram(tmp_path):
    exp = experiment(epochs=1)
    named = exp.model.layers[0].replace(name="First look")
    run = train(exp.replace(model=exp.model.replace(layers=(named, *exp.model.layers[1:]))), home=tmp_path)
    assert run.model().layers[1].name == "First_look"
    titles = [column["title"] for column in run.graph["columns"]]
    assert titles == ["Input", "First_look", *(layer.id for layer in exp.model.layers[1:])]


def test_a_stream_is_recorded_too(tmp_path):
    x = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((x, x[:, :1])).batch(16)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    run = train_stream(model, batches, epochs=3, home=tmp_path)
    assert run.status().state == "finished" and len(run.history()["loss"]) == 3
    np.testing.assert_array_equal(run.model().get_weights()[0], model.get_weights()[0])


def test_averaged_weights_are_in_place_at_the_end_as_with_fit(tmp_path):
    x = np.random.default_rng(0).normal(size=(32, 3)).astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((x, x[:, :1])).batch(8)
    models = []
    for _ in range(2):
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="zeros")])
        model.compile(keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5), "mse", run_eagerly=True)
        models.append(model)
    train_stream(models[0], batches, epochs=2, home=tmp_path)
    models[1].fit(batches, epochs=2, verbose=0)
    np.testing.assert_allclose(models[0].get_weights()[0], models[1].get_weights()[0], rtol=1e-6)


def test_a_large_network_stays_within_the_budget(tmp_path, monkeypatch):
    from nnviz import settings

    monkeypatch.setattr(settings.get(), "run_megabytes", 8.0)
    model = keras.Sequential([keras.Input((100,)), keras.layers.Dense(1000), keras.layers.Dense(10)])
    run = Run.create(Experiment(), tmp_path)
    recorder = Recorder(run, None, model)
    for step in range(60):
        recorder.frame(step, float(step), last=step == 59)
    kept = run.weight_ids()
    assert run.size() < 8e6 and 2 <= len(kept) <= 12 and (kept[0], kept[-1]) == (0, 59)


def test_thinning_keeps_the_first_and_the_last(tmp_path):
    class Still:
        pictures = None
        graph = {}

        def frame(self):
            return {"a": np.zeros(10)}

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    run = Run.create(Experiment(), tmp_path)
    recorder = Recorder(run, Still(), model)
    for step in range(1000):
        recorder.frame(step, step / 10, last=step == 999)
    kept = run.frame_ids()
    assert kept[0] == 0 and kept[-1] == 999 and 60 <= len(kept) <= 160
    assert max(np.diff(kept[:-1])) <= 8 * min(np.diff(kept[:-1]))


def test_pictures_come_as_often_as_they_can_be_afforded_whatever_the_first_one_took(tmp_path, monkeypatch):
    """The first frame takes what TensorFlow sets up, gradients are read within a budget of their own, and one frame
    that took long says nothing of the next ones."""
    now, takes = [100.0], iter([3.0, *[0.01] * 6, 0.9, 0.01, *[0.03] * 9])

    class Picture:
        pictures = None
        graph = {}

        def frame(self):
            now[0] += next(takes)
            return {"a": np.zeros(3)}

    def read(step, epoch, last):
        now[0] += 0.5 if step == 4 else 0.0

    monkeypatch.setattr(recorder_module, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    recorder = Recorder(Run.create(Experiment(), tmp_path), Picture(), model, SimpleNamespace(take=read))
    waits = []
    for step in range(18):
        recorder.frame(step, float(step))
        waits.append(0.0)
        while not recorder.due():
            now[0] += 0.005
            waits[-1] += 0.005
    affordable = 0.01 / recorder_module._SHARE
    assert max(waits[:10]) == pytest.approx(max(recorder.interval, affordable), abs=0.006)
    assert waits[-1] == pytest.approx(0.03 / recorder_module._SHARE, abs=0.006), (
        "dearer ones for good are shown less often"
    )
