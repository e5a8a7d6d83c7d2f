"""Networks with several inputs and outputs: from a file, on the page, as code and back, with Keras as the oracle."""

import keras
import numpy as np
import pytest

from nnviz.data.schema import Schema
from nnviz.errors import ModelError, SpecError
from nnviz.models import edits, wiring
from nnviz.models.build import build
from nnviz.models.codegen import python_code
from nnviz.models.compare import compare
from nnviz.models.from_keras import copy_weights, to_spec
from nnviz.models.preview import preview
from nnviz.models.safe_load import open_model
from nnviz.specs import Experiment, LayerSpec, ModelSpec, TrainSpec

layers = keras.layers
IMAGE = Schema("image", "regression", (8, 8, 1), source="Digits")
PLANE = Schema("vector", "binary", (2,), source="Spirals")


def image_and_table():
    """An image and a table row in, two numbers out; written in plain Keras."""
    keras.utils.set_random_seed(3)
    image, table = keras.Input((8, 8, 1), name="input"), keras.Input((5,), name="table")
    x = layers.Conv2D(4, 3, activation="relu", name="conv")(image)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    y = layers.Dense(6, activation="tanh", name="row")(table)
    joined = layers.Concatenate(name="joined")([x, y])
    first = layers.Dense(1, name="first")(joined)
    return keras.Model(
        [image, table], [first, layers.Dense(3, activation="softmax", name="second")(joined)], name="network"
    )


def data(model, seed=0):
    draw = np.random.default_rng(seed)
    return [draw.uniform(0, 4, (3, *[n or 7 for n in t.shape[1:]])).astype(str(t.dtype)) for t in model.inputs]


def script(spec, schema, seed):
    scope = {}
    text = python_code(Experiment(model=spec, train=TrainSpec(seed=seed)), schema)
    exec(compile(text.replace("model.summary()", ""), "script", "exec"), scope)
    return scope["model"]


def same_predictions(one, two):
    x = data(one)
    for a, b in zip(keras.tree.flatten(one(x)), keras.tree.flatten(two(x)), strict=True):
        np.testing.assert_array_equal(a, b)


def schema_of(found):
    return Schema({1: "vector", 2: "sequence", 3: "image"}[len(found.input_shape)], "regression", found.input_shape)


