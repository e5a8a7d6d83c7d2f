"""Pairs of last activation and loss, every one of either, in every place where their numbers are shown, drawn, scored
or explained."""

import functools
from itertools import product

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy.special import expit
from sklearn import metrics as scores

from nnviz.errors import NnvizError
from nnviz.explanation.attribute import attribute
from nnviz.explanation.target import Target
from nnviz.models import heads
from nnviz.models.build import build
from nnviz.models.catalog.common import ACTIVATIONS
from nnviz.models.preview import preview
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.catalog import LOSSES, METRICS
from nnviz.training.codegen import training_code
from nnviz.training.compiling import compile_model
from nnviz.training.head import last_function, unit_count
from nnviz.training.meaning import meaning_of
from nnviz.training.probe import Probe
from tests.sampling import sample
from tests.training import meaning_oracle as oracle

TASKS = ("binary", "multiclass", "regression", "reconstruction")
data = functools.lru_cache(oracle.data)


def pairs(task: str, fitting: bool = True):
    """(loss, function, units) of every pair that fits, or of every one that does not."""
    schema = data(task).schema
    for loss, function in product(LOSSES, ACTIVATIONS):
        if schema.task not in LOSSES[loss].tasks:
            continue
        for units in heads.unit_counts(schema.task, schema.outputs, loss):
            if heads.fits(schema.task, loss, function, units) == fitting:
                yield loss, function, units


CLASSES = [(task, *pair) for task in ("binary", "multiclass") for pair in pairs(task)]
NUMBERS = [(task, *pair) for task in ("regression", "reconstruction") for pair in pairs(task)]


