"""The slice through a network's loss: its middle, its nodes and its directions, each measured another way."""

import keras
import numpy as np
import pytest

from nnviz.concepts.loss_plane import loss_plane
from nnviz.inspection.surface.directions import directions


def network():
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5, "tanh"), keras.layers.Dense(1)])
    rng = np.random.default_rng(0)
    return model, rng.normal(size=(26, 4)).astype("float32"), rng.normal(size=(26, 1)).astype("float32")


def test_each_filter_is_as_long_as_the_filter_it_belongs_to():
    model, _, _ = network()
    weights = model.get_weights()
    for way in directions(weights, seed=1):
        assert np.linalg.norm(way[0], axis=0) == pytest.approx(np.linalg.norm(weights[0], axis=0), rel=1e-5)
        assert np.linalg.norm(way[2], axis=0) == pytest.approx(np.linalg.norm(weights[2], axis=0), rel=1e-5)
        assert not way[1].any() and not way[3].any()


def test_every_node_is_the_loss_of_the_network_there():
    model, x, y = network()
    before = [w.copy() for w in model.get_weights()]
    plane = loss_plane(model, x, y, loss="mean_squared_error", reach=0.8, rows=5, cols=7, batches=4, seed=1)
    assert plane.values.shape == (4, 5, 7) and plane.examples == 6
    assert plane.y == (-0.8, 0.8) and plane.x == pytest.approx((-1.2, 1.2))
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert plane.values[:, 2, 3].mean() == pytest.approx(plane.loss, rel=1e-5)
    ways = directions(before, seed=1)
    for row, col in ((0, 0), (4, 1), (2, 3)):
        a, b = np.linspace(-1.2, 1.2, 7)[col], np.linspace(-0.8, 0.8, 5)[row]
        model.set_weights([w + a * one + b * other for w, one, other in zip(before, *ways, strict=True)])
        errors = (model.predict(x[:24], verbose=0) - y[:24]) ** 2
        assert plane.values[:, row, col] == pytest.approx(errors.reshape(4, 6).mean(1), rel=1e-4)