@pytest.mark.parametrize("suffix", ["keras", "h5", "json"])
def test_a_file_of_plain_keras_comes_back_bit_for_bit(tmp_path, suffix):
    theirs = image_and_table()
    path = tmp_path / f"model.{suffix}"
    path.write_text(theirs.to_json()) if suffix == "json" else theirs.save(path)
    opened = open_model(path)
    found = to_spec(opened)
    assert not found.notes and [layer.id for layer in wiring.further_inputs(found.spec)] == ["table"]
    assert found.spec.outputs == ("first", "second")
    assert ModelSpec.from_json(found.spec.to_json()) == found.spec
    ours, written = build(found.spec, IMAGE, seed=3), script(found.spec, IMAGE, 3)
    assert ours.get_config() == written.get_config() == theirs.get_config()
    for one, two in zip(ours.get_weights(), written.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    if suffix == "json":
        return
    for model in (ours, written):
        copy_weights(opened, model, found)
        same_predictions(theirs, model)
    ours.save(tmp_path / "again.keras")
    same_predictions(theirs, open_model(tmp_path / "again.keras"))


def test_sizes_are_those_counted_by_hand():
    theirs = image_and_table()
    seen = preview(to_spec(theirs).spec, IMAGE)
    assert seen.parameters == theirs.count_params() == (9 + 1) * 4 + (5 + 1) * 6 + 11 + (10 + 1) * 3
    assert seen.multiply_adds == 36 * 9 * 4 + 5 * 6 + 10 + 30
    assert seen.activation_bytes == 4 * (36 * 4 + 4 + 6 + 10 + 1 + 3)  # inputs left out, the second like the first
    assert (seen.layer("table").output_shape, seen.layer("table").parameters) == ((5,), 0)
    assert (seen.layer("table").title, seen.layer("conv").receptive_field) == ("Input 5", (3, 3))


def test_lengths_that_vary_types_and_attention_over_another_sequence():
    first, second = keras.Input((None, 6), name="left one"), keras.Input((None,), dtype="int32", name="right")
    words = layers.Embedding(9, 6)(second)
    x = layers.MultiHeadAttention(2, 3)(first, words)
    theirs = keras.Model([first, second], layers.Dense(2)(x))
    found = to_spec(theirs)
    assert found.spec.layer("right").settings == {"shape": 0, "dtype": "int32"}
    ours, written = build(found.spec, schema_of(found), 5), script(found.spec, schema_of(found), 5)
    assert ours.get_config() == written.get_config()
    assert [(t.shape, t.dtype) for t in ours.inputs] == [(t.shape, t.dtype) for t in theirs.inputs]
    copy_weights(theirs, ours, found)
    same_predictions(theirs, ours)


def test_inputs_by_name_keep_keras_order():
    b, a = keras.Input((3,), name="b"), keras.Input((4,), name="a")
    theirs = keras.Model({"b": b, "a": a}, layers.Subtract()([layers.Dense(2)(b), layers.Dense(2)(a)]))
    found = to_spec(theirs)
    assert found.input_shape == (4,) and [layer.id for layer in wiring.further_inputs(found.spec)] == ["b"]
    ours = build(found.spec, schema_of(found))
    copy_weights(theirs, ours, found)
    x = data(ours)
    np.testing.assert_array_equal(theirs({"a": x[0], "b": x[1]}), ours(x))


def test_a_siamese_network_is_one_piece_with_its_inputs(tmp_path, monkeypatch):
    one, two, shared = keras.Input((4,)), keras.Input((4,)), layers.Dense(3)
    theirs = keras.Model([one, two], layers.Dot(1)([shared(one), shared(two)]))
    found = to_spec(theirs)
    assert [layer.kind for layer in found.spec.layers] == ["InputLayer", "KerasLayer"] and "2 times" in found.notes[0]
    monkeypatch.chdir(tmp_path)
    theirs.save("network.keras")
    ours, written = build(found.spec, schema_of(found)), script(found.spec, schema_of(found), 0)
    for model in (ours, written):
        copy_weights(theirs, model, found)
        same_predictions(theirs, model)


def test_an_input_that_no_spec_can_say_is_refused():
    one, two = keras.Input((4,)), keras.Input(())
    with pytest.raises(ModelError, match="at least one dimension"):
        to_spec(keras.Model([one, two], layers.Dense(1)(one) + two[:, None]))


def by_hand():
    spec = ModelSpec(
        layers=(
            LayerSpec(id="a", kind="Dense", settings={"units": 3}),
            LayerSpec(id="out", kind="Dense", settings={"units": 1, "activation": "sigmoid"}),
        )
    )
    return edits.insert_after(spec, "a", edits.new_layer(spec, "InputLayer", shape=2))


def test_an_input_added_by_hand_changes_no_wire():
    spec = by_hand()
    assert [spec.sources(one.id) for one in spec.layers] == [("input",), (), ("a",)]
    assert {found.code for found in preview(spec, PLANE).diagnoses} >= {"unused_layer"}
    assert len(build(spec, PLANE).inputs) == 1
    spec = edits.insert_after(spec, "input_layer_1", edits.new_layer(spec, "Dense", units=3))
    assert spec.sources("dense_1") == ("input_layer_1",) and spec.sources("out") == ("a",)
    unused = next(found for found in preview(spec, PLANE).diagnoses if found.where == "dense_1")
    assert unused.fixes[0].label == "Join it before Dense 'out'"
    assert build(unused.fixes[0].model, PLANE).count_params() == 9 + 9 + 7
    joined = edits.insert_before(spec, "out", LayerSpec(id="sum", kind="Add"))
    joined = edits.set_inputs(joined, "sum", ("a", "dense_1"))
    assert [t.shape for t in build(joined, PLANE).inputs] == [(None, 2), (None, 2)]
    for position in range(5):
        moved = edits.move(joined, "input_layer_1", position)
        assert {one.id: moved.sources(one.id) for one in moved.layers} == {
            one.id: joined.sources(one.id) for one in joined.layers
        }
    assert build(edits.toggle(joined, "input_layer_1"), PLANE).count_params() == 9 + 9 + 4
    assert edits.remove(joined, "input_layer_1").sources("dense_1") == ("input",)
    assert edits.duplicate(joined, "input_layer_1").sources("dense_1") == ("input_layer_1",)
    with pytest.raises(SpecError, match="no layer feeds"):
        edits.set_inputs(joined, "input_layer_1", ("a",))


def test_data_with_one_input_do_not_train_it_and_the_fix_does():
    spec = edits.insert_after(by_hand(), "input_layer_1", LayerSpec(id="b", kind="Dense", settings={"units": 3}))
    spec = edits.insert_before(spec, "out", LayerSpec(id="sum", kind="Add"))
    spec = edits.set_inputs(spec, "sum", ("a", "b"))
    seen = preview(spec, PLANE)
    found = next(one for one in seen.diagnoses if one.code == "several_inputs")
    assert not seen.ok and not seen.errors_of_keras and "2 inputs, and Spirals has one" in found.message
    mended = preview(found.fixes[0].model, PLANE)
    assert mended.ok and build(found.fixes[0].model, PLANE).inputs[0].shape == (None, 2)


def test_a_network_that_only_returns_its_inputs_is_no_network():
    spec = edits.add(ModelSpec(), LayerSpec(id="b", kind="InputLayer"))
    assert "no_layers" in {found.code for found in preview(spec, PLANE).diagnoses}
    with pytest.raises(ModelError, match="no layers"):
        build(spec, PLANE)
    grown = edits.insert_after(spec, "input", LayerSpec(id="out", kind="Dense", settings={"units": 1}))
    assert wiring.outputs(grown) == ("out",)


def test_comparing_says_that_an_input_was_added_and_how_its_shape_differs():
    theirs = to_spec(image_and_table()).spec
    rows = {(row.first, row.second): row.status for row in compare(edits.remove(theirs, "table"), theirs).rows}
    assert rows[None, "table"] == "added"
    wider = edits.set_settings(theirs, "table", shape=9)
    changed = [
        row
        for row in compare(theirs, wider, preview(theirs, IMAGE), preview(wider, IMAGE)).rows
        if row.status == "changed"
    ]
    assert changed[0].changes == (("shape", 5, 9), ("output shape", (5,), (9,)))
    assert changed[1].changes == (("parameters", 36, 60),)
