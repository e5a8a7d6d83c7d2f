"""Changes in mid-run: the numbers are those of `fit`, changed in the same way between its epochs."""

import keras
import numpy as np
import pytest

from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.inspection.slow_layers import SlowTraining
from nnviz.models.build import build
from nnviz.runs import changes, moments
from nnviz.runs.recorded_gradients import recorded_gradients
from nnviz.runs.recorded_vitals import recorded_vitals
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.export import run_script
from nnviz.training.gradient_probe import GradientProbe
from nnviz.training.gradient_record import gradient_record
from nnviz.training.midway import learn_also
from nnviz.training.train import array_loop, train
from nnviz.training.untrained import untrained

DATA = DataSpec(source="moons", settings={"points": 100}, validation_fraction=0.2)
LAYERS = (
    LayerSpec(id="hidden", kind="Dense", settings={"units": 3, "activation": "tanh"}),
    LayerSpec(id="drop", kind="Dropout", settings={"rate": 0.5}),
    LayerSpec(id="out", kind="Dense", settings={"units": 1, "activation": "sigmoid"}),
)
SPEC = TrainSpec(optimizer="sgd", learning_rate=0.5, batch_size=16, epochs=5, shuffle=False)
EXPERIMENT = Experiment(data=DATA, model=ModelSpec(layers=LAYERS), train=SPEC)
ASKED = {
    0: [("dropout", {"layer": "drop", "value": 0.0})],
    1: [("learning_rate", {"value": 0.1}), ("batch_size", {"value": 40})],
    2: [("trainable", {"layer": "hidden", "value": False})],
    3: [
        ("weight", {"layer": "out", "row": 2, "unit": 0, "value": 1.5}),
        ("trainable", {"layer": "gone", "value": False}),
    ],
}
"""Epoch → what is asked for at its end."""


class Asks(keras.callbacks.Callback):
    def __init__(self, run):
        super().__init__()
        self.run, self.weights = run, []

    def on_epoch_end(self, epoch, logs=None):
        self.weights.append(self.model.get_weights())
        for kind, values in ASKED.get(epoch, ()):
            self.run.ask(kind, **values)


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    run = Run.create(EXPERIMENT, tmp_path_factory.mktemp("home"))
    asks = Asks(run)
    train(EXPERIMENT, run=run, callbacks=[asks])
    return run, asks.weights


def test_the_numbers_are_those_of_fit_changed_between_its_epochs(changed):
    run, weights = changed
    dataset = load(DATA)
    model = build(EXPERIMENT.model, dataset.schema, 0)
    x, y = dataset.train.x, dataset.train.y.reshape(-1, 1).astype("float32")
    model.set_weights(weights[0])  # the first epoch drops at random
    model.get_layer("drop").rate = 0.0
    model.compile(keras.optimizers.SGD(0.5), "binary_crossentropy")
    model.fit(x, y, batch_size=16, shuffle=False, verbose=0)
    compare(model, weights[1])
    model.optimizer.learning_rate = 0.1
    model.fit(x, y, batch_size=40, shuffle=False, verbose=0)
    compare(model, weights[2])
    model.get_layer("hidden").trainable = False
    model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
    model.fit(x, y, batch_size=40, shuffle=False, verbose=0)
    compare(model, weights[3])
    kernel = np.array(model.get_layer("out").kernel)
    kernel[2, 0] = 1.5
    model.get_layer("out").kernel.assign(kernel)
    model.fit(x, y, batch_size=40, shuffle=False, verbose=0)
    compare(model, weights[4])
    rates = run.history()["learning_rate"]
    assert np.isnan(rates[:2]).all() and rates[2:] == pytest.approx(0.1)


def test_a_run_goes_on_from_a_weight_that_somebody_typed_and_says_which(changed, tmp_path):
    former, edit = changed[0], {"layer": "out", "row": 1, "unit": 0, "value": -2.0}
    spec = SPEC.replace(epochs=6, learning_rate=0.1, batch_size=40)
    run = Run.create(EXPERIMENT.replace(train=spec), tmp_path, start_from=former)
    run.ask("weight", **edit)
    run.ask("dropout", layer="drop", value=0.0)
    train(run.experiment, run=run)
    model = keras.saving.load_model(former.model_path)
    kernel = np.array(model.get_layer("out").kernel)
    kernel[1, 0] = -2.0
    model.get_layer("out").kernel.assign(kernel)
    with np.load(run.folder / "weights" / f"{run.weight_ids()[0]:09d}.npz") as first:
        np.testing.assert_array_equal(first["v3"], kernel)
    model.get_layer("drop").rate, model.get_layer("hidden").trainable = 0.0, True
    dataset = load(DATA)
    model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
    x, y = dataset.train.x, dataset.train.y.reshape(-1, 1).astype("float32")
    model.fit(x, y, batch_size=40, shuffle=False, verbose=0)
    compare(model, keras.saving.load_model(run.model_path).get_weights())
    assert [(event["epoch"], event["values"]) for event in run.events()][0] == (5.0, edit)
    assert run.record.begins_with == former.id
    slow = SlowTraining(run.experiment, run).walk(0)
    first = next(part for part in slow.parts if part.path == "out").weights[0].before
    assert slow.epoch == 5 and np.array_equal(first, kernel)
    drawn = untrained(EXPERIMENT, [edit])
    assert any(-2.0 in values for name, values in drawn["frame"].items() if name.startswith("link_"))


