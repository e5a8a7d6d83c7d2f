"""Relevance propagation against formulas in NumPy, closed forms and folded networks; FullGrad's parts; bent paths."""

import keras
import numpy as np
import pytest
from keras import layers

import nnviz
from nnviz.explanation.attribute import problem_of
from nnviz.explanation.methods.full_gradient import full_gradient_parts
from nnviz.explanation.target import Target
from tests.explanation.kinds import KINDS, network_with, numbers, scattered
from tests.sampling import whole


def dense(inputs: int, bias=True, **others):
    """A network of one layer, which explains itself: (model, weights, biases)."""
    model = scattered(keras.Sequential([keras.Input((inputs,)), layers.Dense(2, use_bias=bias, **others)]))
    weights = [np.asarray(w, "float64") for w in model.weights]
    return model, weights[0], weights[1] if bias else np.zeros(2)


def by_hand(rule, a, w, b, out, gamma=0.25, alpha=2.0):
    """What one layer hands to its inputs, number by number."""
    c = a[:, None] * w
    z = c.sum(0) + b
    pro, contra = np.maximum(c, 0), np.minimum(c, 0)
    if rule == "gamma":
        favoured, bias = np.where(z > 0, pro, contra), np.where(z > 0, np.maximum(b, 0), np.minimum(b, 0))
        return ((c + gamma * favoured) / (z + gamma * (favoured.sum(0) + bias)) * out).sum(1)
    if rule == "alpha_beta":
        for_it, against = pro.sum(0) + np.maximum(b, 0), contra.sum(0) + np.minimum(b, 0)
        shares = alpha * pro / for_it - (alpha - 1) * np.where(against < 0, contra / np.minimum(against, -1e-9), 0)
        return (shares * out).sum(1)
    return (c / z * out).sum(1)


@pytest.mark.parametrize("rule", ["zero", "gamma", "alpha_beta"])
def test_one_layer_by_hand_whatever_the_signs(rule):
    model, w, b = dense(5)
    x = numbers(3, 5)
    settings = {"epsilon": 0.0} if rule == "gamma" else {}
    found = nnviz.attribute(model, x, 1, "relevance", rule=rule, **settings)
    for k in range(3):
        z = x[k] @ w + b
        expected = by_hand(rule, x[k].astype("float64"), w[:, 1:], b[1:], z[1:])
        np.testing.assert_allclose(found.values[k], expected, rtol=1e-4, atol=1e-5)


def test_a_network_without_biases_hands_on_all_it_is_worth():
    """Gradient × input is LRP-0 of such a network; z⁺ loses nothing either."""
    model = keras.Sequential([
        keras.Input((6, 6, 2)), layers.Conv2D(4, 3, activation="relu", use_bias=False), layers.MaxPooling2D(2),
        layers.Flatten(), layers.Dense(6, activation="relu", use_bias=False),
        layers.Dense(3, activation="softmax", use_bias=False),
    ])  # fmt: skip
    x = numbers(3, 6, 6, 2)
    zero = nnviz.attribute(model, x, 1, "relevance", rule="zero")
    slope = nnviz.attribute(model, x, Target(1, on="logits"), "gradient_x_input")
    np.testing.assert_allclose(zero.values, slope.values, atol=1e-5)
    plus = nnviz.attribute(model, x, 1, "relevance", rule="z_plus")
    assert zero.target.on == "logits"
    for found in (zero, plus):
        np.testing.assert_allclose(found.total, found.output, rtol=1e-4, atol=1e-5)


def test_a_batch_normalization_is_folded_into_the_layer_before_it():
    apart = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.BatchNormalization(), layers.Dense(1)])
    scattered(apart)
    one, norm, last = apart.layers
    gain = np.asarray(norm.gamma) / np.sqrt(np.asarray(norm.moving_variance) + norm.epsilon)
    folded = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(1)])
    shift = (np.asarray(one.bias) - np.asarray(norm.moving_mean)) * gain + np.asarray(norm.beta)
    folded.set_weights([np.asarray(one.kernel) * gain, shift, np.asarray(last.kernel), np.asarray(last.bias)])
    x = numbers(3, 4)
    first, second = (nnviz.attribute(model, x, 0, "relevance", rule="alpha_beta").values for model in (apart, folded))
    np.testing.assert_allclose(first, second, rtol=2e-3, atol=1e-4)


