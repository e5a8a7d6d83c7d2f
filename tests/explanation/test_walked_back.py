"""Networks walked back by rules of their own: what is given out is what there was, on networks of every make."""

import keras
import numpy as np
import pytest
from keras import layers

import nnviz
from tests.explanation.kinds import KINDS, network_with, numbers, scattered
from tests.sampling import whole


def test_what_recurrence_attention_and_normalization_make_of_a_change_is_given_out_whole():
    inputs = keras.Input((2, 3))
    attended = layers.LayerNormalization()(layers.MultiHeadAttention(1, 2)(inputs, inputs) + inputs)
    recurrent = layers.GRU(2, return_sequences=True)(inputs)
    both = layers.PReLU()(layers.Dense(4, activation="gelu")(layers.Concatenate()([attended, recurrent])))
    outputs = layers.Dense(3, activation="softmax")(layers.GlobalMaxPooling1D()(both))
    model, x, b = scattered(keras.Model(inputs, outputs)), numbers(3, 2, 3), numbers(2, 3, seed=2)
    found = nnviz.attribute(model, x, 1, "deep_lift", baseline=b)
    change = np.asarray(model(x))[:, 1] - np.asarray(model(b[None]))[0, 1]
    np.testing.assert_allclose(found.total, change, rtol=1e-4, atol=1e-6)
    assert np.all(found.residual < 1e-6) and not any(layer.unroll for layer in model.layers if hasattr(layer, "unroll"))
    one = nnviz.attribute(model, x[0], 1, "deep_lift", baseline=b)
    np.testing.assert_allclose(one.values, found.values[0], atol=1e-6)


def test_deep_lift_by_hand():
    """ReLU(x₁ + x₂ − 1) from 0 to (1, 2): every unit of change counts 2/3. x₁ · x₂: half of the product each."""
    inputs = keras.Input((2,))
    opened = keras.ops.relu(inputs[:, :1] + inputs[:, 1:] - 1.0)
    product = layers.Multiply()([inputs[:, :1], inputs[:, 1:]])
    largest = keras.ops.max(inputs, axis=1, keepdims=True)
    model = keras.Model(inputs, layers.Concatenate()([opened, product, largest]))
    x = np.array([1.0, 2.0], "float32")
    for target, expected in enumerate(([2 / 3, 4 / 3], [1.0, 1.0], [0.0, 2.0])):
        np.testing.assert_allclose(nnviz.attribute(model, x, target, "deep_lift").values, expected, atol=1e-6)


def by_hand(x, first, second, guided):
    """One class of dense(ReLU(dense)) walked back, in NumPy."""
    inner = x @ first[0] + first[1]
    arrived = np.maximum(second, 0) * (inner > 0 if guided else np.ones_like(inner))
    return arrived @ first[0].T


def test_changed_rules_by_hand_whatever_the_network_is_made_of():
    first, second = layers.Dense(5, activation="relu"), layers.Dense(2)

    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.first, self.second = first, second

        def call(self, x):
            return self.second(self.first(x))

    inputs = keras.Input((3,))
    functional = scattered(keras.Model(inputs, second(first(inputs))))
    nested = keras.Sequential([keras.Sequential([keras.Input((3,)), first]), second])
    x = numbers(4, 3)
    weights = [np.asarray(w) for w in first.weights], np.asarray(second.kernel)[:, 1]
    before = [np.asarray(w) for w in functional.weights]
    for model in (functional, nested, keras.Sequential([first, second]), Own()):
        model(x)
        for name, guided in (("guided_backpropagation", True), ("deconvolution", False)):
            values = nnviz.attribute(model, x, 1, name).values
            np.testing.assert_allclose(values, by_hand(x, *weights, guided), atol=1e-6)
    assert all(np.array_equal(one, np.asarray(w)) for one, w in zip(before, functional.weights, strict=True))
    for name in ("deep_lift", "relevance"):
        one, other = (nnviz.attribute(model, x, 1, name).values for model in (functional, nested))
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_classes_in_another_order_are_explained_alike():
    inputs, order = keras.Input((3,)), [2, 0, 1]
    last = layers.Dense(3, activation="softmax")
    model = scattered(keras.Model(inputs, last(layers.Dense(4, activation="relu")(inputs))))
    x = numbers(3, 3)
    before = {
        name: [nnviz.attribute(model, x, k, name).values for k in range(3)] for name in ("deep_lift", "relevance")
    }
    last.set_weights([np.asarray(w)[..., order] for w in last.weights])
    for name, values in before.items():
        for place, k in enumerate(order):
            np.testing.assert_allclose(nnviz.attribute(model, x, place, name).values, values[k], atol=1e-6)


def test_guided_backpropagation_without_relu_is_the_gradient_and_says_so():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4, activation="tanh"), layers.Dense(2)])
    found = nnviz.attribute(model, numbers(3), 0, "guided_backpropagation")
    np.testing.assert_allclose(found.values, nnviz.attribute(model, numbers(3), 0, "gradient").values, atol=1e-6)
    assert "no ReLU" in found.notes[0]


def test_a_loop_that_cannot_be_walked_is_a_sentence():
    class Looping(keras.Model):
        def call(self, x):
            return keras.ops.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * 0.5 + x), (0, x))[1]

    model = Looping()
    model(numbers(1, 3))
    with pytest.raises(nnviz.NnvizError, match="loop or branch of its own .* Choose integrated gradients"):
        nnviz.attribute(model, numbers(3), 0, "deep_lift")


@whole  # the first test above proves it of what is hardest
def test_deep_lift_adds_up_on_every_kind_of_layer():
    for kind in KINDS:
        model, x = network_with(kind)
        found = nnviz.attribute(model, x, 1, "deep_lift")
        change = np.abs(found.output - found.baseline_output)
        assert np.all(found.residual <= np.maximum(1e-4 * change, 1e-6)) and np.any(found.values), kind


def test_what_no_rule_fits_is_a_sentence_with_what_fits_instead():
    class Ranks(keras.Model):
        def call(self, x):
            return keras.ops.cast(keras.ops.argsort(x), "float32")

    ranks, table = Ranks(), keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    ranks(numbers(1, 4))
    for name in ("deep_lift", "relevance", "guided_backpropagation"):
        with pytest.raises(nnviz.NnvizError, match="has no gradient .* such as permutation SHAP or occlusion"):
            nnviz.attribute(ranks, numbers(4), 0, name)
    for name in ("full_gradient", "blur_integrated_gradients"):
        with pytest.raises(nnviz.NnvizError, match="images, one for an example. Choose .* fit any"):
            nnviz.attribute(table, numbers(4), 0, name)
    wide = keras.Sequential([keras.Input((10_000,)), layers.Dense(3, activation="relu"), layers.Dense(1000, "softmax")])
    for name in ("deep_lift", "relevance"):
        assert np.all(np.isfinite(nnviz.attribute(wide, numbers(10_000), 999, name).values))
    broken = nnviz.attribute(table, np.full(4, np.nan, "float32"), 0, "deep_lift")
    assert "not a finite number" in broken.notes[-1] and np.isnan(broken.values).all()
