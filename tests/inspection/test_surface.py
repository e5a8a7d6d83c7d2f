"""The loss surface against closed forms, the network set to each place, and scikit-learn; the network as found."""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest
import tensorflow as tf
from sklearn.decomposition import PCA

from nnviz.errors import NnvizError
from nnviz.inspection.gradient_flow import gradients
from nnviz.inspection.surface import of_run
from nnviz.inspection.surface.directions import directions, filter_axes
from nnviz.inspection.surface.objective import Objective
from nnviz.inspection.surface.path import extent, principal_plane
from nnviz.inspection.surface.sharpness import Lanczos, sharpness
from nnviz.inspection.surface.slices import loss_between, loss_surface

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(24, 3)).astype("float32"), RNG.normal(size=(24, 1)).astype("float32")


def linear() -> keras.Model:
    keras.utils.set_random_seed(1)
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])


def test_a_linear_layers_curvature_is_that_of_its_inputs():
    """The Hessian of mean squares is 2 XᵀX ÷ n, with a column of ones for the bias; here with a weight an example."""
    model, counts = linear(), RNG.uniform(0.5, 2, 24)
    columns = np.hstack([X, np.ones((24, 1))])
    truth = np.linalg.eigvalsh(2 * columns.T @ (columns * counts[:, None]) / 24)
    curved = sharpness(model, X, Y, keras.losses.MeanSquaredError(), sample_weights=counts)
    assert curved.eigenvalues == pytest.approx(truth[:0:-1], rel=1e-4)
    assert curved.smallest == pytest.approx(truth[0], rel=1e-3) and curved.products == 4 and curved.settled
    assert curved.limit == pytest.approx(2 / truth[-1], rel=1e-4) and max(curved.residuals) < 1e-4


def test_what_the_search_finds_bounds_its_own_error_before_it_is_complete():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(6, "tanh"), keras.layers.Dense(1)])
    objective = Objective(model, X, Y, "mean_squared_error")
    matrix = np.zeros((31, 31))
    for k, unit in enumerate(np.eye(31)):
        edges = np.cumsum([0, *(own.size for own in objective.weights)])
        parts = [unit[a:b].reshape(w.shape) for a, b, w in zip(edges, edges[1:], objective.weights, strict=False)]
        matrix[k] = np.concatenate([own.ravel() for own in objective.times(parts)])
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-5)
    truth, search = np.linalg.eigvalsh(matrix), Lanczos(objective)
    search.go(8)
    early = search.sharpness(3)
    assert all(
        np.abs(truth - value).min() <= off + 1e-5 for value, off in zip(early.eigenvalues, early.residuals, strict=True)
    )
    flat = np.concatenate([own.ravel() for own in search.direction(0)])
    search.go(12)
    assert search.sharpness(1).eigenvalues[0] == pytest.approx(truth[-1], rel=1e-4)
    again = np.concatenate([own.ravel() for own in search.direction(0, 8)])
    np.testing.assert_array_equal(flat, again)  # a search that was gone on with answers as before


def test_every_node_of_a_plane_is_the_loss_of_the_network_there():
    model = linear()
    before = model.get_weights()
    plane = loss_surface(model, X, Y, "mean_squared_error", reach=0.7, cells=5, seed=3)
    ways = directions(before, 3)
    for (a, b), value in zip(plane.points, plane.values.ravel(), strict=True):
        kernel = before[0] + a * ways[0][0] + b * ways[1][0]
        assert value == pytest.approx(np.mean((X @ kernel + before[1] - Y) ** 2), rel=1e-4)
    assert plane.values[2, 2] == pytest.approx(plane.loss) and "network" in plane.sentence
    rows = np.diff(plane.values.astype(float), 2, axis=1)  # a quadratic has the same second difference everywhere
    assert rows == pytest.approx(np.full(rows.shape, rows.mean()), rel=1e-2)


