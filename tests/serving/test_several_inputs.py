"""An image beside a table leaves nnviz, is served and is watched: what each says is what the app says."""

import json

import numpy as np
import pytest

import nnviz
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.serving.carried import prepare
from nnviz.serving.export import export
from nnviz.serving.graph import endpoint
from nnviz.serving.of_run import row_to_send, watched_columns
from nnviz.serving.rows import records, some
from nnviz.serving.service import Service
from nnviz.serving.source import source_of_model, source_of_run
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.given import given
from tests.sampling import whole


@pytest.fixture(scope="module")
def run():
    data = DataSpec(source="parcels", settings={"points": 120}, test_fraction=0.2)
    schema = load(data).schema
    layers = [own for own in nnviz.suggest(schema).layers if own.kind not in ("Conv2D", "MaxPooling2D")]
    model = nnviz.suggest(schema).replace(layers=tuple(layers))
    return nnviz.train(Experiment(data=data, model=model, train=TrainSpec(epochs=2)))


@pytest.mark.parametrize(
    "takes", ["columns", pytest.param("units", marks=whole), pytest.param("prepared", marks=whole)]
)
def test_the_function_in_a_file_prepares_each_input_as_the_app_does(run, takes):
    source = source_of_run(run)
    recipe = {**source.recipe, "takes": takes, "batch": None, "returns": "shown"}
    serve = endpoint(source.model, recipe)
    said = prepare.predict(recipe, source.rows, lambda x: serve(x)["shown"])
    assert said == pytest.approx(source.expected, abs=1e-5)
    x = prepare.inputs(recipe, records(some(source.rows, slice(2))))
    names = ["weight_kg", "length_cm", "distance_km"] if takes == "columns" else ["table"]
    assert list(x) == ["image", *names] and len(x["image"]) == 2


@whole  # what is written is the function of the test above, and the writers are those of one input
@pytest.mark.parametrize("form", ["saved_model", "onnx", "litert", "keras"])
def test_an_export_takes_both_by_their_names_and_predicts_what_the_app_does(run, form, tmp_path):
    made = export(run, tmp_path, form)
    assert made.examples == 24 and made.largest <= made.allowed
    rows = json.loads((tmp_path / "example.json").read_text())
    assert set(rows[0]) == {"image", "table"} and set(rows[0]["table"]) == {
        "weight (kg)",
        "length (cm)",
        "distance (km)",
    }
    if form == "saved_model":
        import tensorflow as tf

        served = tf.saved_model.load(str(tmp_path / "model")).signatures["serving_default"]
        names = set(served.structured_input_signature[1])
        assert names == {"image", "weight_kg", "length_cm", "distance_km"} and made.takes == "columns"


def test_a_server_takes_both_and_says_where_a_row_is_wrong(run):
    service, data, model = Service(run), load(run.experiment.data), run.model()
    sent = [row_to_send(run.id, "test", k) for k in range(3)]
    assert isinstance(sent[0]["image"], str) and list(sent[0]["table"]) == [
        "weight (kg)",
        "length (cm)",
        "distance (km)",
    ]
    said = [own["probabilities"]["by hand"] for own in service.ask(sent)["answers"]]
    expected = np.asarray(model(given(model, data.test, slice(3))))[:, 0]
    assert said == pytest.approx(expected.tolist(), abs=2e-2)  # a picture is sent in 256 shades
    with pytest.raises(NnvizError, match=r"Row 1, table, weight \(kg\): received 'heavy'. Expected a number"):
        service.ask([{**sent[0], "table": {**sent[0]["table"], "weight (kg)": "heavy"}}])
    with pytest.raises(NnvizError, match="Row 1, table: it is missing"):
        service.ask([{"image": sent[0]["image"]}])


def test_a_column_of_the_table_is_seen_to_drift(run):
    watched = watched_columns(run.id)
    assert [own.name for own in watched.columns] == [
        "brightness",
        "contrast",
        "weight (kg)",
        "length (cm)",
        "distance (km)",
    ]
    nnviz.simulate(run, "weight (kg)", shift=3.0)
    found = nnviz.watch(run, "simulated")
    assert [own.column.name for own in found.drifted][0] == "weight (kg)"
    assert "brightness" not in [own.column.name for own in found.drifted]


def test_columns_of_two_tables_are_told_apart():
    import keras

    two = [keras.Input((2,), name="left"), keras.Input((2,), name="right")]
    model = keras.Model(two, keras.layers.Dense(1)(keras.layers.Subtract()(two)))
    examples = {"left": np.ones((3, 2), "float32"), "right": np.zeros((3, 2), "float32")}
    source = source_of_model(model, examples)
    assert [own["name"] for own in source.recipe["inputs"]] == ["left", "right"]
    assert source.expected == pytest.approx(np.asarray(model([examples["left"], examples["right"]])))
