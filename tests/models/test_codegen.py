"""The generated script, run on its own, builds the same config and the same weights."""

import json
import random
import re

import keras
import numpy as np
import pytest

from nnviz.data.schema import Schema
from nnviz.models.build import build
from nnviz.models.codegen import notebook, python_code
from nnviz.models.from_keras import to_spec
from nnviz.models.templates import TEMPLATES
from nnviz.specs import Experiment, LayerSpec, ModelSpec, TrainSpec
from tests.sampling import ALL, sample

SCHEMAS = (
    Schema("vector", "binary", (2,), source="Spirals"),
    Schema("image", "multiclass", (8, 8, 1), outputs=10, source="Digits"),
    Schema("sequence", "regression", (12, 2)),
    Schema("tokens", "binary", (9,), vocabulary=30),
    Schema("vector", "regression", (10,), outputs=10),
)


def run(text):
    scope = {}
    exec(compile(text.replace("model.summary()", ""), "script", "exec"), scope)
    return scope["model"]


def config(model) -> str:
    """A model's config as text; the operations that say where texts end are numbered by the process, not the model."""
    return re.sub(r"not_equal(_\d+)?", "not_equal", json.dumps(model.get_config()))


def check_equal(spec, schema, seed=5):
    text = python_code(Experiment(model=spec, train=TrainSpec(seed=seed), title='A "test"'), schema)
    ours, theirs = build(spec, schema, seed), run(text)
    assert config(ours) == config(theirs)
    for one, two in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    return text


@pytest.mark.parametrize("schema", sample(SCHEMAS, 2), ids=lambda schema: f"{schema.kind}-{schema.task}")
def test_every_template(schema):
    for template in TEMPLATES.values():
        if template.applies(schema):
            check_equal(template.make(schema), schema)


@pytest.mark.parametrize("block", sample(range(4), 1))
def test_random_networks(block, random_spec):
    draw = random.Random(1000 + block)
    for _ in range(25 if ALL else 10):
        schema = draw.choice(SCHEMAS)
        check_equal(random_spec(schema, draw, 4), schema, draw.randrange(100))


def test_what_is_off_frozen_named_or_penalized_is_in_the_script():
    schema = SCHEMAS[0]
    layers = (
        LayerSpec(
            id="lambda_",
            kind="Dense",
            name="first",
            settings={
                "units": 3,
                "kernel_regularizer": "l1_l2",
                "kernel_regularizer_strength": 0.5,
                "kernel_constraint": "max_norm",
            },
        ),
        LayerSpec(id="off", kind="Dropout", enabled=False),
        LayerSpec(id="print", kind="BatchNormalization", trainable=False),
        LayerSpec(id="out", kind="Dense", settings={"units": 1}, trainable=False),
    )
    text = check_equal(ModelSpec(layers=layers), schema)
    assert "switched off" in text and "frozen" in text and "keras.regularizers.L1L2(0.5, 0.01)" in text


def test_wrappers_and_objects_and_pairs():
    schema = SCHEMAS[1]
    custom = {
        "module": "keras.initializers",
        "class_name": "RandomNormal",
        "config": {"mean": 0.0, "stddev": 0.3, "seed": None},
        "registered_name": None,
    }
    spec = ModelSpec(
        layers=(
            LayerSpec(id="pad", kind="ZeroPadding2D", settings={"padding": [0, 1, 2, 3]}),
            LayerSpec(id="rows", kind="TimeDistributed", settings={"layer": "Dense", "units": 3, "activation": "relu"}),
            LayerSpec(id="flat", kind="TimeDistributed", settings={"layer": "Flatten"}),
            LayerSpec(id="both", kind="Bidirectional", settings={"layer": "GRU", "units": 3, "merge_mode": "sum"}),
            LayerSpec(id="out", kind="Dense", settings={"units": 10, "kernel_initializer": custom}),
        )
    )
    check_equal(spec, schema)


def test_the_notebook_holds_the_script():
    experiment = Experiment(model=TEMPLATES["mlp"].make(SCHEMAS[0]))
    found = json.loads(notebook(experiment, SCHEMAS[0], "print(model.count_params())"))
    code = [cell["source"] for cell in found["cells"] if cell["cell_type"] == "code"]
    assert (found["nbformat"], len(code)) == (4, 3)
    assert python_code(experiment, SCHEMAS[0], "print(model.count_params())") == "\n\n".join(code) + "\n"


def test_layers_that_the_catalog_does_not_know_are_lines_that_a_person_reads():
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, dtype="float16", kernel_initializer=keras.initializers.RandomNormal(stddev=0.2))(
        inputs
    )
    x = keras.layers.AdaptiveAveragePooling2D(2)(keras.layers.Rescaling(1.0, dtype="float32")(x))
    spec = to_spec(keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Flatten()(x)))).spec
    text = check_equal(spec, Schema("image", "regression", (8, 8, 3)))
    assert "keras.layers.AdaptiveAveragePooling2D.from_config({" in text
    assert max(map(len, text.splitlines())) <= 120


def test_a_whole_model_is_taken_from_its_file(tmp_path, monkeypatch):
    shared, inputs = keras.layers.Dense(4), keras.Input((4,))
    model = keras.Model(inputs, shared(shared(inputs)))
    text = python_code(Experiment(model=to_spec(model).spec), Schema("vector", "regression", (4,), outputs=4))
    monkeypatch.chdir(tmp_path)
    model.save("network.keras")
    x = np.ones((2, 4), "float32")
    np.testing.assert_array_equal(run(text)(x), model(x))
    assert len(text) < 1_000
