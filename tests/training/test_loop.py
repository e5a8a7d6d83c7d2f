"""The compiled loop against `model.fit`: same steps, same logs, same weights."""

import functools
from itertools import product

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.errors import TrainingError
from nnviz.training.loop import ArrayLoop, StreamLoop, pays_xla
from tests.sampling import ALL, whole

OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "adam": lambda: keras.optimizers.Adam(0.01),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.003, momentum=0.5),
}


def arrays(plane):
    return tuple((part.x, part.y[:, None].astype("float32")) for part in (plane.train, plane.validation))


def distance(a: keras.Model, b: keras.Model) -> float:
    return max(float(np.abs(np.asarray(v) - np.asarray(w)).max()) for v, w in zip(a.weights, b.weights, strict=True))


def compiled(network, optimizer, **options):
    model = network(**options)
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
    return model


@pytest.fixture(scope="module")
def fit_of(plane, network):
    """`fit_of(optimizer)`: the model that five epochs of Keras's own `fit` leave behind, and their history."""

    @functools.cache
    def fit(optimizer: str):
        train, validation = arrays(plane)
        model = compiled(network, OPTIMIZERS[optimizer]())
        fitted = model.fit(*train, batch_size=10, epochs=5, shuffle=False, validation_data=validation, verbose=0)
        return model, fitted.history

    return fit


@pytest.mark.parametrize(("optimizer", "xla"), product(OPTIMIZERS, [False, True]) if ALL else [("sgd", True)])
def test_five_epochs_equal_fit(plane, network, fit_of, optimizer, xla):
    train, validation = arrays(plane)
    expected, fitted = fit_of(optimizer)
    model = compiled(network, OPTIMIZERS[optimizer]())
    loop = ArrayLoop(model, *train, validation=validation, batch_size=10, shuffle=False, xla=xla)
    if xla:
        loop._call.warm_steps = 0
    logs = []
    while loop.epoch < 5:
        logs += loop.advance(min(7, 5 * loop.steps_per_epoch - loop.step))
    assert distance(model, expected) < 1e-5
    for name, values in fitted.items():
        np.testing.assert_allclose([row[name] for row in logs], values, atol=2e-5)


def test_class_weights_equal_those_of_fit(plane, network):
    x, y = (array[:30] for array in arrays(plane)[0])
    expected, model = (compiled(network, OPTIMIZERS["adam"]()) for _ in range(2))
    expected.run_eagerly = True
    fitted = expected.fit(x, y, batch_size=10, shuffle=False, class_weight={0: 0.25, 1: 3.0}, verbose=0)
    weights = np.where(np.ravel(y) > 0.5, 3.0, 0.25).astype("float32")
    loop = ArrayLoop(model, x, y, weights=weights, batch_size=10, shuffle=False, xla=False)
    logs = loop.advance(loop.steps_per_epoch)
    assert distance(model, expected) < 1e-5
    np.testing.assert_allclose(logs[0]["loss"], fitted.history["loss"][0], atol=2e-5)


@whole  # test_any_model.py has convolutions that train as in fit, and the shapes of batches are those above
def test_convolutions_with_several_shapes_equal_fit(network):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(37, 6, 6, 1)).astype("float32"), rng.integers(0, 3, 37)

    def make():
        keras.utils.set_random_seed(1)
        model = keras.Sequential(
            [
                keras.Input((6, 6, 1)),
                keras.layers.Conv2D(3, 3, activation="relu"),
                keras.layers.Flatten(),
                keras.layers.Dense(3, "softmax"),
            ]
        )
        model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model

    expected, model = make(), make()
    expected.fit(x, y, batch_size=8, epochs=5, shuffle=False, verbose=0)
    loop = ArrayLoop(model, x, y, batch_size=8, shuffle=False)
    assert not loop.xla
    loop.advance(5 * loop.steps_per_epoch)
    while loop.epoch < 5:
        loop.advance(5 * loop.steps_per_epoch - loop.step)
    assert distance(model, expected) < 1e-5


def test_an_overridden_train_step_is_the_one_that_runs(plane):
    class Halved(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")

        def call(self, x):
            return self.dense(x)

        def train_step(self, data):
            self.dense.kernel.assign(self.dense.kernel / 2)
            return {"loss": self.compute_loss(y=data[1], y_pred=self(data[0]))}

    model = Halved()
    model.compile("sgd", "binary_crossentropy")
    train, _ = arrays(plane)
    loop = ArrayLoop(model, *train, batch_size=83, xla=False)
    loop.advance(1)
    np.testing.assert_allclose(model.dense.kernel, np.full((2, 1), 0.5))


@whole  # test_train.py trains twice to the same bits, and both ways equal fit above
def test_the_same_seed_gives_the_same_bits_across_the_change_to_xla(plane):
    train, _ = arrays(plane)
    warm, early = 300, {}

    def weights(seed, steps, xla=None):
        keras.utils.set_random_seed(5)
        layers = keras.layers
        model = keras.Sequential([keras.Input((2,)), layers.Dense(6), layers.Dropout(0.2), layers.Dense(1, "sigmoid")])
        model.compile("sgd", "binary_crossentropy")
        loop = ArrayLoop(model, *train, batch_size=10, seed=seed, xla=xla)
        assert loop.xla == (xla is None)
        loop._call.warm_steps = warm
        for end in (20, steps):
            while loop.step < end:
                loop.advance(end - loop.step)
            early.setdefault(seed, [np.asarray(v) for v in model.weights])
        return [np.asarray(v) for v in model.weights]

    first, second = weights(1, warm + 200), weights(1, warm + 200)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    weights(2, 20, xla=False)
    assert not all(np.allclose(a, b, atol=1e-4) for a, b in zip(early[1], early[2], strict=True))


def test_a_short_training_is_not_compiled_and_a_convolution_never_is(plane, network):
    train, _ = arrays(plane)
    assert not ArrayLoop(compiled(network, "sgd"), *train, epochs=3).xla
    assert not pays_xla(keras.Sequential([keras.Input((8, 1)), keras.layers.Conv1D(2, 3)]))
    assert pays_xla(network())


def test_no_examples_is_a_sentence(network):
    with pytest.raises(TrainingError, match="no training examples"):
        ArrayLoop(compiled(network, "sgd"), np.zeros((0, 2), "float32"), np.zeros((0, 1), "float32"))


def test_a_stream_of_batches_equals_fit_on_it(plane, network):
    train, validation = arrays(plane)
    batches, held = (
        tf.data.Dataset.from_tensor_slices(train).batch(10),
        tf.data.Dataset.from_tensor_slices(validation).batch(7),
    )
    expected, model = compiled(network, OPTIMIZERS["adam"]()), compiled(network, OPTIMIZERS["adam"]())
    fitted = expected.fit(batches, validation_data=held, epochs=3, verbose=0).history
    loop, logs = StreamLoop(model, batches, validation=held), []
    while loop.epoch < 3:
        logs += loop.advance(4)
    assert distance(model, expected) < 1e-5
    assert loop.step == 27 and loop.steps_per_epoch == 9
    for name, values in fitted.items():
        np.testing.assert_allclose([row[name] for row in logs], values, atol=2e-5)
