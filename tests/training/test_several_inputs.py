"""A table beside an image: what is given to the network, what it learns, and which of the two an explanation blames."""

import json
import re

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data.load import load
from nnviz.data.own import handmade, standing_beside
from nnviz.errors import NnvizError
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.explanation.beside import rows_beside_of_run
from nnviz.explanation.changed import given_as_changed
from nnviz.explanation.changes.of_run import changes_beside_of_run
from nnviz.explanation.changes.pushed import pushed_of_run
from nnviz.explanation.columns.of_run import dependence_of_run, importance_of_run, interactions_of_run
from nnviz.explanation.of_run import attribution_of_run
from nnviz.explanation.shap_of_run import shap_of_run
from nnviz.explanation.trust_of_run import faithfulness_of_run
from nnviz.explanation.truth_of_run import agreement_of_run
from nnviz.explanation.what_if_image import painted_of_run
from nnviz.inspection.of_run import activations_of_run, examples_of_run
from nnviz.inspection.own_of_run import own_answer_of_run
from nnviz.models.preview import preview
from nnviz.models.templates import suggest
from nnviz.reports import explained
from nnviz.reports.about_making import compact
from nnviz.reports.html import Page
from nnviz.serving.of_run import row_to_send
from nnviz.serving.service import Service
from nnviz.specs import DataSpec, Experiment, LayerSpec, TrainSpec
from nnviz.training.codegen import script
from tests.sampling import whole


def parcels(decides: str, points: int = 400) -> DataSpec:
    return DataSpec(source="parcels", settings={"decides": decides, "points": points})


@pytest.fixture(scope="module")
def run():
    data = parcels("the table")
    train = TrainSpec(epochs=15, learning_rate=0.02)
    return nnviz.train(Experiment(data=data, model=suggest(load(data).schema), train=train))


def test_a_class_follows_the_rule_and_every_part_keeps_its_table():
    for decides in ("either", "both"):
        assert "10 kg" in nnviz.truth_of(parcels(decides)).words
        data = load(parcels(decides))
        further = data.further[0]
        for name in ("train", "validation"):
            part = data.split(name)
            weight = further.unscaled(part.further["table"])[:, 0]
            middle = data.unscaled(part.x)[:, :, :, 0].sum(axis=(1, 2))
            assert len(weight) == len(part) == len(middle)
            heavy = weight >= 10
            assert (part.y[~heavy] if decides == "both" else 1 - part.y[heavy]).sum() == 0
            assert 0.3 < part.y.mean() < 0.7
        assert data.train.further["table"].mean(axis=0) == pytest.approx(0, abs=1e-5)


def test_the_suggested_start_has_a_branch_for_each_and_learns_the_rule(run):
    data, model = load(run.experiment.data), run.model()
    assert [tensor.name for tensor in model.inputs] == ["input", "table"]
    found = evaluation_of_run(run.id, "validation")
    by_hand = np.asarray(model([data.validation.x, data.validation.further["table"]]))[:, 0]
    assert found.shown[:, 0] == pytest.approx(by_hand, abs=1e-6)
    assert found.scores["accuracy"] > 0.9 and run.history()["val_accuracy"][-1] == pytest.approx(
        found.scores["accuracy"], abs=1e-6
    )
    assert [column["id"] for column in run.graph["columns"][:2]] == ["input", "table"]


def test_an_explanation_blames_the_input_that_decides_and_adds_up_over_both(run):
    examples = examples_of_run(run.id)
    assert examples.beside_words("table", 0).startswith("weight (kg) ")
    shares = []
    for position in range(6):
        found = attribution_of_run(run.id, examples.split, position, None, "integrated_gradients", {})
        image, table = (np.abs(np.asarray(own)).sum() for own in found.values)
        shares.append(np.abs(found.values[1][0]) / (image + table))
        assert found.relative_residual < 0.05 and found.input_names == ("input", "table")
    assert np.median(shares) > 0.5
    assert "table_dense" in {layer.name for layer in activations_of_run(run.id, examples.split, 0)}
    painted = painted_of_run(run.id, examples.split, 0, (0, 1), (255, 255))
    counted = painted.map.sum() + painted.beside[0].shares.sum()
    assert counted == pytest.approx(painted.value - painted.base, abs=1e-2)
    row = rows_beside_of_run(run.id, examples.split, 0)["table"]
    tables = {"table": (19.0, *row.codes[1:])}
    heavy = painted_of_run(run.id, examples.split, 0, tables=tables)
    data, model = load(run.experiment.data), run.model()
    scales = data.further[0].pipeline.scales
    given = [data.validation.x[:1], scales.apply(np.array([tables["table"]])).astype("float32")]
    assert heavy.shown == pytest.approx(np.asarray(model(given))[0], abs=1e-5) and heavy.shown[0] > 0.5
    with pytest.raises(NnvizError, match="Received 2 values for table.*weight .kg., length"):
        painted_of_run(run.id, examples.split, 0, tables={"table": (1.0, 2.0)})
    assert painted.shown == pytest.approx(examples.predictions[0], abs=0.2) and painted.map.shape == (16, 16)


