"""Gradients by layer against finite differences and closed forms; vanishing and exploding named; the model as found."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf

import nnviz
from nnviz.errors import NnvizError
from nnviz.inspection.gradient_flow import gradient_history, gradients
from nnviz.inspection.gradient_records import GradientFlow, GradientHistory, LayerGradients
from nnviz.runs.recorded_gradients import RecordedGradients, recorded_gradients
from nnviz.runs.recorded_vitals import SHARES, recorded_vitals
from nnviz.runs.run import Run
from nnviz.training import gradient_record, reading_budget, signals
from nnviz.training.gradient_probe import GradientProbe, batch_rows

RNG = np.random.default_rng(0)


def chain(depth: int, width: int, activation: str, scale: float) -> keras.Model:
    """Dense layers whose kernels are `scale` times an orthogonal matrix."""
    inputs = keras.Input((width,))
    x = inputs
    for k in range(depth):
        x = keras.layers.Dense(width, activation, name=f"layer_{k}")(x)
    model = keras.Model(inputs, x)
    for layer in model.layers[1:]:
        matrix = np.linalg.qr(RNG.normal(size=(width, width)))[0]
        layer.set_weights([scale * matrix, np.zeros(width)])
    return model


def test_every_number_is_the_one_of_finite_differences():
    model = chain(3, 4, "tanh", 1.0)
    x, y = RNG.normal(size=(5, 4)).astype("float32"), RNG.normal(size=(5, 4)).astype("float32")
    flow = gradients(model, x, y, "mean_squared_error")
    assert [own.path for own in flow.layers] == ["layer_0", "layer_1", "layer_2"] and flow.examples == 5

    def loss() -> float:
        return float(np.mean((model(x).numpy().astype("float64") - y) ** 2))

    assert flow.loss == pytest.approx(loss(), rel=1e-5)
    for layer, own in zip(model.layers[1:], flow.layers, strict=True):
        weights, found = layer.get_weights(), []
        for place, array in enumerate(weights):
            for index in np.ndindex(*array.shape):
                values = []
                for step in (1e-2, -1e-2):
                    moved = [part.copy() for part in weights]
                    moved[place][index] += step
                    layer.set_weights(moved)
                    values.append(loss())
                found.append((values[0] - values[1]) / 2e-2)
            layer.set_weights(weights)
        assert own.weight_gradient == pytest.approx(np.sqrt(np.mean(np.square(found))), rel=2e-2)
        flat = np.concatenate([part.ravel() for part in weights])
        assert own.weights == pytest.approx(np.sqrt(np.mean(flat**2)), rel=1e-5)
        assert own.ratio == pytest.approx(own.weight_gradient / own.weights)
    # ∂(mean of squares)/∂output, times the batch: 2 (output − y) / width
    last = 2 * (model(x).numpy() - y) / 4
    assert flow.layers[-1].output_gradient == pytest.approx(np.sqrt(np.mean(last**2)), rel=1e-5)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_a_linear_chain_scales_the_gradient_by_its_kernels(scale):
    """Orthogonal kernels times c: the gradient is c³ as large at the first of five layers as at the fourth."""
    flow = gradients(chain(5, 6, "linear", scale), RNG.normal(size=(8, 6)), np.zeros((8, 6), "float32"), "mse")
    assert flow.shrinks == pytest.approx(scale**-3, rel=1e-4)


@pytest.mark.parametrize(
    ("activation", "scale", "verdict"),
    [
        ("sigmoid", 1.0, "vanishing"),
        ("linear", 4.0, "exploding"),
        ("linear", 1.0, "flowing"),
        ("relu", np.nan, "broken"),
    ],
)
def test_what_became_of_it_is_named(activation, scale, verdict):
    flow = gradients(chain(8, 6, activation, scale), RNG.normal(size=(8, 6)), np.ones((8, 6), "float32"), "mse")
    assert flow.verdict == verdict and flow.sentence.endswith(".")
    named = {"vanishing": "it vanishes, and layer_0", "exploding": "at layer_0"}.get(verdict, "")
    assert named in flow.sentence and (flow.weak[:1] == ["layer_0"]) == (verdict == "vanishing")


def test_a_softmax_has_the_gradient_of_its_probabilities():
    """∂(cross-entropy)/∂probability is −1/p for the true class and 0 for others, an example's share of the mean."""
    model = chain(2, 3, "softmax", 1.0)
    x, y = RNG.normal(size=(6, 3)).astype("float32"), np.arange(6) % 3
    shares = model(x).numpy()[np.arange(6), y]
    for loss in ("sparse_categorical_crossentropy", keras.losses.SparseCategoricalCrossentropy()):
        flow = gradients(model, x, y, loss)
        # Keras normalises the probabilities first, which adds 1 to every entry.
        entries = np.concatenate([1 - 1 / shares, np.ones(12)])
        assert flow.layers[-1].output_gradient == pytest.approx(np.sqrt(np.mean(entries**2)), rel=1e-3)


