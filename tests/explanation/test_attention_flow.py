"""Attention as an explanation: rollout and its gradient form against hand-computed layers."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ExplanationError
from tests.sampling import whole

layers = keras.layers
RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def reader():
    """Embedded tokens, two attention layers with residual ways, their mean and a linear head."""
    keras.utils.set_random_seed(1)
    inputs = keras.Input((5,), dtype="int32")
    x = layers.Embedding(11, 4)(inputs)
    for _ in range(2):
        x = x + layers.MultiHeadAttention(2, 3)(x, x)
    return keras.Model(inputs, layers.Dense(3)(layers.GlobalAveragePooling1D()(x)))


def weights_of(model, x):
    return [one.weights for one in nnviz.attention(model, x)]


def test_rollout_is_the_mean_row_of_the_product_of_the_layers(reader):
    x = RNG.integers(1, 11, (3, 5)).astype("int32")
    first, second = ((w.mean(1) + np.eye(5)) / 2 for w in weights_of(reader, x))
    found = nnviz.attribute(reader, x, 0, "attention_rollout")
    np.testing.assert_allclose(found.values, (second @ first).mean(1), atol=1e-6)
    np.testing.assert_allclose(found.total, 1, atol=1e-6)


def test_the_gradient_form_is_chefers_sum_with_slopes_by_finite_differences():
    """One layer of one head: the slope of F in a weight is known, for F is linear in the weights."""
    keras.utils.set_random_seed(2)
    inputs = keras.Input((4, 3))
    attended = layers.MultiHeadAttention(1, 2, name="look")(inputs, inputs)
    model = keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling1D()(attended)))
    x = RNG.normal(size=(2, 4, 3)).astype("float32")
    (weights,) = weights_of(model, x)
    variables = {one.path.split("look/")[1]: one.numpy() for one in model.get_layer("look").weights}
    value = np.einsum("nsc,chd->nshd", x, variables["value/kernel"]) + variables["value/bias"]
    head = model.layers[-1].get_weights()[0][:, 1]
    out = np.einsum("nshd,hdc->nsc", value, variables["attention_output/kernel"])  # each step's value, put out
    slopes = np.broadcast_to((out @ head / 4)[:, None], (2, 4, 4))
    expected = np.maximum(weights[:, 0] * slopes, 0).mean(1)
    found = nnviz.attribute(model, x, 1, "attention_x_gradient")
    np.testing.assert_allclose(found.values.sum(-1), expected, atol=1e-6)
    assert np.abs(found.values - nnviz.attribute(model, x, 0, "attention_x_gradient").values).max() > 1e-4
    assert "call" not in model.get_layer("look").__dict__


@whole
def test_a_class_token_is_where_the_answer_is_read_and_patches_become_an_image():
    class Token(layers.Layer):
        def call(self, x):
            return keras.ops.pad(x, [[0, 0], [1, 0], [0, 0]], constant_values=0.5)

    keras.utils.set_random_seed(3)
    inputs = keras.Input((8, 8, 1))
    patches = Token()(layers.Reshape((4, 3))(layers.Conv2D(3, 4, strides=4)(inputs)))
    seen = layers.MultiHeadAttention(1, 2)(patches, patches)
    model = keras.Model(inputs, layers.Dense(2)(seen[:, 0]))
    x = RNG.normal(size=(8, 8, 1)).astype("float32")
    (weights,) = weights_of(model, x[None])
    found = nnviz.attribute(model, x, 0, "attention_rollout")
    corners = found.values[[0, 0, -1, -1], [0, -1, 0, -1], 0]
    np.testing.assert_allclose(corners * 16, weights[0, 0, 0, 1:] / 2, atol=1e-6)
    assert "2 by 2 patches" in found.notes[0]


def test_networks_without_self_attention_get_a_sentence():
    inputs = keras.Input((4, 3))
    model = keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling1D()(inputs)))
    for method in ("attention_rollout", "attention_x_gradient"):
        with pytest.raises(ExplanationError, match="no self-attention"):
            nnviz.attribute(model, np.ones((4, 3)), 0, method)