def test_shap_values_and_checks_of_a_run_are_told_in_the_columns_of_its_table(run):
    data, model = load(run.experiment.data), run.model()
    shap = shap_of_run(run.id, "validation", (0, 1), 1, "expected_gradients", "zeros", 1)
    table = shap.further[0]
    weight = data.further[0].unscaled(data.validation.further["table"][:2])[:, 0]
    assert table.columns[0].name == "weight (kg)" and table.data[:, 0] == pytest.approx(weight, rel=1e-5)
    together = shap.as_columns("the image")
    assert together.names[0] == "the image" and together.values.shape == (2, 4)
    x = [data.validation.x[:2], data.validation.further["table"][:2]]
    moved = np.asarray(model(x))[:, 0] - np.asarray(model([np.zeros_like(own) for own in x]))[:, 0]
    assert together.values.sum(1) == pytest.approx(moved, abs=2e-3)
    checked = faithfulness_of_run(run.id, "validation", (0, 1), None, "integrated_gradients", {})
    assert checked.parts == 16 * 16 + 3
    found = agreement_of_run(run.id, "validation", (0, 1), None, "integrated_gradients", {})
    assert found.kind == "vector" and found.noun == "the weight" and list(found.hits) == [1, 1]


def test_inputs_that_do_not_fit_are_told_with_a_way_on():
    schema = load(parcels("either")).schema
    alone = suggest(load(DataSpec(source="marked_shapes")).schema)
    told = preview(alone, schema).diagnoses
    unused = next(one for one in told if one.code == "unused_input")
    mended = preview(unused.fixes[0].model, schema)
    assert not [one for one in mended.diagnoses if one.code in ("unused_input", "several_inputs")]
    wrong = suggest(schema)
    layers = [one.replace(settings={"shape": [5]}) if one.is_input else one for one in wrong.layers]
    assert [
        one for one in preview(wrong.replace(layers=tuple(layers)), schema).diagnoses if one.code == "several_inputs"
    ]
    inputs = [keras.Input((16, 16, 1)), keras.Input((5,), name="table")]
    joined = keras.layers.Concatenate()([keras.layers.Flatten()(inputs[0]), inputs[1]])
    model = keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(joined))
    with pytest.raises(NnvizError, match="an input 'table' of shape .5,., and the data have"):
        nnviz.train(Experiment(data=parcels("either"), train=TrainSpec(epochs=1)), model=model)


@whole  # test_codegen and test_labels prove the rest of the script
def test_generated_code_trains_both_branches_to_the_same_weights():
    data = parcels("both", 128)
    small = tuple(layer for layer in suggest(load(data).schema).layers if layer.kind not in ("Conv2D", "MaxPooling2D"))
    assert isinstance(small[0], LayerSpec)
    model = suggest(load(data).schema).replace(layers=small)
    experiment = Experiment(data=data, model=model, train=TrainSpec(epochs=2, shuffle=False))
    scope = {}
    exec(script(experiment, load(data).schema).replace("shuffle=False,", "shuffle=False, verbose=0,"), scope)
    ours = nnviz.train(experiment).model().get_weights()
    for one, two in zip(ours, scope["model"].get_weights(), strict=True):
        assert one == pytest.approx(two, abs=1e-4)


def test_a_drawing_has_the_table_that_a_person_sets_beside_it(run):
    data, model = load(run.experiment.data), run.model()
    strokes = [[handmade.INK, [0.3, 0.2, 0.7, 0.2, 0.7, 0.8]]]
    usual = handmade.content_of({"strokes": strokes, "fit": True})
    median = np.median(data.further[0].unscaled(data.train.further["table"]), axis=0)
    assert standing_beside.tables_of(usual, data)["table"][0] == pytest.approx(median, rel=1e-5)
    heavy = standing_beside.added(usual, {"table": (18.0, 30.0, 50.0)})
    assert handmade.part_of(heavy) != handmade.part_of(usual)
    said = own_answer_of_run(run.id, heavy)
    x = handmade.as_input(heavy, data)
    row = data.further[0].pipeline.inputs(np.array([[18.0, 30.0, 50.0]]))
    assert said.shown == pytest.approx(np.asarray(model([x, row]))[0], abs=1e-6) and said.shown[0] > 0.5
    part = handmade.keep(heavy)
    held_out = examples_of_run(run.id, part)
    assert held_out.is_own and held_out.further["table"][0] == pytest.approx([18, 30, 50], rel=1e-5)
    assert painted_of_run(run.id, part, 0).shown == pytest.approx(said.shown, abs=1e-6)
    assert shap_of_run(run.id, part, (0,), 1, rows=3).further[0].data[0] == pytest.approx([18, 30, 50])
    sent = row_to_send(run.id, part, 0)
    assert sent["table"] == {"weight (kg)": 18.0, "length (cm)": 30.0, "distance (km)": 50.0}
    answer = Service(run).ask([sent])["answers"][0]["probabilities"]["by hand"]
    assert answer == pytest.approx(float(said.shown[0]), abs=2e-2)
    with pytest.raises(NnvizError, match="cannot be read"):
        standing_beside.added(usual, {"table": ["heavy"]})