@pytest.fixture(autouse=True, scope="module")
def eagerly():
    """Without graphs: hundreds of tiny models are traced in minutes, and run in seconds."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def weights(units: int) -> tuple[np.ndarray, np.ndarray]:
    """Of the only layer: the first unit's direction is the data's own, and none is symmetric."""
    rng = np.random.default_rng(7)
    kernel = np.array([[1.1], [-0.8]]) @ np.linspace(1, -0.9, units)[None] + 0.3 * rng.normal(size=(2, units))
    return kernel.astype("float32"), np.linspace(0.25, -0.2, units).astype("float32")


def spec_of(function: str, units: int) -> ModelSpec:
    layer = LayerSpec(id="out", kind="Dense", settings={"units": units, "activation": function})
    return ModelSpec(layers=(layer,))


@functools.lru_cache(maxsize=400)
def model_of(function: str, units: int) -> keras.Model:
    inputs = keras.Input((2,))
    layer = keras.layers.Dense(units, function)
    model = keras.Model(inputs, layer(inputs))
    layer.set_weights(weights(units))
    return model


def sums(units: int, x: np.ndarray) -> np.ndarray:
    kernel, bias = weights(units)
    return np.asarray(x, "float64") @ kernel + bias


def all_metrics(task: str) -> tuple[str, ...]:
    schema = data(task).schema
    fitting = [name for name, choice in METRICS.items() if schema.task in choice.tasks]
    return tuple(fitting)


def evaluated(model, x, y) -> dict[str, float]:
    """As `model.evaluate` on one batch, without the pipeline that it builds for the data each time."""
    model.run_eagerly = True
    model.reset_metrics()
    return model.test_on_batch(x, y, return_dict=True)


def by_script(task: str, train: TrainSpec, function: str, units: int) -> dict[str, float]:
    """The same numbers from the generated script: its targets, its `compile`."""
    dataset, model = data(task), model_of.__wrapped__(function, units)  # what a script compiles stays so
    experiment = Experiment(data=DataSpec(source="moons"), model=spec_of(function, units), train=train)
    text = training_code(experiment, dataset.schema)
    names = {"keras": keras, "model": model, "data": dataset}
    (line,) = [line for line in text.splitlines() if line.startswith("x, y = ")]
    start = text.find("import nnviz.training.signed")
    start = text.index("model.compile(") if start < 0 else start
    exec(line + "\n" + text[start : text.index("history = model.fit(")], names)
    return evaluated(model, names["x"], names["y"])


@pytest.mark.parametrize(("task", "loss", "function", "units"), sample(CLASSES, 24))
def test_classes(task, loss, function, units):
    dataset, model = data(task), model_of(function, units)
    train, meaning = compile_model(model, TrainSpec(loss=loss, metrics=all_metrics(task)), dataset.schema, 2)
    assert meaning.fits and meaning == meaning_of(spec_of(function, units), train, dataset.schema)
    x, y = dataset.train.x, dataset.train.y
    z, truth = sums(units, x), y
    decided = oracle.decided(loss, function, z)

    logs = evaluated(model, x, meaning.encode(y))
    assert logs["loss"] == pytest.approx(oracle.loss_value(loss, function, z, y), rel=2e-4, abs=1e-5)
    assert logs["accuracy"] == pytest.approx(scores.accuracy_score(truth, decided))
    if "auc" in logs:
        ranked = oracle.FUNCTIONS[function](z)[:, 0]
        assert logs["auc"] == pytest.approx(scores.roc_auc_score(truth, ranked), abs=0.02)
        assert logs["precision"] == pytest.approx(scores.precision_score(truth, decided, zero_division=0.0))
        assert logs["recall"] == pytest.approx(scores.recall_score(truth, decided))
    assert by_script(task, train, function, units) == pytest.approx(logs)

    shown = oracle.shown(loss, function, z)
    numbers = oracle.by_class(loss, shown)
    readable = meaning.readable(model(x))
    np.testing.assert_allclose(readable, shown, atol=2e-5)
    np.testing.assert_allclose(meaning.by_class(readable), numbers, atol=2e-5)
    assert list(meaning.decided(readable)) == list(decided) == list(numbers.argmax(1))
    assert meaning.shown == oracle.kind(loss, function)
    leads = np.diff(np.sort(numbers, 1), axis=1)[:, -1]
    np.testing.assert_allclose(meaning.sureness(readable), leads, atol=5e-5)


SEEN = {}
JUMPING = ("hard_shrink", "sparsemax")
"""Functions with a jump, which no path of gradients adds up to."""
WIDE = np.concatenate([np.linspace(-12, 12, 193), [-900, 900]])


def distinct(pair):
    """The pairs whose meaning or network no other pair has: a loss alone draws and explains nothing."""
    task, loss, function, units = pair
    key = task, function, units, oracle.kind(loss, function), loss in ("hinge", "squared_hinge")
    return SEEN.setdefault(key, pair) == pair


@pytest.mark.parametrize(("task", "loss", "function", "units"), sample(filter(distinct, CLASSES), 15))
def test_frames_and_explanations_of_classes(task, loss, function, units):
    dataset, model = data(task), model_of(function, units)
    meaning = meaning_of(spec_of(function, units), TrainSpec(loss=loss), dataset.schema)
    probe = Probe(model, dataset, meaning)
    frame, described = probe.frame(), probe.graph
    held_out = sums(units, dataset.validation.x[:12])
    np.testing.assert_allclose(frame["samples"], oracle.shown(loss, function, held_out), atol=2e-5)
    rows, cols = (np.linspace(*described["plane"][axis], 60) for axis in "yx")
    corner = dataset.scaler.apply(np.array([[cols[0], rows[-1]]]))
    np.testing.assert_allclose(
        frame["output"][:, -1, 0], oracle.shown(loss, function, sums(units, corner))[0], atol=1e-4
    )
    about = {"margin": 0.0}.get(meaning.shown, 0.5)
    assert (described["meaning"]["shown"], described["meaning"]["threshold"]) == (meaning.shown, about)

    x = dataset.validation.x[:3]
    numbers, start = (
        oracle.by_class(loss, oracle.shown(loss, function, sums(units, points))) for points in (x, np.zeros((1, 2)))
    )
    for k in range(len(dataset.schema.class_names)):
        found = attribute(model, x, Target(k, meaning=meaning), "integrated_gradients")
        np.testing.assert_allclose(found.output, numbers[:, k], atol=2e-5)
        np.testing.assert_allclose(found.baseline_output, np.full(3, start[0, k]), atol=2e-5)
        if function not in JUMPING:
            np.testing.assert_allclose(found.total, numbers[:, k] - start[0, k], atol=3e-3)
    assert attribute(model, x, Target(meaning=meaning), "gradient").target.index in _choices(numbers.argmax(1))


def _choices(classes):
    return (tuple(int(k) for k in classes), int(classes[0]))


@pytest.mark.parametrize(("task", "loss", "function", "units"), sample(NUMBERS, 10))
def test_numbers_to_predict(task, loss, function, units):
    dataset, model = data(task), model_of(function, units)
    scaler = dataset.target_scaler
    train = TrainSpec(loss=loss, metrics=all_metrics(task))
    train, meaning = compile_model(model, train, dataset.schema, 2, scaler)
    x, y = dataset.train.x, dataset.train.y
    raw = oracle.FUNCTIONS[function](sums(units, x))
    logs = evaluated(model, x, meaning.encode(y))
    assert logs["mean_absolute_error"] == pytest.approx(scores.mean_absolute_error(y, raw), rel=1e-4)
    assert logs["root_mean_squared_error"] == pytest.approx(
        scores.root_mean_squared_error(y.ravel(), raw.ravel()), rel=1e-4
    )
    assert by_script(task, train, function, units) == pytest.approx(logs)
    np.testing.assert_allclose(meaning.readable(model(x)), raw * scaler.scale + scaler.offset, rtol=1e-4, atol=1e-3)
    if loss == "mean_squared_error":
        _numbers_shown_and_explained(dataset, model, meaning, function, units)


@pytest.mark.parametrize("function", ["relu", "tanh", "sigmoid", "softplus"])
@pytest.mark.parametrize("task", ["regression", "reconstruction"])
def test_numbers_are_right_even_where_they_cannot_reach_their_targets(task, function):
    dataset = data(task)
    units = dataset.schema.outputs
    meaning = meaning_of(spec_of(function, units), TrainSpec(), dataset.schema, dataset.target_scaler)
    assert not meaning.fits
    _numbers_shown_and_explained(dataset, model_of(function, units), meaning, function, units)


def _numbers_shown_and_explained(dataset, model, meaning, function, units):
    scaler, x = dataset.target_scaler, dataset.validation.x[:12]
    own = oracle.FUNCTIONS[function](sums(units, x)) * scaler.scale + scaler.offset
    start = oracle.FUNCTIONS[function](sums(units, np.zeros((1, 2)))) * scaler.scale + scaler.offset
    np.testing.assert_allclose(Probe(model, dataset, meaning).frame()["samples"], own, rtol=1e-4, atol=1e-3)
    for k in range(units):
        found = attribute(model, x[:3], Target(k, meaning=meaning), "integrated_gradients")
        np.testing.assert_allclose(found.output, own[:3, k], rtol=1e-4, atol=1e-3)
        if function not in JUMPING:
            np.testing.assert_allclose(found.total, own[:3, k] - start[0, k], rtol=1e-2, atol=0.1)


@pytest.mark.parametrize(("task", "loss", "function", "units"), sample(CLASSES, 36))
def test_a_loss_that_fits_can_be_brought_to_nothing(task, loss, function, units):
    """By the sums that suit it best, some for the true class and others for the rest."""
    if units == 1:
        grid = WIDE[:, None]
        for y in (0, 1):
            assert min(oracle.loss_value(loss, function, z[None], np.array([y])) for z in grid) < 0.01
        return
    rest = np.array([-900.0, -12.0, -1.0, 0.0])
    reached = [
        oracle.loss_value(loss, function, np.array([[true, *[other] * (units - 1)]]), np.array([0]))
        for true, other in product(WIDE[WIDE > -2], rest)
    ]
    assert min(reached) < (-0.99 if loss == "cosine_similarity" else 0.01)


def test_expit_is_the_squash():
    """The reading of logits is exact far out, where the exponential overflows."""
    meaning = meaning_of(spec_of("linear", 1), TrainSpec(), data("binary").schema)
    z = np.array([[-800.0], [-3.0], [0.0], [40.0], [900.0]])
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(meaning.readable(z), expit(z), rtol=1e-6, atol=1e-30)


@pytest.mark.parametrize("task", TASKS)
def test_build_warns_of_every_pair_that_does_not_fit_and_of_no_other(task):
    schema = data(task).schema
    codes = {"loss_activation", "output_activation", "one_unit_softmax", "loss_task", "output_units"}
    for fitting in (True, False):
        for loss, function, units in pairs(task, fitting):
            seen = preview(spec_of(function, units), schema, TrainSpec(loss=loss)).diagnoses
            said = [one for one in seen if one.code in codes]
            assert bool(said) != fitting, (loss, function, units, said)
            assert all(one.fixes for one in said), said
            for fix in (fix for one in said for fix in one.fixes):
                mended = TrainSpec(**{"loss": loss, **fix.train_changes})
                still = preview(fix.model or spec_of(function, units), schema, mended).diagnoses
                assert not fix.model or not [one for one in still if one.code in codes], (loss, function, fix.label)


@pytest.mark.parametrize("task", TASKS)
def test_what_the_data_cannot_be_trained_on_is_refused_with_a_sentence(task):
    schema = data(task).schema
    for loss, units in product(LOSSES, (1, 2, 3)):
        wrong_task = schema.task not in LOSSES[loss].tasks
        if not wrong_task and units in heads.unit_counts(schema.task, schema.outputs, loss):
            continue
        with pytest.raises(NnvizError, match="suit|ends with an output") as refusal:
            compile_model(model_of("linear", units), TrainSpec(loss=loss), schema, 2)
        assert refusal.value.expected and refusal.value.fix


def layer(kind: str, name: str, inputs: tuple[str, ...] | None = None, **settings) -> LayerSpec:
    return LayerSpec(id=name, kind=kind, settings=settings, inputs=inputs)


ENDS = {
    "sigmoid": [layer("Dense", "d", units=1), layer("Activation", "a", activation="sigmoid")],
    "relu": [layer("Dense", "d", units=1), layer("ReLU", "r"), layer("Dropout", "o", rate=0.1)],
    "leaky_relu": [layer("Dense", "d", units=1), layer("PReLU", "r")],
    "linear": [layer("Dense", "d", units=1, activation="tanh"), layer("BatchNormalization", "n")],
    "softmax": [layer("Dense", "d", units=3), layer("Softmax", "s"), layer("Identity", "i")],
    "tanh": [layer("Reshape", "r", target_shape=[2, 1]), layer("LSTM", "l", units=1)],
    "softplus": [
        layer("Reshape", "r", target_shape=[2, 1]),
        layer("Conv1D", "c", filters=3, kernel_size=1, activation="softplus"),
        layer("GlobalAveragePooling1D", "g"),
    ],
    "": [layer("Dense", "d", units=1), layer("Add", "s", ("d", "d"))],
}


@pytest.mark.parametrize("function", ENDS)
def test_the_end_is_read_alike_from_a_spec_and_from_its_model(function):
    spec = ModelSpec(layers=tuple(ENDS[function]))
    model = build(spec, data("binary").schema, seed=0)
    assert heads.last_function(spec) == last_function(model) == function
    assert heads.last_units(spec) in (unit_count(model), None if function == "" else 0)
    nested = keras.Sequential([keras.Input((2,)), model])
    assert last_function(nested) == function


def test_the_end_of_models_made_by_hand():
    inputs = keras.Input((2,))
    sums_ = keras.layers.Dense(1)(inputs)
    assert last_function(keras.Model(inputs, keras.ops.sigmoid(sums_))) == "sigmoid"
    assert last_function(keras.Model(inputs, keras.ops.log_softmax(sums_))) == "log_softmax"
    assert last_function(keras.Model(inputs, keras.layers.Dense(1, keras.layers.LeakyReLU())(inputs))) == "leaky_relu"
    assert last_function(keras.Model(inputs, keras.layers.Dense(1, lambda z: z**2)(inputs))) == ""
