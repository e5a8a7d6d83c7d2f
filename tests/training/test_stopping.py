"""What ends a training, keeps its best weights and lowers its rate: as Keras's own callbacks in `fit` do."""

import keras
import numpy as np
import pytest

from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.models.build import build
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.codegen import script
from nnviz.training.compiling import compile_model
from nnviz.training.stops import StopAfter, callbacks_of
from nnviz.training.train import train
from tests.sampling import sample

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


@pytest.mark.parametrize("name", sample(CASES, 1))
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
