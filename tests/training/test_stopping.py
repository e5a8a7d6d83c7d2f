"""What ends a training, keeps its best weights and lowers its rate: as Keras's own callbacks in `fit` do."""

import keras
import numpy as np
import pytest

from nnviz.data.catalog import known_schema
from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.models.build import build
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.callbacks_code import callbacks_code
from nnviz.training.catalog import resolve
from nnviz.training.codegen import script
from nnviz.training.compiling import compile_model
from nnviz.training.meaning import meaning_of
from nnviz.training.stops import BEST, StopAfter, callbacks_of
from nnviz.training.train import train
from tests.sampling import whole

DATA = DataSpec(source="moons", settings={"points": 60}, validation_fraction=0.3)
LAYERS = (LayerSpec(id="out", kind="Dense", settings={"units": 1, "activation": "sigmoid"}),)
CASES = {
    "patience, progress, a late start": {"early_stopping": 2, "stopping": {"min_delta": 0.01, "start_from_epoch": 2}},
    "the last weights": {"early_stopping": 2, "stopping": {"min_delta": 0.05, "restore_best": False}},
    "another score": {"early_stopping": 2, "stopping": {"monitor": "f1"}, "metrics": ("f1", "auc")},
    "a target": {"stopping": {"monitor": "accuracy", "target": 0.7}, "metrics": ("accuracy",)},
    "the best epoch": {"stopping": {"keep_best": True}, "learning_rate": 8.0},
    "a plateau": {
        "schedule": "plateau",
        "schedule_settings": {"patience": 1, "factor": 0.3, "min_delta": 0.02, "cooldown": 1},
    },
}


def experiment(**settings) -> Experiment:
    spec = TrainSpec(**{"epochs": 9, "batch_size": 42, "shuffle": False, "learning_rate": 0.3} | settings)
    return Experiment(data=DATA, model=ModelSpec(layers=LAYERS), train=spec)


@whole  # one whole script with early stopping runs in test_codegen.py, the arguments of the others are tested below
@pytest.mark.parametrize("name", CASES)
def test_the_app_and_its_script_end_as_fit_does(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = experiment(**CASES[name])
    run = train(own, home=tmp_path)
    scope = {}
    exec(script(own, load(DATA).schema), scope)
    history, theirs = run.history(), scope["history"].history
    assert len(history["loss"]) == len(theirs["loss"])
    for score in set(history) & set(theirs):
        np.testing.assert_allclose(history[score], theirs[score], rtol=2e-4, atol=2e-5, err_msg=score)
    for one, two in zip(run.model().get_weights(), scope["model"].get_weights(), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-5)
    assert (len(history["loss"]) == 9) == (name in ("the best epoch", "a plateau")), "the case shows nothing"
    if name == "a plateau":
        assert len(set(history["learning_rate"])) > 2
    if name == "the best epoch":
        assert run.at().epoch == int(np.argmin(history["val_loss"])) + 1 < 9
    if name == "a target":
        assert run.status().message.endswith("the validation accuracy reached 0.7.")


def test_each_becomes_the_callback_of_keras_that_its_code_names():
    schema, folder = known_schema(DATA), "folder"
    every = {
        "monitor": "f1",
        "min_delta": 0.02,
        "start_from_epoch": 3,
        "target": 0.9,
        "minutes": 2.0,
        "keep_best": True,
    }
    spec = TrainSpec(metrics=("f1",), schedule="plateau", early_stopping=4, stopping=every, epochs=50)
    spec = resolve(spec, schema)
    rate, early, target, clock, best = callbacks_of(spec, ["loss", "val_loss", "val_f1"], folder)
    assert (rate.monitor, rate.mode, rate.factor, rate.patience) == ("val_loss", "min", 0.5, 5)
    assert (early.monitor, early.mode, early.patience, early.min_delta) == ("val_f1", "max", 4, 0.02)
    assert (early.restore_best_weights, early.start_from_epoch) == (True, 3)
    assert (target.monitor, target.mode, target.target, clock.minutes) == ("val_f1", "max", 0.9, 2.0)
    assert (best.monitor, best.mode, best.save_best_only, best.filepath) == ("val_f1", "max", True, f"{folder}/{BEST}")
    measured, *told = callbacks_code(spec, meaning_of(ModelSpec(layers=LAYERS), spec, schema), True)
    assert measured == 'nnviz.Measured(data, nnviz.TrainSpec(loss="binary_crossentropy", metrics=("f1",)))'
    assert told == [
        'keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=5, mode="min")',
        'keras.callbacks.EarlyStopping("val_f1", patience=4, min_delta=0.02, start_from_epoch=3, mode="max", '
        "restore_best_weights=True)",
        'nnviz.StopAt("val_f1", target=0.9, mode="max")',
        "nnviz.StopAfter(2.0)",
        'nnviz.KeepBest("best.weights.h5", monitor="val_f1", mode="max")',
    ]


def test_after_so_many_minutes_it_ends(monkeypatch):
    clock = iter([100.0, 100.0 + 59, 100.0 + 61])
    monkeypatch.setattr("nnviz.training.stops.time.perf_counter", lambda: next(clock))
    model, stop = keras.Sequential(), StopAfter(1.0)
    stop.set_model(model)
    model.stop_training = False
    stop.on_train_begin()
    stop.on_epoch_end(0)
    assert not model.stop_training
    stop.on_epoch_end(1)
    assert model.stop_training and stop.reached


def test_a_score_that_is_not_measured_cannot_be_watched():
    dataset = load(DATA)
    model = build(ModelSpec(layers=LAYERS), dataset.schema, 0)
    spec, _ = compile_model(model, TrainSpec(early_stopping=1, stopping={"monitor": "auc"}), dataset.schema, 1)
    with pytest.raises(SpecError, match="'auc' is not measured. Expected one of loss, accuracy"):
        callbacks_of(spec, ["loss", "accuracy", "val_loss", "val_accuracy"])
