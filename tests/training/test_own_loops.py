"""Trainings by other code as runs: with `fit` and in a loop, the same numbers, a model for every page, Stop obeyed."""

import threading
import time

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import NnvizError
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.inspection.of_run import activations_of_run, examples_of_run
from nnviz.runs.run import Run

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 2)).astype("float32")
Y = (X[:, 0] * X[:, 1] > 0).astype(int)


def network() -> keras.Model:
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(8, "tanh", name="hidden"),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(1, "sigmoid", name="answer"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def test_fit_trains_as_without_it_and_its_run_opens_everywhere():
    plain, watched = network(), network()
    told = plain.fit(X[:80], Y[:80], validation_data=(X[80:], Y[80:]), epochs=3, verbose=0)
    keras.utils.set_random_seed(1)
    watched = network()
    recorder = nnviz.Recorder(
        (X[:80], Y[:80]), validation_data=(X[80:], Y[80:]), title="Mine", class_names=("no", "yes")
    )
    watched.fit(X[:80], Y[:80], validation_data=(X[80:], Y[80:]), epochs=3, verbose=0, callbacks=[recorder])
    run = Run.open(recorder.run.id)
    assert run.status().state == "finished" and run.record.title == "Mine"
    for name, values in told.history.items():
        np.testing.assert_allclose(run.history()[name], values, rtol=1e-6)
    for own, other in zip(plain.get_weights(), watched.get_weights(), strict=True):
        np.testing.assert_array_equal(own, other)
    assert [layer.kind for layer in run.experiment.model.layers] == ["Dense", "Dropout", "Dense"]
    examples = examples_of_run(run.id)
    assert examples.split == "validation" and examples.schema.class_names == ("no", "yes")
    np.testing.assert_allclose(examples.inputs, X[80:], rtol=1e-6)
    np.testing.assert_allclose(examples.predictions, watched.predict(X[80:], verbose=0), atol=1e-6)
    assert activations_of_run(run.id, "validation", 0)["hidden"].values.shape == (1, 8)
    assert evaluation_of_run(run.id, "validation").size == 40 and run.frame_ids()[0] == 0


def test_a_loop_of_ones_own_is_noted_by_epoch_and_by_batch():
    model, optimizer = network(), keras.optimizers.SGD(0.1)
    loss = keras.losses.BinaryCrossentropy()
    with nnviz.Recorder((X, Y), model=model, epochs=2) as recorder:
        for _ in range(2):
            for start in range(0, 120, 40):
                recorder.batch({"loss": float(start)})
            recorder.epoch({"val_loss": 0.5})
    history = Run.open(recorder.run.id).history()
    assert history["loss"].tolist() == [40, 40] and history["val_loss"].tolist() == [0.5, 0.5]
    with nnviz.Recorder(model=model, steps_per_epoch=2) as counted:
        for value in (1.0, 3.0, 5.0):
            counted.batch({"loss": value})
    assert Run.open(counted.run.id).history()["loss"].tolist() == [2, 5]
    assert optimizer is not None and loss is not None


def test_what_goes_wrong_in_the_script_is_told_in_its_run():
    recorder = nnviz.Recorder(model=network())
    with pytest.raises(ZeroDivisionError), recorder:
        recorder.batch({"loss": 1 / 0})
    status = recorder.run.status()
    assert status.state == "failed" and "ZeroDivisionError" in status.message


def test_stop_in_the_app_ends_the_fit():
    recorder = nnviz.Recorder()

    def stop():
        while recorder.run is None:
            time.sleep(0.01)
        recorder.run.command("stop")

    thread = threading.Thread(target=stop)
    thread.start()
    model = network()
    model.fit(X, Y, epochs=2_000, verbose=0, callbacks=[recorder])
    thread.join()
    status = recorder.run.status()
    assert status.state == "stopped" and 0 < status.epoch < 2_000


def test_a_model_of_its_own_code_leaves_curves_and_says_what_is_missing():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(1)

        def call(self, x):
            return self.dense(x)

    model = Own()
    model.compile("sgd", "mse")
    recorder = nnviz.Recorder((X, X[:, 0]), title="Own code")
    model.fit(X, X[:, 0], epochs=2, verbose=0, callbacks=[recorder])
    status = recorder.run.status()
    assert status.state == "finished" and "Own is a class of your own code" in status.message
    assert len(recorder.run.history()["loss"]) == 2


def test_what_cannot_be_watched_is_a_sentence():
    with pytest.raises(NnvizError, match="knows no model"), nnviz.Recorder():
        pass
    with pytest.raises(NnvizError, match="one target per example"):
        nnviz.Recorder((X, Y[:5]))
    with (
        pytest.raises(NnvizError, match="cannot be given these examples"),
        nnviz.Recorder((X[:, :1], Y), model=network()),
    ):
        pass


def test_one_hot_targets_are_classes():
    recorder = nnviz.Recorder((X, np.eye(3)[np.arange(120) % 3]))
    assert nnviz.load_data(recorder.data).schema.task == "multiclass"
