"""Every layer's output, against passes made by hand, on every way to write a Keras model."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.activations import activations
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.numeric_part import numeric_part
from nnviz.inspection.summary import summarize

layers = keras.layers
X = np.linspace(-1, 1, 12, dtype="float32").reshape(4, 3)


def by_hand(dense, x):
    kernel, bias = (np.array(w) for w in dense.get_weights())
    return x @ kernel + bias


def test_a_sequential_against_a_pass_by_hand():
    model = keras.Sequential([layers.Input((3,)), layers.Dense(5, activation="relu"), layers.Dense(2)])
    result = activations(model, X)
    hidden = np.maximum(by_hand(model.layers[0], X), 0)
    np.testing.assert_allclose(result.layers[0].values, hidden, atol=1e-6)
    np.testing.assert_allclose(result.layers[1].values, by_hand(model.layers[1], hidden), atol=1e-6)
    np.testing.assert_array_equal(result.outputs[0], result.layers[1].values)
    record = result.layers[0]
    assert (record.kind, record.mode, record.dtype, record.shape) == ("Dense", "inference", "float32", (4, 5))
    assert record.summary.zeros == pytest.approx(np.mean(hidden == 0))


def test_a_lazy_sequential_is_built_and_recorded():
    model = keras.Sequential([layers.Dense(2, kernel_initializer="ones")])
    values = activations(model, X).layers[0].values
    np.testing.assert_allclose(values, X.sum(1, keepdims=True) * [1, 1], atol=1e-6)
    assert "call" not in model.layers[0].__dict__


def test_nested_shared_and_operations_have_paths_and_call_indices():
    inner = keras.Sequential([layers.Input((3,)), layers.Dense(3, name="dense_1")], name="encoder")
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    left = inner(a)
    model = keras.Model([a, b], [left + inner(b), layers.Dense(1, name="head")(left)])
    result = activations(model, {"a": X, "b": 2 * X})
    dense = inner.layers[0]
    first, second = [r for r in result if r.path == "encoder/dense_1"][:2]
    assert (first.call_index, second.call_index) == (0, 1)
    np.testing.assert_allclose(first.values, by_hand(dense, X), atol=1e-6)
    np.testing.assert_allclose(second.values, by_hand(dense, 2 * X), atol=1e-6)
    total = next(r for r in result if r.kind == "Add")
    np.testing.assert_allclose(total.values, by_hand(dense, X) + by_hand(dense, 2 * X), atol=1e-5)
    assert len(result.outputs) == 2 and result["head"].shape == (4, 1)


@keras.saving.register_keras_serializable("nnviz_tests")
class Block(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = [layers.Dense(4, name="in"), layers.Dense(3, name="out")]

    def call(self, x):
        return x + self.parts[1](keras.ops.tanh(self.parts[0](x)))


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.drop = Block(name="block"), layers.Dropout(0.5)
        self.head = layers.Dense(2, name="head")

    def call(self, x, training=None):
        return {"y": self.head(self.drop(self.block(x), training=training)), "z": x}


def test_a_subclassed_model_with_a_layer_of_its_own():
    model = Subclassed()
    result = activations(model, X)
    block = model.block
    hidden = np.tanh(by_hand(block.parts[0], X))
    np.testing.assert_allclose(result["block"].values, X + by_hand(block.parts[1], hidden), atol=1e-6)
    np.testing.assert_allclose(result["block/in"].values, by_hand(block.parts[0], X), atol=1e-6)
    assert [r.path for r in result] == ["block/in", "block/out", "block", model.drop.name, "head"]
    assert len(result.outputs) == 2


def test_a_model_that_compiles_its_own_call():
    class Compiled(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = layers.Dense(2, name="head")

        @tf.function
        def call(self, x):
            return self.head(x)

    model = Compiled()
    np.testing.assert_allclose(activations(model, X)["head"].values, by_hand(model.head, X), atol=1e-6)
    assert not tf.config.functions_run_eagerly()


def test_tokens_recurrent_and_convolutional_layers():
    ids = np.array([[1, 2, 0], [3, 3, 1]])
    model = keras.Sequential(
        [
            layers.Embedding(5, 4, mask_zero=True, name="embedding"),
            layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
            layers.GlobalAveragePooling1D(),
            layers.Dense(1),
        ]
    )
    result = activations(model, ids)
    np.testing.assert_array_equal(result["embedding"].values, model.layers[0].get_weights()[0][ids])
    assert [r.kind for r in result] == ["Embedding", "Bidirectional", "GlobalAveragePooling1D", "Dense"]


def test_training_mode_leaves_seeds_statistics_and_losses_as_found():
    model = keras.Sequential(
        [
            layers.Input((3,)),
            layers.BatchNormalization(),
            layers.Dropout(0.5, seed=1, name="drop"),
            layers.Dense(2, activity_regularizer="l2"),
        ]
    )
    model.compile("sgd", "mse")
    before = [np.array(v) for v in model.variables]
    one = activations(model, X + 5, training=True)
    two = activations(model, X + 5, training=True)
    for old, new in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, np.array(new))
    np.testing.assert_array_equal(one["drop"].values, two["drop"].values)
    assert one.layers[0].mode == "training" and one["drop"].summary.zeros > 0
    assert model.losses == [] and model.compiled
    normalised = one.layers[0].values
    np.testing.assert_allclose(normalised.mean(0), 0, atol=1e-5)


def test_everything_is_restored_after_an_exception():
    class Faulty(layers.Layer):
        fail = False

        def call(self, x):
            if self.fail:
                raise RuntimeError("The wire is cut")
            return x

    faulty = Faulty()
    model = keras.Sequential([layers.Input((3,)), layers.Dropout(0.5), faulty, layers.Dense(1)])
    before = [np.array(v) for v in model.variables]
    faulty.fail = True
    with pytest.raises(ModelError, match="The wire is cut"):
        activations(model, X, training=True)
    faulty.fail = False
    assert not any("call" in layer.__dict__ for layer in model.layers)
    for old, new in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, np.array(new))


def test_chosen_layers_single_examples_and_sentences():
    first, second = layers.Dense(4, name="first"), layers.Dense(2, name="second")
    model = keras.Sequential([layers.Input((3,)), first, second])
    assert [r.path for r in activations(model, X[0], layers=["second"])] == ["second"]
    assert activations(model, X[0]).batch_size == 1
    with pytest.raises(ModelError, match="Did you mean 'first'"):
        activations(model, X, layers=["frist"])
    with pytest.raises(ModelError, match=r"takes examples of the shape \(3,\); these have \(7,\)"):
        activations(model, np.zeros((2, 7)))
    with pytest.raises(ModelError, match="weigh"):
        activations(model, X, max_bytes=10)
    with pytest.raises(ModelError, match="empty"):
        activations(model, np.zeros((0, 3)))
    assert as_batch(model, [[1, 2, 3]])[0].shape == (1, 3)


def test_mixed_precision_keeps_the_name_of_its_type():
    model = keras.Sequential([layers.Input((3,)), layers.Dense(2, dtype="mixed_bfloat16")])
    record = activations(model, X).layers[0]
    assert record.dtype == "bfloat16" and record.values.dtype == np.float32


def test_a_summary_counts_what_is_not_finite():
    summary = summarize(np.array([[0.0, np.nan, 2.0], [0.0, np.inf, 4.0]]))
    assert (summary.nans, summary.infinities) == (1, 1)
    assert (summary.mean, summary.minimum, summary.maximum) == (1.5, 0.0, 4.0)
    assert summary.dead_units == pytest.approx(1 / 3) and summary.zeros == pytest.approx(2 / 6)


def test_a_network_of_texts_is_looked_into_from_its_first_numbers_on():
    layers = keras.layers
    reader = layers.TextVectorization(max_tokens=9, output_sequence_length=4)
    reader.adapt(["a good day", "a bad day"])
    words, table = keras.Input((1,), dtype="string"), keras.Input((2,), name="table")
    text = layers.GlobalAveragePooling1D(name="mean")(layers.Embedding(9, 3, name="words")(reader(words)))
    model = keras.Model([words, table], layers.Dense(2, name="end")(layers.Concatenate()([text, table])))
    texts, rows = np.array(["a bad day", "good"]), np.array([[1, 2], [3, 4]], "float32")
    part, numbers = numeric_part(model, [texts, rows])
    np.testing.assert_array_equal(numbers[0], np.asarray(reader(texts)))
    np.testing.assert_allclose(part(numbers), model([tf.constant(texts)[:, None], tf.constant(rows)]), atol=1e-6)
    assert part.get_layer("words") is model.get_layer("words")
    seen = activations(part, numbers)["mean"].values
    np.testing.assert_allclose(seen, np.asarray(model.get_layer("words").embeddings)[numbers[0]].mean(1), atol=1e-6)
    with pytest.raises(ModelError, match="holds text.*numeric_part"):
        activations(model, [texts, rows])
    plain = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    assert numeric_part(plain, rows) == (plain, rows)