def test_dead_units_learn_nothing():
    model = chain(2, 3, "relu", 1.0)
    for layer in model.layers[1:]:
        layer.set_weights([layer.get_weights()[0], np.full(3, -100.0)])
    flow = gradients(model, RNG.normal(size=(4, 3)), np.ones((4, 3), "float32"), "mse")
    assert flow.verdict == "none" and "nothing can be learned" in flow.sentence and not flow.is_well
    learnt = GradientFlow(flow.layers, 1e-7, 4)
    assert learnt.is_well and "nothing is left to learn" in learnt.sentence


def test_the_model_is_left_as_it_was():
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(3, 3)(inputs)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Dropout(0.5)(keras.layers.Flatten()(x))
    model = keras.Model(inputs, keras.layers.Dense(2, "softmax")(x))
    before = [variable.numpy() for variable in model.variables]
    flow = gradients(model, RNG.normal(size=(6, 8, 8, 1)), np.arange(6) % 2, "sparse_categorical_crossentropy")
    assert [own.kind for own in flow.layers] == ["Conv2D", "BatchNormalization", "Dense"] and not model.compiled
    for old, variable in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, variable.numpy())


def test_a_runs_history_is_that_of_its_recorded_weights(spirals_run):
    run, experiment = spirals_run, spirals_run.experiment
    history = gradient_history(run.id)
    assert history.epochs[0] == 0 and history.epochs[-1] == 4
    assert history.over_time("weights").shape == (len(history.layers), len(history.epochs))
    data = nnviz.load_data(experiment.data)
    y = data.train.y[:64].astype("float32")[:, None]
    alone = gradients(Run.open(run.id).model(), data.train.x[:64], y, "binary_crossentropy")
    for own, other in zip(history.flows[-1].layers, alone.layers, strict=True):
        assert own.weight_gradient == pytest.approx(other.weight_gradient, rel=1e-4)


def test_what_cannot_be_run_is_a_sentence():
    with pytest.raises(NnvizError):
        gradients(chain(2, 3, "relu", 1.0), np.zeros((4, 7)), np.zeros((4, 3)), "mse")


def test_a_layer_on_the_picture_is_found_by_its_name_or_by_what_is_inside_it():
    flow = GradientFlow((LayerGradients("stem", "Dense", 1, 1, 1), LayerGradients("block/a", "Dense", 1, 1, 1)), 0.5, 2)
    history = GradientHistory(np.zeros(1), (flow,))
    assert [history.row(name) for name in ("stem", "block", "blo", "relu")] == [0, 1, None, None]


def test_the_next_step_is_the_optimizers_own_and_is_taken_back():

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(2, name="only")])
    x, y = RNG.normal(size=(6, 3)).astype("float32"), RNG.normal(size=(6, 2)).astype("float32")
    model.compile(keras.optimizers.Adam(0.1), "mean_squared_error")
    model.train_on_batch(x, y)
    loss = keras.losses.MeanSquaredError()
    probe = GradientProbe(model, x, y, loss, model.optimizer)
    before = [own.numpy() for own in (*model.variables, *model.optimizer.variables)]
    readings = [probe.read(), probe.read(), GradientProbe(model, x, y, loss, model.optimizer, compiled=False).read()]
    for old, own in zip(before, (*model.variables, *model.optimizer.variables), strict=True):
        np.testing.assert_array_equal(old, own.numpy())
    weights = model.get_weights()
    with tf.GradientTape() as tape:
        value = loss(y, model(x))
    model.optimizer.apply_gradients(
        zip(tape.gradient(value, [v.value for v in model.trainable_variables]), model.trainable_variables, strict=True)
    )
    moved = np.concatenate([(new - old).ravel() for new, old in zip(model.get_weights(), weights, strict=True)])
    for reading in readings:
        assert reading["update"] == pytest.approx([np.sqrt(np.mean(moved**2))], rel=1e-5)


def test_what_is_recorded_while_training_is_what_the_weights_give(spirals_run, monkeypatch):
    monkeypatch.setattr(reading_budget, "_SHARE", 100.0)
    experiment = spirals_run.experiment
    train = experiment.train.replace(epochs=2, optimizer="sgd", optimizer_settings={"momentum": 0.9})
    run = nnviz.train(experiment.replace(train=train))
    live = recorded_gradients(run)
    assert live.steps[0] == 0 and live.epochs[-1] == 2 and np.isfinite(live.readings).all() and live.examples == 64
    history = gradient_history(run.id)
    assert history.place(int(live.steps[1])) == 1 and history.place(None) == len(history.flows) - 1
    first = history.flows[0].layers[0]  # before the first step momentum has nothing to carry on
    assert first.update == pytest.approx(train.learning_rate * first.weight_gradient, rel=1e-4)
    vitals, model = recorded_vitals(run), run.model()
    assert vitals.layers == history.layers and vitals.functions[-1] == "sigmoid"
    np.testing.assert_allclose(vitals.rates, train.learning_rate, rtol=1e-6)
    kernels = [layer.kernel.numpy().ravel() for layer in model.layers if layer.weights]
    np.testing.assert_allclose(vitals.weights[-1], [np.quantile(own, SHARES) for own in kernels], rtol=1e-5, atol=1e-6)
    (run.folder / "gradients.npz").unlink()
    again = gradient_history(run.id)
    for of in ("weights", "weight_gradient", "output_gradient"):
        np.testing.assert_allclose(history.over_time(of)[:, -1], again.over_time(of)[:, -1], rtol=1e-4)
    assert np.isnan(again.over_time("update")).all()  # the optimizer's state is not kept