def test_a_network_that_computes_the_same_by_other_scales_has_the_same_slices():
    keras.utils.set_random_seed(2)
    layers = [keras.layers.Dense(5, "relu"), keras.layers.Dense(4, "relu"), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((3,)), *layers])
    first = loss_surface(model, X, Y, "mse", cells=3).values
    kernel, bias = layers[0].get_weights()
    layers[0].set_weights([8 * kernel, 8 * bias])
    layers[1].set_weights([layers[1].get_weights()[0] / 8, layers[1].get_weights()[1]])
    np.testing.assert_allclose(loss_surface(model, X, Y, "mse", cells=3).values, first, rtol=1e-4)


def test_what_counts_as_a_filter_follows_the_layer():
    inputs = keras.Input((6, 6, 2))
    x = keras.layers.Conv2DTranspose(3, 2)(keras.layers.DepthwiseConv2D(3, use_bias=False)(inputs))
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Flatten()(x)))
    assert filter_axes(model) == [(2, 3), (2,), (0,), (1,), (0,)]
    weights = [np.asarray(own.value) for own in model.trainable_variables]
    (way,) = directions(weights, 0, 1, filter_axes(model))
    assert np.linalg.norm(way[0], axis=(0, 1)) == pytest.approx(np.linalg.norm(weights[0], axis=(0, 1)), rel=1e-5)
    assert np.sum(way[1] ** 2, (0, 1, 3)) == pytest.approx(np.sum(weights[1] ** 2, (0, 1, 3)), rel=1e-5)


class Compiled(keras.Model):
    """Two inputs, a layer used twice, a sampled noise, and a call that is compiled."""

    def __init__(self):
        super().__init__()
        self.shared, self.end = keras.layers.Dense(4, "tanh"), keras.layers.Dense(1)
        self.normal, self.drop = keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)

    @tf.function
    def call(self, inputs, training=False):
        a, b = (self.shared(own) for own in inputs)
        return self.end(self.drop(self.normal(a + b, training=training), training=training))


class Plain(keras.Model):
    """A call without `training`, with a loss of its own."""

    def __init__(self):
        super().__init__()
        self.end = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.1))

    def call(self, inputs):
        return self.end(inputs)


def test_a_call_without_training_and_what_a_regularizer_adds():
    model = Plain()
    answers = np.asarray(model(X))
    plane = loss_surface(model, X, Y, "mse", cells=2)
    penalty = 0.1 * np.sum(model.end.get_weights()[0] ** 2)
    assert plane.loss == pytest.approx(np.mean((answers - Y) ** 2) + penalty, rel=1e-5)
    assert [own.path for own in gradients(model, X, Y, "mse").layers] == [model.end.name]


def test_any_model_is_asked_and_left_as_it_was():
    model, inputs = Compiled(), [X, X[::-1].copy()]
    model(inputs)
    before = [own.numpy() for own in model.variables]
    here = float(np.mean((np.asarray(model(inputs)) - Y) ** 2))
    plane = loss_surface(model, inputs, Y, "mse", cells=2)
    assert plane.loss == pytest.approx(here, rel=1e-5) and not np.allclose(plane.values, here)
    assert float(np.mean((np.asarray(model(inputs)) - Y) ** 2)) == pytest.approx(here, rel=1e-6)

    objective = Objective(model, inputs, Y, "mse")
    way = directions(objective.weights, 0)
    with ThreadPoolExecutor(2) as threads:  # two at once, and a third that was there before
        both = list(threads.map(lambda _: objective.along(plane.points, way), range(2)))
    np.testing.assert_allclose(both, [plane.values.ravel()] * 2, rtol=1e-5)

    def broken(truth, answers):
        raise ValueError("no such loss")

    with pytest.raises(NnvizError, match="no such loss"):
        loss_surface(model, inputs, Y, broken, cells=2)
    assert "call" not in model.__dict__ and all(
        np.array_equal(a, b.numpy()) for a, b in zip(before, model.variables, strict=True)
    )


