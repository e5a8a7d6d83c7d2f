"""A pipeline of steps in use: raw rows become the very inputs of training, in the app, in a script and in an export."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

import nnviz
from nnviz.data.load import load, read
from nnviz.data.preparing.pipeline import Pipeline
from nnviz.data.summary import summarise
from nnviz.explanation.what_if import answer_of_run, row_of_run
from nnviz.serving import contract
from nnviz.serving.carried import prepare
from nnviz.serving.catalog import FORMATS
from nnviz.serving.graph import endpoint
from nnviz.serving.of_run import export_of_run
from nnviz.serving.raw_rows import raw_rows
from nnviz.serving.recipe import is_plain, recipe_of
from nnviz.serving.service import Service
from nnviz.serving.source import source_of_run
from nnviz.specs import DataSpec, StepSpec
from nnviz.training.head import meaning_of_model
from nnviz.training.meaning import assumed
from tests.sampling import whole
from tests.serving.conftest import trained

_ALONE = """
import json, sys
import numpy as np
sys.modules["nnviz"] = None  # as where it is not installed
import prepare
recipe = prepare.read("preparation.json")
np.save("inputs.npy", prepare.inputs(recipe, json.load(open("rows.json"))))
"""


def step(name: str, **settings) -> StepSpec:
    return StepSpec(name=name, settings=settings)


@pytest.fixture(scope="module")
def run():
    """A run on a table with gaps, through every kind of step."""
    rng, n = np.random.default_rng(0), 150
    age, city = rng.integers(18, 80, n).astype(float), rng.choice(["Oslo", "Rome", "Lima"], n).astype(object)
    spent, member = np.nan_to_num(age) * 2 + rng.normal(size=n), rng.choice(["yes", "no"], n)
    age[::9], city[::10] = np.nan, None
    income = rng.lognormal(3, 1, n)
    income[::13] = np.nan
    joined = pd.date_range("2019-12-01", periods=n, freq="31h").strftime("%Y-%m-%d %H:%M:%S")
    frame = pd.DataFrame(
        {"age": age, "income": income, "city": city, "member": member, "joined": joined, "spent": spent}
    )
    steps = (
        step("missing", how="neighbours", indicator=True),
        step("outliers"),
        step("dates", hour=True),
        step("categories", how="hashing", buckets=3),
        StepSpec(name="scale", settings={"how": "quantile", "output": "normal"}, columns=("income",)),
        StepSpec(name="scale", columns=("age", "joined")),
    )
    return trained(nnviz.own_data(frame, target="spent", test_fraction=0.2, steps=steps))


def test_what_was_fitted_lies_in_the_run_as_text(run):
    kept, dataset = json.loads((run.folder / "preparation.json").read_text()), load(run.experiment.data)
    pipeline = Pipeline.from_json(json.dumps(kept["pipeline"]))
    assert pipeline.to_json() == dataset.preparation.to_json()
    np.testing.assert_array_equal(pipeline.inputs(read(run.experiment.data).x[dataset.train.rows]), dataset.train.x)
    assert kept["target"]["offset"] == dataset.target_scaler.offset.tolist()


def test_what_the_usual_steps_fitted_lies_there_as_well(people):
    steps = json.loads((people.folder / "preparation.json").read_text())["pipeline"]["steps"]
    train, raw = load(people.experiment.data).train, read(people.experiment.data)
    ages = raw.x[np.searchsorted(raw.rows, train.rows), 0]
    assert [step["name"] for step in steps] == ["missing", "categories", "scale"]
    assert steps[0]["columns"]["age (years)"]["fill"] == np.nanmedian(ages)
    assert steps[1]["columns"]["city"]["names"] == ["Lima", "Oslo", "Rome"]
    filled = np.where(np.isnan(ages), np.nanmedian(ages), ages)
    assert steps[2]["columns"]["age (years)"]["scale"] == pytest.approx(filled.std(), rel=1e-12)


def test_raw_rows_become_the_very_inputs_of_training(run, tmp_path):
    spec, given = run.experiment.data, source_of_run(run)
    rows = raw_rows(spec, "test")
    expected = load(spec).test.x
    recipe = json.loads(json.dumps({**given.recipe, "takes": "prepared", "batch": None, "returns": "shown"}))
    np.testing.assert_array_equal(prepare.inputs(recipe, rows), expected)  # as the prediction server does
    for place in (0, 7):  # one at a time, too
        np.testing.assert_array_equal(prepare.inputs(recipe, rows[place : place + 1])[0], expected[place])
    raw = read(spec)
    np.testing.assert_array_equal(load(spec).inputs(raw.x[load(spec).test.rows]), expected)
    nnviz.export(run, tmp_path / "out", format="keras")
    (tmp_path / "out" / "rows.json").write_text(json.dumps(rows))
    subprocess.run([sys.executable, "-c", _ALONE], cwd=tmp_path / "out", check=True)
    np.testing.assert_array_equal(np.load(tmp_path / "out" / "inputs.npy"), expected)


@pytest.mark.parametrize("format", [name if name == "onnx" else pytest.param(name, marks=whole) for name in FORMATS])
def test_an_export_predicts_what_the_app_does(run, format):
    made = export_of_run(run.id, format)
    assert made.refused == "" and made.takes == "prepared" and made.largest <= 1e-5 * max(1.0, made.spread)


def test_the_prediction_server_says_which_gaps_it_fills(run):
    service = Service(run)
    row = {"age": None, "income": None, "city": "Rome", "member": True, "joined": "2020-01-01"}
    assert np.isfinite(service.ask([row])["answers"][0]["spent"])
    about = {own["name"]: contract._about(own) for own in service.recipe["columns"]}
    assert about["age"].endswith("the mean of the nearest training rows is taken.")
    assert about["city"].endswith("none of its inputs is on.") and about["member"].endswith("is taken.")


def test_what_if_goes_from_columns_to_inputs_by_the_same_steps(run):
    row = row_of_run(run.id, "test", 3)
    assert [column.name for column in row.columns] == ["age", "income", "city", "member", "joined"]
    answer = answer_of_run(run.id, tuple(row.codes))
    dataset = load(run.experiment.data)
    expected = dataset.unscaled_targets(np.asarray(run.model()(dataset.inputs(row.codes[None]))))
    np.testing.assert_allclose(answer.shown, expected[0], rtol=1e-6)
    np.testing.assert_allclose(answer.shares.sum(), answer.value - answer.base, atol=1e-3 * abs(answer.value))


def test_the_summary_speaks_of_every_input_in_its_own_units(run):
    summary = summarise(run.experiment.data)
    by_name = {feature.name: feature for feature in summary.features}
    assert by_name["age is missing"].maximum == 1 and 18 <= by_name["age"].minimum <= by_name["age"].maximum <= 80
    assert by_name["joined: year"].minimum == pytest.approx(2019) and "city: bucket 3" in by_name
    names = summary.readable_columns[0]
    assert {names[k] for k in summary.telling_columns} <= {"age", "income", "city", "member", "joined"}


def test_plain_steps_go_into_the_graph_of_a_saved_model(people):
    """What the default preparation does, said by steps: a SavedModel takes raw rows, as without them."""
    data = people.experiment.data
    steps = (step("missing"), step("categories"), step("scale"))
    dataset = load(data.replace(steps=steps))
    meaning = meaning_of_model(people.model(), people.experiment.train, dataset.schema, dataset.target_scaler)
    recipe = {**recipe_of(dataset, meaning), "takes": "columns", "returns": "shown", "batch": None}
    assert recipe["plain"]
    rows = raw_rows(data, "test")
    serve = endpoint(people.model(), recipe)
    said = serve({name: tf.constant(values) for name, values in prepare.inputs(recipe, rows).items()})["shown"]
    expected = dataset.unscaled_targets(np.asarray(people.model()(dataset.test.x)))
    np.testing.assert_allclose(said, expected, rtol=1e-4, atol=1e-4)
    for other in (step("outliers"), step("dates"), step("missing", indicator=True), step("scale", how="log")):
        assert not is_plain(load(data.replace(steps=(step("missing"), step("categories"), other))).preparation)


def test_a_request_has_images_as_they_are_before_the_steps():
    spec = DataSpec(source="digits", steps=(step("resize", height=6, width=5), step("rescale")))
    recipe = recipe_of(load(spec), assumed("softmax", 10, "multiclass"))
    assert (recipe["shape"], recipe["features"]) == ([8, 8, 1], [6, 5, 1]) and not recipe["plain"]
    image = read(spec).x[0]
    body = contract.request_model(recipe, 3)(rows=[image.tolist()])
    inputs = prepare.inputs({**recipe, "takes": "prepared"}, contract.as_arrays(recipe, body))
    np.testing.assert_array_equal(inputs, load(spec).inputs(image[None]))
