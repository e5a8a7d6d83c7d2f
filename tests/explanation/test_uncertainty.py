"""MC dropout against its closed form on a linear network, and what it leaves alone."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import nnviz
from nnviz.errors import ExplanationError
from nnviz.explanation.uncertainty_records import Uncertainty
from tests.sampling import whole

layers = keras.layers
RNG = np.random.default_rng(0)
X = RNG.normal(size=(3, 6)).astype("float32")


def test_mean_and_spread_of_dropped_terms_are_what_probability_says():
    """Σ wᵢ xᵢ mᵢ / (1 − p): mean Σ wᵢ xᵢ, variance Σ (wᵢ xᵢ)² p / (1 − p)."""
    model = keras.Sequential([keras.Input((6,)), layers.Dropout(0.4), layers.Dense(1)])
    weights, bias = model.get_weights()
    found = nnviz.uncertainty(model, X, passes=5_000)
    terms = X * weights[:, 0]
    spread = np.sqrt((terms**2).sum(1) * 0.4 / 0.6)
    np.testing.assert_allclose(found.plain[:, 0], terms.sum(1) + bias, atol=1e-5)
    assert (np.abs(found.mean[:, 0] - found.plain[:, 0]) < 4 * spread / np.sqrt(5_000)).all()
    np.testing.assert_allclose(found.deviation[:, 0], spread, rtol=0.06)
    assert found.entropy is None and found.layers == (model.layers[0].name,)


def test_only_dropout_is_on_and_the_model_is_left_as_found():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((6,)), layers.BatchNormalization(), layers.Dense(8, "relu"),
                              layers.GaussianNoise(0.0), layers.Dropout(0.0), layers.Dropout(0.5, name="dropping"),
                              layers.Dense(3, "softmax")])  # fmt: skip
    before = [np.array(variable) for variable in model.variables]
    found = nnviz.uncertainty(model, X, passes=30, seed=7)
    np.testing.assert_array_equal(nnviz.uncertainty(model, X, passes=30, seed=7).answers, found.answers)
    assert np.abs(nnviz.uncertainty(model, X, passes=30, seed=8).answers - found.answers).max() > 1e-3
    for old, variable in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, np.array(variable))
    assert found.layers == ("dropping",) and not any("call" in layer.__dict__ for layer in model.layers)
    still = keras.Sequential([keras.Input((6,)), *model.layers[:4], model.layers[-1]])
    np.testing.assert_allclose(found.plain, still(X), atol=1e-6)
    assert found.mutual_information.min() >= 0
    np.testing.assert_allclose(found.entropy, found.own_entropy + found.mutual_information, atol=1e-9)


class Dropping(layers.Layer):
    """Drops as somebody's own layer may: through TensorFlow, in its own branch, with a layer inside that trains."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.normal = layers.BatchNormalization(name="normal")

    def call(self, x, training=False):
        x = self.normal(x, training=training)
        return tf.nn.dropout(x, 0.5) if training else x


class Still(layers.Layer):
    """Takes `training` and does not draw."""

    def call(self, x, training=None):
        return x - tf.reduce_mean(x) if training else x


class Drawing(keras.Model):
    """A model whose own call draws, whose nested model has noise, and whose other layer only looks as if it drew."""

    def __init__(self):
        super().__init__(name="drawing")
        self.inner = keras.Sequential([layers.Dense(5, "relu"), layers.GaussianNoise(0.3, name="noise")], name="inner")
        self.own, self.still, self.last = Dropping(name="own"), Still(name="still"), layers.Dense(2, "softmax")

    def call(self, x, training=False):
        x = self.still(self.own(self.inner(x, training=training), training=training), training=training)
        return self.last(keras.random.dropout(x, 0.2) if training else x)


def test_whatever_draws_in_training_is_found_and_nothing_else_trains():
    keras.utils.set_random_seed(3)
    model = Drawing()
    model(X)
    model.own.normal.moving_mean.assign(np.full(5, 0.2))
    before, plain = [np.array(variable) for variable in model.variables], np.asarray(model(X))
    found = nnviz.uncertainty(model, X, passes=40, seed=2)
    assert found.layers == ("drawing", "inner/noise", "own")
    np.testing.assert_array_equal(nnviz.uncertainty(model, X, passes=40, seed=2).answers, found.answers)
    np.testing.assert_allclose(found.plain, plain, atol=1e-6)
    np.testing.assert_array_equal(np.asarray(model(X)), plain)
    for old, variable in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, np.array(variable))


def test_a_layer_of_ones_own_drops_around_statistics_that_stay_as_in_use():
    """Σ wᵢ xᵢ mᵢ / (1 − p) again, of what the batch normalization inside makes of x in use."""
    model = keras.Sequential([keras.Input((6,)), Dropping(), layers.Dense(1, use_bias=False)])
    inside = model.layers[0].normal
    inside.moving_mean.assign(np.linspace(-1, 1, 6))
    inside.moving_variance.assign(np.linspace(1, 4, 6))
    found = nnviz.uncertainty(model, X, passes=2_000)
    terms = np.asarray(inside(X, training=False)) * np.ravel(model.layers[-1].get_weights()[0])
    spread = np.sqrt((terms**2).sum(1))  # p / (1 − p) is 1
    assert (np.abs(found.mean[:, 0] - terms.sum(1)) < 4 * spread / np.sqrt(2_000)).all()
    np.testing.assert_allclose(found.deviation[:, 0], spread, rtol=0.1)


def test_noise_counts_and_batch_statistics_stay_as_in_use():
    model = keras.Sequential([keras.Input((6,)), layers.BatchNormalization(), layers.GaussianNoise(1.0),
                              layers.Dense(1)])  # fmt: skip
    found = nnviz.uncertainty(model, X, passes=2_000)
    spread = np.linalg.norm(model.layers[-1].get_weights()[0])
    np.testing.assert_allclose(found.deviation[:, 0], spread, rtol=0.1)


@whole
def test_dropout_inside_recurrent_and_attention_layers_counts():
    inputs = keras.Input((4, 3))
    x = layers.Bidirectional(layers.LSTM(3, dropout=0.5, return_sequences=True))(inputs)
    x = layers.MultiHeadAttention(1, 2, dropout=0.5)(x, x)
    model = keras.Model(inputs, layers.Dense(1, "sigmoid")(layers.GlobalAveragePooling1D()(x)))
    found = nnviz.uncertainty(model, RNG.normal(size=(4, 3)), passes=20)
    assert len(found.layers) == 2 and found.deviation.min() > 1e-4
    np.testing.assert_allclose(found.answers.sum(-1), 1, atol=1e-6)


def test_answers_that_contradict_one_another_tell_of_missing_data_and_undecided_ones_do_not():
    sure = np.array([[[1.0, 0.0]], [[0.0, 1.0]]])
    contradicting = Uncertainty(sure, sure[0], True, (), 0)
    undecided = Uncertainty(np.full((2, 1, 2), 0.5), np.full((1, 2), 0.5), True, (), 0)
    assert contradicting.mutual_information == [1.0] and contradicting.own_entropy == [0.0]
    assert undecided.mutual_information == [0.0] and undecided.entropy == [1.0]
    assert contradicting.agreeing == [0.5]


def test_a_network_without_dropout_gets_a_sentence():
    model = keras.Sequential([keras.Input((6,)), layers.Dense(2)])
    with pytest.raises(ExplanationError, match="no dropout"):
        nnviz.uncertainty(model, X)