SEEN = {name: [np.ones(3)] for name in ("kernels", "outputs", "peaks")}


def test_resting_units_and_flat_ends_are_counted_as_they_are():
    relu = keras.layers.Dense(3, "relu", name="rests")
    model = keras.Sequential(
        [keras.Input((2,)), relu, keras.layers.Dense(2), keras.layers.Activation("tanh", name="flat")]
    )
    relu.set_weights([np.array([[1, 0, -9], [0, 1, 0]]), np.array([0, 0, -9.0])])
    x = np.abs(RNG.normal(size=(50, 2))).astype("float32")
    model.layers[1].set_weights([np.array([[9.0, 0], [9, 0], [0, 0]]), np.zeros(2)])
    probe = GradientProbe(model, x, np.zeros((50, 2), "float32"), keras.losses.MeanSquaredError(), compiled=False)
    reading = probe.read()
    assert [path for path, _ in probe.watched] == ["rests", model.layers[1].name, "flat"]
    assert signals.silent("relu", reading["peaks"][0]) == pytest.approx(1 / 3)
    large = 9 * x.sum(1) > np.arctanh(0.97)
    assert signals.saturated("tanh", reading["outputs"][2]) == pytest.approx(large.mean() / 2)
    assert np.isnan(signals.silent("tanh", reading["peaks"][2])) and np.isnan(signals.saturated("relu", x.ravel()))


class Probe:
    """Reads one layer: in 0.03 s of a clock, or compiled in 0.003 s, the first time in 0.3 s."""

    model = SimpleNamespace(layers=[1, 2, 3])
    layers, watched, examples, optimizer = (("a", "Dense"),), (("a", "relu"),), 8, None

    def __init__(self, clock, name, read):
        self.clock, self.name, self.times = clock, name, read

    def read(self):
        compiling = self.name == "compiled" and self.name not in [name for name, *_ in self.times]
        seconds = 0.3 if compiling else 0.003 if self.name == "compiled" else 0.03
        self.times.append((self.name, self.clock[0], seconds))
        self.clock[0] += seconds
        return {"loss": np.float32(1), **{name: np.ones(1) for name in gradient_record.READINGS}, **SEEN}


def test_the_first_seconds_have_moments_too_and_pay_for_them(monkeypatch):
    clock, read, files = [0.0], [], []
    monkeypatch.setattr(gradient_record, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    monkeypatch.setattr(gradient_record, "_read_before", True)
    run = SimpleNamespace(write=lambda name, content: files.append(name))
    record = gradient_record.GradientRecord(run, Probe(clock, "compiled", read), Probe(clock, "early", read))
    for step in range(600):
        clock[0] += 0.02
        record.take(step, step / 10)
        assert sum(seconds for *_, seconds in read[1:]) <= 0.085 * clock[0]
    early, quick = ([at for name, at, _ in read if name == kind] for kind in ("early", "compiled"))
    assert early[0] == 0.02 and 3 <= len(early) <= 7 and max(early) < min(quick) < 7 and len(quick) > 150
    assert len(files) / 2 == len(read) == len({row[0] for row in record._rows})


def test_a_training_of_a_moment_has_its_first_and_its_last_moment(monkeypatch):
    clock, read = [0.0], []
    monkeypatch.setattr(gradient_record, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    monkeypatch.setattr(gradient_record, "_read_before", True)
    run = SimpleNamespace(write=lambda name, content: None)
    record = gradient_record.GradientRecord(run, Probe(clock, "compiled", read), Probe(clock, "early", read))
    for step in (0, 1, 2):
        record.take(step, step / 10, last=step == 2)
        clock[0] += 0.1
    assert [row[0] for row in record._rows] == [0, 2]


def test_large_examples_are_read_in_a_smaller_batch():
    assert batch_rows((2,)) == slice(0, 64) and batch_rows((96, 96, 3)) == slice(0, 11)
    assert batch_rows((512, 512, 3)) == slice(0, 4)


def test_many_moments_are_thinned_and_the_first_and_last_stay():
    steps = np.arange(1001)
    record = RecordedGradients((("a", "Dense"),), 8, steps, steps / 10, steps / 1.0, np.zeros((1001, 1, 4)))
    thinned = record.thinned()
    assert thinned.steps[0] == 0 and thinned.steps[-1] == 1000 and len(thinned.steps) == 501