def test_either_input_is_changed_until_the_answer_flips_the_other_as_it_is(run):
    data, model = load(run.experiment.data), run.model()
    row = rows_beside_of_run(run.id, "validation", 0)["table"]
    painted = {"pixels": (0, 5), "shades": (255, 0)}
    found = changes_beside_of_run(run.id, "validation", 0, "table", tuple(row.codes), changed=painted)
    image = given_as_changed(model, data, run.id, "validation", 0, painted)[0]
    assert found.found and all(one.flips for one in found.found) and found.columns[0].name == "weight (kg)"

    def decided(codes):
        return float(model([image, data.further[0].apply(np.array([codes]))])[0, 0]) > 0.5

    assert decided(row.codes) != decided(found.found[0].codes)
    pushed = pushed_of_run(run.id, "validation", 0, {"tables": {"table": (30.0, *row.codes[1:])}}, strength=1.0)
    asked = [data.inputs(pushed.after[None]), data.further[0].apply(np.array([(30.0, *row.codes[1:])]))]
    np.testing.assert_allclose(asked[0], data.scaler.apply(pushed.after[None]), rtol=1e-6)
    assert pushed.said_after.startswith(data.schema.class_names[int(float(model(asked)[0, 0]) > 0.5)])
    with pytest.raises(NnvizError, match="is no table"):
        changes_beside_of_run(run.id, "validation", 0, "", (1.0,))
    with pytest.raises(NnvizError, match="neither images nor sequences"):
        pushed_of_run(run.id, "validation", 0, name="table")


def test_columns_of_a_table_beside_an_image_are_followed_the_images_as_they_are(run):
    data, model = load(run.experiment.data), run.model()
    part, table = data.validation, data.further[0]
    found = importance_of_run(run.id, "validation", (0, 2), "accuracy", 3, 40, "table")
    assert found.names == ("weight (kg)", "distance (km)") and found.means[0] > 0.2 > abs(found.means[1])
    course = dependence_of_run(run.id, "validation", 0, 1, 10, "table")
    codes = table.unscaled(part.further["table"][:10])
    codes[:, 0] = course.grid[5]
    by_hand = np.asarray(model([part.x[:10], table.apply(codes)]))[:, 0]
    assert course.curves[:, 5] == pytest.approx(by_hand, abs=1e-4)
    pairs = interactions_of_run(run.id, "validation", (0, 1), 1, (0, 1), 5, 64, "table")
    assert (
        pairs.exact
        and pairs.residual.max() < 1e-5
        and importance_of_run(run.id, "validation", (0, 2), "accuracy", 3, 40, "table").falls
        == pytest.approx(found.falls)
    )
    with pytest.raises(NnvizError, match="The first input is no table"):
        importance_of_run(run.id, "validation", (0,), "accuracy", 3, 40)


def test_in_a_report_every_input_has_its_picture_and_the_experiment_can_be_read_again(run):
    methods = ["gradient_x_input", "gradient"]
    held_out, page = examples_of_run(run.id), Page("t")
    index = int(held_out.indexes[0])
    results = {name: attribution_of_run(run.id, held_out.split, index, None, name, {}) for name in methods}
    explained.draw(page, results, held_out, 0)
    image, table = (
        json.loads(own)["figure"] for own in re.findall(r"application/json'>(.*?)</script>", page.written())
    )
    assert [own["text"] for own in image["layout"]["annotations"]][:3] == [
        "the picture",
        "Gradient × input",
        "Gradient",
    ]
    shares = np.array(table["data"][0]["text"])
    assert shares.shape == (3, 2) and sum("weight (kg) = " in one for one in table["layout"]["yaxis"]["ticktext"]) == 1
    assert "What each input counts in all. " in page.written() and "The same of the table." in page.written()
    assert nnviz.Experiment.from_json(compact(json.loads(run.experiment.to_json()))) == run.experiment
