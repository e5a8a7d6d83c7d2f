"""Somebody's model as a spec, and back: the same outputs with the same weights."""

import random

import keras
import numpy as np
import pytest
from keras.src.applications.convnext import LayerScale

from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models.build import build
from nnviz.models.catalog import KERAS_LAYER
from nnviz.models.codegen import python_code
from nnviz.models.files import preview_alone
from nnviz.models.from_keras import copy_weights, to_spec
from nnviz.models.preview import preview
from nnviz.models.safe_load import open_model
from nnviz.models.templates import TEMPLATES
from nnviz.specs import Experiment
from tests.sampling import ALL, sample, whole

layers = keras.layers
SCHEMAS = (
    Schema("vector", "binary", (6,)),
    Schema("image", "multiclass", (8, 8, 1), outputs=10),
    Schema("sequence", "regression", (12, 2)),
    Schema("tokens", "binary", (9,), vocabulary=30),
)


def schema_of(imported):
    shape = imported.input_shape
    kind = {1: "vector", 2: "sequence", 3: "image"}[len(shape)]
    return Schema("tokens" if imported.input_dtype == "int32" else kind, "regression", shape, outputs=1, vocabulary=9)


def check_same(model):
    imported = to_spec(model)
    schema = schema_of(imported)
    built = build(imported.spec, schema)
    copy_weights(model, built, imported)
    x = np.random.default_rng(0).uniform(0, 5, (3, *imported.input_shape)).astype(imported.input_dtype)
    for one, two in zip(keras.tree.flatten(model(x)), keras.tree.flatten(built(x)), strict=True):
        np.testing.assert_array_equal(one, two)
    return imported


@pytest.mark.parametrize("schema", sample(SCHEMAS, 2), ids=lambda schema: schema.kind)
def test_every_template_comes_back_as_it_was(schema):
    for template in TEMPLATES.values():
        if template.applies(schema):
            spec = template.make(schema)
            model = build(spec, schema)
            found = to_spec(model)
            assert not found.notes
            assert [(a.id, a.kind) for a in found.spec.layers] == [(a.id, a.kind) for a in spec.layers] or len(
                spec.layers
            ) > 8  # branches may be listed in another order
            assert preview(found.spec, schema).parameters == preview(spec, schema).parameters
            check_same(model)


def test_random_networks_come_back_as_they_were(random_spec):
    draw = random.Random(7)
    for _ in range(15 if ALL else 8):
        schema = draw.choice(SCHEMAS)
        assert not check_same(build(random_spec(schema, draw, 4), schema)).notes


def test_a_sequential_and_strange_names():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="1st layer"), layers.Dense(2, name="input")])
    found = check_same(model)
    assert [layer.id for layer in found.spec.layers] == ["layer_1st_layer", "input_2"]
    assert found.spec.layers[0].name == "1st layer" and found.spec.layers[0].inputs is None


def test_settings_are_translated():
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(
                3,
                activation="gelu",
                kernel_regularizer=keras.regularizers.L1L2(0.1, 0.2),
                kernel_initializer="he_normal",
                kernel_constraint="max_norm",
            ),
            layers.Dense(1, kernel_initializer=keras.initializers.RandomNormal(stddev=0.4), trainable=False),
        ]
    )
    first, last = check_same(model).spec.layers
    assert first.settings == {
        "units": 3,
        "activation": "gelu",
        "kernel_initializer": "he_normal",
        "kernel_regularizer": "l1_l2",
        "kernel_regularizer_strength": 0.1,
        "kernel_regularizer_l2_strength": 0.2,
        "kernel_constraint": "max_norm",
    }
    assert last.settings["kernel_initializer"]["config"]["stddev"] == 0.4 and not last.trainable


def test_what_the_catalog_does_not_know_is_kept():
    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, dtype="float16")(inputs)
    x = layers.AdaptiveAveragePooling2D(2)(layers.Rescaling(1.0, dtype="float32")(x))
    nested = keras.Sequential([keras.Input((2, 2, 4)), layers.Flatten(), layers.Dense(5)])
    found = check_same(keras.Model(inputs, layers.Dense(1)(nested(x))))
    kinds = [layer.kind for layer in found.spec.layers]
    assert kinds == [KERAS_LAYER, "Rescaling", KERAS_LAYER, "Flatten", "Dense", "Dense"] and len(found.notes) == 3
    seen = preview(found.spec, schema_of(found))
    assert not seen.errors_of_keras and seen.layers[4].parameters == 16 * 5 + 5


def test_models_inside_models_unfold_at_any_depth():
    inner = keras.Sequential(
        [keras.Input((5,)), layers.Dense(5, name="first"), layers.BatchNormalization()], name="inner"
    )
    a, b = keras.Input((5,)), keras.Input((5,))
    joined = keras.Model([a, b], layers.Add()([inner(a), 2.0 * b]), name="joined")
    joined.trainable = False
    inputs = keras.Input((4,))
    one, two = layers.Dense(5, name="first")(inputs), layers.Dense(5, name="second")(inputs)
    found = check_same(keras.Model(inputs, layers.Dense(1)(joined([one, two], training=False))))
    assert [(layer.kind, layer.trainable) for layer in found.spec.layers] == [
        ("Dense", True), ("Dense", True), ("Dense", False), ("BatchNormalization", False), ("Rescaling", True),
        ("Add", False), ("Dense", True),
    ]  # fmt: skip
    assert found.notes[-1] == "The layers of joined, a model in it, stand in its place."
    joined.trainable = True
    notes = to_spec(keras.Model(inputs, layers.Dense(1)(joined([one, two], training=False)))).notes
    assert "as in inference" in notes[-1]


