"""MC dropout against its closed form on a linear network, and what it leaves alone."""

import keras
import numpy as np
import pytest

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
                              layers.GaussianNoise(1.0), layers.Dropout(0.0), layers.Dropout(0.5, name="dropping"),
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


def test_noise_and_batch_statistics_stay_as_in_use():
    model = keras.Sequential([keras.Input((6,)), layers.BatchNormalization(), layers.GaussianNoise(1.0),
                              layers.Dropout(1e-6), layers.Dense(2, "softmax")])  # fmt: skip
    found = nnviz.uncertainty(model, X, passes=10)
    np.testing.assert_allclose(found.answers, np.broadcast_to(found.plain, found.answers.shape), atol=1e-5)


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