def compare(model, weights):
    for own, ours in zip(model.get_weights(), weights, strict=True):
        np.testing.assert_allclose(own, ours, rtol=1e-4, atol=2e-6)


def test_the_script_of_a_changed_run_trains_to_the_same_numbers(changed):
    run, weights = changed
    text = run_script(run)
    names = {}
    exec(text, names)
    compare(names["model"], weights[4])
    assert text.count(".fit(") == 2 and "batch_size=40,\n    initial_epoch=2" in text


def test_each_change_is_noted_with_its_moment_and_what_cannot_be_with_why(changed):
    run, _ = changed
    assert [(event["epoch"], event["kind"], event["done"]) for event in run.events()] == [
        (1.0, "dropout", True),
        (2.0, "learning_rate", True),
        (2.0, "batch_size", True),
        (3.0, "trainable", True),
        (4.0, "weight", True),
        (4.0, "trainable", False),
    ]
    said = [event["said"] for event in run.events()]
    assert said[:4] == ["dropout of drop 0.5 → 0", "learning rate 0.5 → 0.1", "batch size 16 → 40", "hidden frozen"]
    assert said[4].startswith("a weight of out (input 3, unit 1) ") and said[4].endswith(" → 1.5")
    assert "no layer 'gone'" in said[5]


def test_recorded_weights_keep_their_epochs_when_the_batch_size_changed(changed):
    run, _ = changed
    assert moments.recorded(run) == {1: 5, 2: 10, 3: 12, 4: 14, 5: 16}


def test_readings_of_gradients_keep_their_layers_when_one_is_frozen():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "relu", name="a"), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.optimizer.build(model.trainable_variables)
    x, y = np.ones((4, 2), "float32"), np.zeros((4, 1), "float32")
    probe = GradientProbe(model, x, y, keras.losses.MeanSquaredError(), model.optimizer, compiled=False)
    before = probe.read()
    model.layers[0].trainable = False
    probe.renew()
    after = probe.read()
    assert [path for path, _ in probe.layers][0] == "a" and np.isnan(after["weights"][0])
    assert after["weight_gradient"][1] == pytest.approx(before["weight_gradient"][1])
    assert len(after["kernels"]) == len(before["kernels"]) == 2


def test_a_layer_that_was_frozen_at_first_is_read_from_when_it_learns(tmp_path):
    first, *others = LAYERS
    case = EXPERIMENT.replace(model=ModelSpec(layers=(first.replace(trainable=False), *others)))
    dataset = load(DATA)
    model = build(case.model, dataset.schema, 0)
    run = Run.create(case, tmp_path)
    _, _, meaning = array_loop(model, dataset, SPEC)
    record = gradient_record(run, model, dataset, meaning)
    record.take(0, 0.0)
    model.get_layer("hidden").trainable = True
    learn_also(model)
    record.renew()
    record.take(3, 1.0, last=True)
    gradients, vitals = recorded_gradients(run), recorded_vitals(run)
    assert [path for path, _ in gradients.layers] == ["hidden", "out"] == list(vitals.weighted)
    assert np.isnan(gradients.readings[0, 0]).all() and (gradients.readings[1, 0] > 0).all()
    assert (gradients.readings[:, 1] > 0).all()
    assert np.isnan(vitals.weights[0, 0]).all() and np.isfinite(vitals.weights[1]).all()
    kernel = np.array(model.get_layer("hidden").kernel)
    np.testing.assert_allclose(vitals.weights[1, 0, [0, -1]], [kernel.min(), kernel.max()], rtol=1e-6)


def test_a_layer_that_was_frozen_learns_with_what_the_optimizer_remembers():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, trainable=False), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.1), "mse")
    model.optimizer.build(model.trainable_variables)
    former = model.optimizer
    former.apply([np.ones((2, 1), "float32"), np.ones(1, "float32")], model.trainable_variables)
    model.layers[0].trainable = True
    learn_also(model)
    known = {variable.path: np.asarray(variable) for variable in model.optimizer.variables}
    assert model.optimizer is not former and len(known) == len(former.variables) + 4
    for variable in former.variables:
        np.testing.assert_array_equal(known[variable.path], variable)


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("learning_rate", {"value": "fast"}, "Learning rate must be a number"),
        ("dropout", {"layer": "drop", "value": 1.5}, "between 0 and 0.99"),
        ("weight", {"layer": "out", "row": 0, "unit": 0}, "Weight is missing"),
        ("speed", {}, "change"),
    ],
)
def test_what_does_not_fit_is_refused_when_it_is_asked(kind, values, sentence, changed):
    before = len(changes.asked(changed[0].folder))
    with pytest.raises(SpecError, match=sentence):
        changed[0].ask(kind, **values)
    assert len(changes.asked(changed[0].folder)) == before