def test_the_layer_that_reads_an_image_shares_by_the_distance_from_its_range():
    model = scattered(keras.Sequential([keras.Input((2, 2, 1)), layers.Conv2D(1, 2, use_bias=False), layers.Flatten()]))
    x = numbers(1, 2, 2, 1)
    w, a = np.asarray(model.weights[0], "float64").ravel(), x.ravel().astype("float64")
    parts = a * w - a.min() * np.maximum(w, 0) - a.max() * np.minimum(w, 0)
    found = nnviz.attribute(model, x[0], 0, "relevance")
    np.testing.assert_allclose(found.values.ravel(), parts / parts.sum() * (a @ w), rtol=1e-4)


def test_gates_attention_and_residuals_lose_nothing():
    inputs = keras.Input((3, 4))
    attended = layers.MultiHeadAttention(2, 2, use_bias=False)(inputs, inputs) + inputs
    scaled = layers.LayerNormalization(center=False)(attended)
    gated = layers.Dense(3, activation="silu", use_bias=False)(scaled) * layers.Dense(3, activation="sigmoid")(scaled)
    outputs = layers.Dense(2, use_bias=False)(layers.GlobalAveragePooling1D()(gated))
    found = nnviz.attribute(keras.Model(inputs, outputs), numbers(2, 3, 4), 0, "relevance", rule="zero")
    np.testing.assert_allclose(found.total, found.output, rtol=1e-3, atol=1e-5)


def test_full_gradients_parts_make_the_output():
    model = scattered(keras.Sequential([
        keras.Input((5, 5, 1)), layers.Conv2D(3, 2, activation="relu"), layers.BatchNormalization(),
        layers.Conv2D(2, 2, activation="tanh"), layers.Flatten(), layers.Dense(2),
    ]))  # fmt: skip
    x = numbers(3, 5, 5, 1)
    problem, _ = problem_of(model, x, Target(1), None, 0)
    _, maps, of_input, of_biases = full_gradient_parts(problem)
    np.testing.assert_allclose(of_input + of_biases, np.asarray(model(x))[:, 1], rtol=1e-4, atol=1e-5)
    found = nnviz.attribute(model, x[0], 1, "full_gradient")
    np.testing.assert_allclose(found.values[..., 0], maps[0], rtol=1e-5)
    assert found.values.min() >= 0


def test_bent_paths_add_up_and_on_a_linear_model_equal_the_straight_one():
    model, w, _ = dense(6)
    x, b = numbers(2, 6), numbers(6, seed=3)
    found = nnviz.attribute(model, x, 1, "guided_integrated_gradients", baseline=b)
    np.testing.assert_allclose(found.values, (x - b) * w[:, 1], rtol=1e-4, atol=1e-5)
    picture = scattered(keras.Sequential([
        keras.Input((6, 6, 1)), layers.Conv2D(3, 3, activation="relu"), layers.Flatten(),
        layers.Dense(2, activation="softmax"),
    ]))  # fmt: skip
    images = numbers(2, 6, 6, 1)
    for name in ("blur_integrated_gradients", "guided_integrated_gradients"):
        assert nnviz.attribute(picture, images, 1, name).relative_residual.max() < 2e-3
    even = nnviz.attribute(picture, np.ones((6, 6, 1), "float32"), 1, "blur_integrated_gradients")
    np.testing.assert_allclose(even.values, 0, atol=1e-6)


def test_the_variance_and_the_square_of_slopes_by_hand():
    """Of w · x every slope is w; of x² it is 2 (x + noise)."""
    model, w, _ = dense(3)
    x = numbers(3)
    np.testing.assert_allclose(nnviz.attribute(model, x, 0, "vargrad").values, 0, atol=1e-9)
    np.testing.assert_allclose(nnviz.attribute(model, x, 0, "squaregrad").values, w[:, 0] ** 2, rtol=1e-5)
    inputs = keras.Input((3,))
    square = keras.Model(inputs, keras.ops.sum(inputs**2, -1, keepdims=True))
    deviation = 0.15 * (x.max() - x.min())
    found = nnviz.attribute(square, x, 0, "vargrad", samples=4000).values
    np.testing.assert_allclose(found, 4 * deviation**2, rtol=0.15)


@whole  # the rules are held to their formulas above
def test_relevance_reaches_the_input_through_every_kind_of_layer():
    for kind in KINDS:
        model, x = network_with(kind)
        values = nnviz.attribute(model, x, 1, "relevance").values
        assert np.all(np.isfinite(values)) and np.any(values), kind
