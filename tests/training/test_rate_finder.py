"""The range test: where a known network breaks is known; the model is left as it was; the record says what happened."""

import dataclasses

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import NnvizError, SpecError, TrainingError
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.rate_finder import BROKEN, SAMPLE, learning_rate_finder, smooth, steepest
from nnviz.training.train import array_loop
from tests.sampling import whole


@pytest.fixture(scope="module")
def diagnosis():
    experiment = nnviz.ready("breast_cancer")
    return experiment, nnviz.load_data(experiment.data)


@pytest.fixture(scope="module")
def found(diagnosis):
    experiment, dataset = diagnosis
    return learning_rate_finder(experiment, dataset=dataset)


def test_the_loss_lies_flat_falls_and_breaks(found):
    assert found.rates[1] / found.rates[0] == pytest.approx((10 / 1e-5) ** (1 / 199))
    flat = found.smoothed[found.rates < 3e-5]
    assert np.ptp(flat) < 0.02 * found.start and found.smoothed[0] == pytest.approx(found.start, rel=0.01)
    assert 1e-4 < found.suggestion < found.lowest / 2.9 and found.lowest < found.breaks
    assert found.smoothed[-1] > BROKEN * found.smoothed.min() and len(found.rates) < 200
    assert found.fall == pytest.approx(1 - found.smoothed.min() / found.start) and found.fall > 0.8


@whole  # three trainings; what the finder says of its own curve is tested above
def test_training_at_the_suggestion_beats_far_smaller_and_far_larger_rates(diagnosis, found):
    experiment, dataset = diagnosis

    def final(rate):
        model = nnviz.build(experiment.model, dataset.schema, seed=0)
        train = experiment.train.replace(learning_rate=rate, epochs=6)
        loop, _, _ = array_loop(model, dataset, train)
        return loop.advance(6 * loop.steps_per_epoch)[-1]["loss"]

    best = final(found.suggestion)
    assert best < final(found.suggestion / 100) and best < final(found.breaks * 3)


def test_plain_descent_breaks_at_twice_the_inverse_of_the_largest_curvature(diagnosis):
    """A single linear unit with the mean squared error has the same curvature everywhere: 2 · XᵀX / n."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 3)).astype("float32") * [3, 1, 0.5]
    dataset = nnviz.load_data(DataSpec(source="diabetes", validation_fraction=0.2))
    targets = (x @ [1.0, -2.0, 0.5]).astype("float32")
    part = dataclasses.replace(dataset.train, x=x.astype("float32"), y=targets, rows=dataset.train.rows[:64])
    schema = dataclasses.replace(dataset.schema, columns=dataset.schema.columns[:3])
    own = dataclasses.replace(dataset, train=part, schema=schema)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    train = TrainSpec(optimizer="sgd", loss="mean_squared_error", batch_size=64)
    test = learning_rate_finder(
        Experiment(train=train), model=model, dataset=own, from_rate=1e-3, to_rate=10, steps=400, smoothing=0.0
    )
    columns = np.hstack([x, np.ones((64, 1))])
    limit = 2 / np.linalg.eigvalsh(2 * columns.T @ columns / 64).max()
    assert limit < test.breaks < 2 * limit  # a little later than there: what grows begins at almost nothing


def test_a_model_is_left_as_it_was(diagnosis):
    experiment, dataset = diagnosis
    inputs = dataset.train.x.shape[1]
    model = keras.Sequential(
        [
            keras.Input((inputs,)),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(4, kernel_regularizer="l2"),
            keras.layers.Dropout(0.5, seed=3),
            keras.layers.Dense(1, "sigmoid"),
        ]
    )
    model.layers[1].trainable = False
    model.compile("adam", "mse")
    optimizer = model.optimizer
    before = [variable.numpy() for variable in model.variables]
    for broken in (False, True):
        data = dataset if not broken else _broken(dataset)
        try:
            learning_rate_finder(experiment, model=model, dataset=data, steps=30)
        except NnvizError:
            assert broken
        for variable, value in zip(model.variables, before, strict=True):
            np.testing.assert_array_equal(variable.numpy(), value)
        assert model.optimizer is optimizer and model.loss == "mse" and not model.layers[1].trainable


def _broken(dataset):
    spoilt = dataclasses.replace(dataset.train, x=dataset.train.x * np.float32(np.nan))
    return dataclasses.replace(dataset, train=spoilt)


def test_the_same_test_twice_is_the_same(diagnosis, found):
    experiment, dataset = diagnosis
    again = learning_rate_finder(experiment, dataset=dataset)
    np.testing.assert_array_equal(again.losses, found.losses)


def test_smoothing_and_the_steepest_place_by_hand():
    assert smooth([4.0, 2.0], 0.5) == pytest.approx([4.0, (0.5 * 0.5 * 4 + 0.5 * 2) / 0.75])
    assert smooth([3.0, 3.0, 3.0], 0.9) == pytest.approx([3, 3, 3])
    rates = np.geomspace(1e-3, 1, 7)
    assert steepest(rates, np.array([1, 0.99, 0.9, 0.5, 0.4, 0.39, -9.0])) == 6
    assert steepest(rates, np.array([1, 0.99, 0.8, 0.4, 0.1, 0.09, 2.0])) == 3  # (0.1 − 0.8) / 2 is the largest fall


@pytest.mark.parametrize(
    "wrong", [{"from_rate": 0}, {"from_rate": 1, "to_rate": 0.1}, {"to_rate": 1e9}, {"steps": 3}, {"smoothing": 1.0}]
)
def test_wrong_settings_are_sentences(diagnosis, wrong):
    experiment, dataset = diagnosis
    with pytest.raises(TrainingError, match="Expected"):
        learning_rate_finder(experiment, dataset=dataset, **wrong)


def test_a_batch_larger_than_the_data_is_a_sentence(diagnosis):
    experiment, dataset = diagnosis
    with pytest.raises(TrainingError, match="training examples"):
        learning_rate_finder(experiment.replace(train=experiment.train.replace(batch_size=5000)), dataset=dataset)
    with pytest.raises(SpecError):
        learning_rate_finder(experiment.replace(train=experiment.train.replace(optimizer="sgdd")), dataset=dataset)


def test_the_weights_of_classes_count_in_the_loss(diagnosis):
    experiment, dataset = diagnosis
    x, y = dataset.train.x[:SAMPLE], dataset.train.y[:SAMPLE]
    weights = np.where(y == 0, 3.0, 0.0).astype("float32")
    part = dataclasses.replace(dataset.train, x=x, y=y, rows=dataset.train.rows[:SAMPLE])
    own = dataclasses.replace(dataset, train=part, weights=weights)
    model = nnviz.build(experiment.model, dataset.schema, seed=0)
    probability = np.asarray(model(x)).ravel()
    ours = learning_rate_finder(experiment, model=model, dataset=own, steps=20)
    assert ours.start == pytest.approx(np.mean(-weights * np.log(1 - probability)), rel=1e-3)
