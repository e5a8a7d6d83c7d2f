"""Attribution on the awkward models: several inputs, fixed batches, mixed precision, control flow, many outputs."""

import gc
import weakref

import keras
import numpy as np
import pytest

from nnviz.errors import ExplanationError
from nnviz.explanation.attribute import attribute
from nnviz.explanation.target import Target

layers = keras.layers
RNG = np.random.default_rng(7)


def two_towers():
    words, numbers = keras.Input((4,), dtype="int32", name="words"), keras.Input((3,), name="numbers")
    told = layers.GlobalAveragePooling1D()(layers.Embedding(9, 5)(words))
    joined = layers.Concatenate()([told, numbers])
    hidden = layers.Dense(6, activation="tanh")(joined)
    return keras.Model(
        {"words": words, "numbers": numbers},
        {"kind": layers.Dense(3, activation="softmax", name="kind")(hidden), "size": layers.Dense(1)(hidden)},
    )


def test_named_inputs_of_two_kinds_and_a_named_output():
    model = two_towers()
    x = {"words": np.array([[1, 2, 3, 8], [0, 0, 4, 4]]), "numbers": RNG.normal(size=(2, 3))}
    found = attribute(model, x, Target(2, output="kind"))
    assert dict(zip(found.input_names, [v.shape for v in found.values], strict=True)) == {
        "words": (2, 4),
        "numbers": (2, 3),
    }
    np.testing.assert_allclose(found.output, model(x)["kind"].numpy()[:, 2], atol=1e-6)
    assert found.relative_residual.max() < 1e-3
    size = attribute(model, x, Target(0, output="size"), "expected_gradients", background=x)
    assert size.relative_residual.max() < 1e-3
    with pytest.raises(ExplanationError, match="Did you mean 'kind'"):
        attribute(model, x, Target(0, output="kid"))
    with pytest.raises(ExplanationError, match="Token 9 is not in the vocabulary"):
        attribute(model, {**x, "words": np.full((2, 4), 9)}, Target(0, output="kind"))


def test_a_model_with_a_fixed_batch():
    model = keras.Sequential([layers.Input(batch_shape=(4, 5, 2)), layers.SimpleRNN(3, stateful=True), layers.Dense(1)])
    x = RNG.normal(size=(3, 5, 2)).astype("float32")
    model.layers[0].reset_state()
    found = attribute(model, x, 0)
    assert found.values.shape == x.shape and found.relative_residual.max() < 1e-3
    assert not np.any(np.array(model.layers[0].states[0]))


def test_mixed_precision_adds_up_as_far_as_its_numbers_can():
    keras.utils.set_random_seed(0)
    hidden = layers.Dense(8, activation="tanh", dtype="mixed_bfloat16")
    model = keras.Sequential([layers.Input((4,)), hidden, layers.Dense(2)])
    found = attribute(model, RNG.normal(size=(2, 4)), 1)
    assert found.values.dtype.kind == "f" and found.residual.max() < 0.03  # bfloat16 has three digits


def test_a_model_with_python_control_flow_runs_untraced():
    class Choosing(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = layers.Dense(1)

        def call(self, x):
            return self.head(x) if float(keras.ops.mean(x)) > -100 else -self.head(x)

    model = Choosing()
    x = RNG.normal(size=(2, 3)).astype("float32")
    np.testing.assert_allclose(attribute(model, x, 0).values, x * model.head.get_weights()[0][:, 0], atol=1e-5)


def test_images_of_bytes_and_a_lazy_model():
    model = keras.Sequential([layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(1)])
    image = RNG.integers(0, 256, (1, 4, 4, 1), dtype="uint8")
    found = attribute(model, image, 0)
    w = model.layers[-1].get_weights()[0].reshape(1, 4, 4, 1)
    np.testing.assert_allclose(found.values, w * image / 255, atol=1e-5)


def test_positions_beside_tokens_are_not_taken_for_tokens():
    class Positioned(keras.Model):
        def __init__(self):
            super().__init__()
            self.words, self.places = layers.Embedding(9, 4), layers.Embedding(5, 4)
            self.pool, self.head = layers.GlobalAveragePooling1D(), layers.Dense(1)

        def call(self, ids):
            return self.head(self.pool(self.words(ids) + self.places(keras.ops.arange(5))))

    model, ids = Positioned(), np.array([[1, 2, 3, 4, 5]])
    found = attribute(model, ids, 0)
    expected = model.words.get_weights()[0][ids] @ model.head.get_weights()[0][:, 0] / 5
    np.testing.assert_allclose(found.values, expected, atol=1e-6)


def test_one_class_of_one_step_of_a_sequence_of_outputs():
    model = keras.Sequential([layers.Input((4, 2)), layers.TimeDistributed(layers.Dense(3, activation="softmax"))])
    x = RNG.normal(size=(1, 4, 2)).astype("float32")
    found = attribute(model, x, Target(1, position=(2,), on="logits"))
    assert np.all(found.values[0, [0, 1, 3]] == 0)
    kernel = model.layers[0].layer.get_weights()[0][:, 1]
    np.testing.assert_allclose(found.values[0, 2], x[0, 2] * kernel, atol=1e-5)
    with pytest.raises(ExplanationError, match=r"no position \(4,\) in an output of 4 places"):
        attribute(model, x, Target(1, position=(4,)))


def test_nothing_keeps_an_explained_model_alive():
    model = keras.Sequential([layers.Input((3,)), layers.Dense(2)])
    attribute(model, np.ones(3), 0)
    alive = weakref.ref(model)
    del model
    gc.collect()
    assert alive() is None


def test_a_layer_added_later_is_seen():
    model = keras.Sequential([layers.Input((2,)), layers.Dense(2, name="one")])
    first = attribute(model, np.ones(2), 0).output
    model.add(layers.Rescaling(3.0))
    assert attribute(model, np.ones(2), 0).output == pytest.approx(3 * first, rel=1e-5)