def test_the_line_between_two_networks_has_both_at_its_ends():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3), keras.layers.BatchNormalization()])
    first = model.get_weights()
    second = [own + RNG.normal(size=own.shape) ** 2 for own in first]
    between = loss_between(model, first, second, X, np.repeat(Y, 3, 1), "mse", cells=7)
    for place, weights in ((0, first), (1, second)):
        model.set_weights(weights)
        value = np.mean((np.asarray(model(X)) - Y) ** 2)
        assert between.values["train"][np.argmin(np.abs(between.places - place))] == pytest.approx(value, rel=1e-4)
    trained = sum(((b - a) ** 2).sum() for a, b in zip(first[:4], second[:4], strict=True))
    assert between.distance == pytest.approx(np.sqrt(trained), rel=1e-5)
    with pytest.raises(NnvizError, match="networks differ"):
        loss_between(model, first, second[:-1], X, Y, "mse")


def test_the_path_lies_along_its_principal_components():
    walk = np.cumsum(RNG.normal(size=(9, 20)), 0)
    ways, points, shares, away = principal_plane(walk)
    truth = PCA().fit(walk)
    assert shares == pytest.approx(truth.explained_variance_ratio_[:2])
    np.testing.assert_allclose(np.abs(ways @ truth.components_[:2].T), np.eye(2), atol=1e-5)
    exact = walk - walk[-1]
    np.testing.assert_allclose(points, exact @ ways.T, atol=1e-5)
    np.testing.assert_allclose(away, np.linalg.norm(exact - points @ ways, axis=1), atol=1e-4)
    x, y = extent(points, 5)
    assert x[0] < points[:, 0].min() and y[-1] > points[:, 1].max()
    straight = principal_plane(np.outer(np.arange(4.0), np.ones(6)))
    assert straight[2].tolist() == pytest.approx([1, 0])
    np.testing.assert_allclose(straight[1][:, 1], 0, atol=1e-12)
    with pytest.raises(NnvizError, match="at 2 moments"):
        principal_plane(walk[:2])
    with pytest.raises(NnvizError, match="never changed"):
        principal_plane(np.ones((4, 3)))


def rounded() -> keras.Model:
    inputs = keras.Input((3,))
    return keras.Model(inputs, keras.ops.round(keras.layers.Dense(1)(inputs)))


def without_weights() -> keras.Model:
    return keras.Sequential([keras.Input((3,)), keras.layers.Flatten()])


def broken() -> keras.Model:
    model = linear()
    model.layers[0].set_weights([np.full((3, 1), np.nan), np.zeros(1)])
    return model


@pytest.mark.parametrize(
    "make, sentence",
    [
        (rounded, "cannot be differentiated"),
        (without_weights, "no weights"),
        (broken, "3 weights of dense.* not a number"),
    ],
)
def test_what_has_no_curvature_is_a_sentence(make, sentence):
    with pytest.raises(NnvizError, match=sentence):
        sharpness(make(), X, Y, "mean_squared_error")


def test_a_runs_path_passes_through_its_recorded_networks(spirals_run):
    plane = of_run.surface_plane(spirals_run.id, "path", 0, 1.0, 5)
    path = plane.path
    assert path.epochs[0] == 0 and path.epochs[-1] == 4 and not path.points[-1].any()
    assert path.losses[-1] == pytest.approx(plane.loss, rel=1e-5) and path.away[-1] == pytest.approx(0, abs=1e-6)
    assert path.losses[0] == pytest.approx(spirals_run.untrained["loss"], rel=1e-4)
    price = of_run.surface_price(spirals_run.id)
    assert price.examples == 400 and price.parts(1000)[-1][1] == 1000 and "400 examples" in price.words(1000)
    between = of_run.surface_between(spirals_run.id, spirals_run.id, 7)
    values = of_run.surface_values(spirals_run.id, "train", ("between", spirals_run.id), between.points)
    assert values[np.argmin(np.abs(between.places - 1))] == pytest.approx(path.losses[0], rel=1e-4)