def test_what_films_convnexts_and_scaled_inputs_are_made_of_unfolds_too():
    inputs = keras.Input((3, 6, 6, 2))
    x = layers.Normalization(mean=[0.5, 0.25], variance=[1.0, 4.0])(inputs)
    x = layers.ConvLSTM2D(4, 3, strides=(1, 1), padding="same", return_sequences=True)(x)
    x = layers.Dropout(0.2, noise_shape=(None, 1, 1, 1, 4))(LayerScale(0.1, 4)(x))
    adapted = layers.Normalization()
    adapted.adapt(np.random.default_rng(0).normal(2.0, 3.0, (20, 4)))
    model = keras.Model(inputs, adapted(layers.GlobalAveragePooling3D()(x)))
    imported = to_spec(model)
    built = build(imported.spec, Schema("image", "regression", (3, 6, 6, 2)))
    copy_weights(model, built, imported)
    x = np.random.default_rng(0).uniform(0, 5, (3, 3, 6, 6, 2)).astype("float32")
    np.testing.assert_array_equal(model(x), built(x))
    kinds = [layer.kind for layer in imported.spec.layers]
    assert not imported.notes and kinds == [
        "Normalization", "ConvLSTM2D", "LayerScale", "Dropout", "GlobalAveragePooling3D", "Normalization"
    ]  # fmt: skip
    text = python_code(Experiment(model=imported.spec), Schema("image", "regression", (3, 6, 6, 2)))
    assert "noise_shape=(None, 1, 1, 1, 4)" in text and "mean=(0.5, 0.25)" in text
    exec(compile(text, "script", "exec"), {})


@whole  # test_models_inside_models… does the same with small ones
def test_a_base_under_a_new_head_is_said_layer_by_layer():
    base = keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, include_top=False, weights=None)
    base.trainable = False
    inputs = keras.Input((32, 32, 3))
    x = layers.GlobalAveragePooling2D()(base(layers.Rescaling(2 / 255, -1)(inputs), training=False))
    model = keras.Model(inputs, layers.Dense(3, "softmax")(x))
    found = to_spec(model)
    assert len(found.spec.layers) == len(base.layers) + 2 and KERAS_LAYER not in {one.kind for one in found.spec.layers}
    seen = preview_alone(found.spec, found.input_shape, found.input_dtype)
    assert seen.trainable_parameters == 1280 * 3 + 3 and seen.parameters == model.count_params()


def test_a_shared_layer_makes_the_model_one_piece():
    inputs, shared = keras.Input((4,)), layers.Dense(4)
    found = check_same(keras.Model(inputs, shared(shared(inputs))))
    assert len(found.spec.layers) == 1 and "times" in found.notes[0]


def test_arithmetic_between_layers_becomes_layers_that_compute_the_same(tmp_path):
    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, padding="same", name="first")(inputs)
    gate = layers.ReLU(6.0)(x + 3.0) * 0.25
    x = x * gate - (1.0 - gate) / 4.0
    model = keras.Model(inputs, layers.Dense(2)(layers.Flatten()(2.0 * x + gate)))
    found = check_same(model)
    assert [layer.kind for layer in found.spec.layers].count("Rescaling") == 5 and len(found.notes) == 1
    assert "8 steps of arithmetic" in found.notes[0]
    model.save(tmp_path / "gated.keras")
    assert to_spec(open_model(tmp_path / "gated.keras")).spec == found.spec


def test_arithmetic_that_no_layer_does_keeps_the_model_in_one_piece():
    inputs = keras.Input((4,))
    for strange in (lambda x: x / x, lambda x: 1.0 / x):
        found = to_spec(keras.Model(inputs, layers.Dense(1)(strange(layers.Dense(4)(inputs)))))
        assert len(found.spec.layers) == 1 and "outside its layers" in found.notes[0]


@pytest.mark.parametrize("name", sample(["MobileNetV3Small", "ConvNeXtTiny", "EfficientNetB0"], 1))
def test_famous_networks_open_with_all_their_layers(name):
    model = getattr(keras.applications, name)(weights=None)
    found = to_spec(model)
    seen = preview_alone(found.spec, found.input_shape, found.input_dtype)
    assert seen.parameters == model.count_params() and not seen.errors_of_keras
    assert len(found.spec.layers) >= len(model.layers) - 1


def test_attention_by_name_and_several_outputs():
    inputs = keras.Input((5, 6))
    other = layers.Dense(6)(inputs)
    x = layers.MultiHeadAttention(2, 3)(query=inputs, value=other)
    found = check_same(keras.Model(inputs, [layers.Add()([x, inputs]), other]))
    assert found.spec.outputs is not None and len(found.spec.outputs) == 2 and not found.notes


def test_models_that_have_no_spec_say_why():
    class Own(keras.Model):
        def call(self, x):
            return x

    for model, words in ((Own(), "own code"), (keras.Sequential([layers.Dense(1)]), "no input shape")):
        with pytest.raises(ModelError, match=words):
            to_spec(model)
    with pytest.raises(ModelError, match="Lambda"):
        to_spec(keras.Sequential([keras.Input((2,)), layers.Lambda(lambda x: x)]))


def test_where_texts_end_is_said_by_their_embedding_and_not_by_a_layer(tmp_path):
    inputs = keras.Input((6,), dtype="int32")
    x = layers.Embedding(9, 4, mask_zero=True)(inputs)
    x = layers.Add()([x, layers.LSTM(4, return_sequences=True)(x)])
    model = keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling1D()(x)))
    found = check_same(model)
    assert [layer.kind for layer in found.spec.layers[:2]] == ["Embedding", "LSTM"] and not found.notes
    model.save(tmp_path / "masked.keras")
    assert to_spec(open_model(tmp_path / "masked.keras")).spec == found.spec
