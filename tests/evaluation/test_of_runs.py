"""What is asked about whole runs: compared on shared examples, held against baselines, divided, taken away and brought
back."""

import io
import os
import zipfile

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import nnviz
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.evaluation import predicted
from nnviz.evaluation.baseline_catalog import offered
from nnviz.evaluation.baselines import against_baseline, baseline
from nnviz.evaluation.comparing import compare_runs, parts_of_runs, shared_rows
from nnviz.evaluation.depth import calibration_of_run, remembered, slices_of_run
from nnviz.evaluation.groups import groups_of_run
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.carried_run import import_run
from nnviz.training.export import archive


@pytest.fixture(scope="module")
def runs():
    """A short and a longer training of one small network on the same data, and one with another split."""
    data = DataSpec(source="breast_cancer", test_fraction=0.25)
    model = nnviz.suggest(load(data).schema, 100)
    trained = [
        nnviz.train(Experiment(data=own, model=model, train=TrainSpec(epochs=epochs, batch_size=64)))
        for own, epochs in ((data, 1), (data, 6), (data.replace(seed=7), 6))
    ]
    trained[1].annotate("The longer one")
    trained[1].tag(["paper"])
    return trained


def test_two_runs_are_compared_on_the_same_examples(runs):
    short, longer, _ = runs
    found = compare_runs([short, longer.id])
    right = [remembered(run, "test").decided == load(run.experiment.data).test.y for run in (short, longer)]
    (difference,) = found.differences
    assert difference.difference == pytest.approx(right[1].mean() - right[0].mean())
    assert (difference.only_theirs, difference.only_ours) == (
        (right[0] & ~right[1]).sum(),
        (right[1] & ~right[0]).sum(),
    )
    assert difference.low <= difference.difference <= difference.high
    first = found.disputed[0]
    assert right[0][first] != right[1][first] and found.said(1, first).split(" (")[0] in found.schema.class_names


def test_of_other_splits_only_what_all_hold_out_counts(runs):
    short, _, other = runs
    own = [set(load(run.experiment.data).test.rows) for run in (short, other)]
    found = compare_runs([short, other])
    assert set(found.rows) == own[0] & own[1] and parts_of_runs([short, other])["test"] == found.size < len(own[0])
    for run, positions in zip((short, other), found.positions, strict=True):
        np.testing.assert_array_equal(load(run.experiment.data).test.rows[positions], found.rows)
    rows, places = shared_rows([np.array([5, 1, 9]), np.array([9, 7, 5])])
    assert rows.tolist() == [5, 9] and [own.tolist() for own in places] == [[0, 2], [2, 0]]
    with pytest.raises(NnvizError, match="2 to 8"):
        compare_runs([short])


def test_a_baseline_is_scikit_learns_and_kept_with_the_run(runs, monkeypatch):
    run = runs[1]
    found = against_baseline(run, "logistic")
    data = load(run.experiment.data)
    model = LogisticRegression(max_iter=200).fit(data.train.x, data.train.y)
    assert found.scores["accuracy"] == pytest.approx(model.score(data.test.x, data.test.y), abs=0.01)
    network = remembered(run, "test").scores["accuracy"]
    assert found.difference.difference == pytest.approx(network - found.scores["accuracy"])
    monkeypatch.setattr("nnviz.evaluation.baselines._fitted", lambda *_: pytest.fail("fitted again"))
    assert baseline(run, "logistic", "validation").size == len(data.validation)
    with pytest.raises(NnvizError, match="no baseline 'linear'"):
        baseline(run, "linear")


def test_a_run_is_divided_by_its_columns_and_calibrated_on_its_validation_part(runs):
    run = runs[1]
    found, judged = slices_of_run(run), remembered(run, "test")
    assert found.error == pytest.approx(1 - judged.scores["accuracy"])
    assert {one.name for one in found.attributes} >= {"class", "mean radius", "worst texture"}
    radius = load(run.experiment.data).unscaled(load(run.experiment.data).test.x)[:, 0]
    codes = found.of("mean radius").codes
    assert all(radius[codes == k].max() <= radius[codes == k + 1].min() for k in range(3))
    calibration = calibration_of_run(run, "test")
    assert calibration.fitted_on == "validation" and calibration.after.log_loss < 2 * calibration.before.log_loss
    assert calibration_of_run(run, "validation").after is None
    groups = groups_of_run(run, "validation", "mean texture", 1, "parity")
    assert groups.after.gap("parity") < 1e-9 and len(groups.before.groups) == 4
    assert sum(one.size for one in groups.before.groups) == len(load(run.experiment.data).validation)


def test_a_run_that_was_taken_away_is_brought_back(runs, tmp_path):
    run = runs[1]
    path = tmp_path / "run.zip"
    path.write_bytes(archive(run))
    again = import_run(path, owner="anna")
    assert (again.record.title, again.record.tags, again.record.note) == (
        run.record.title,
        ("paper",),
        "The longer one",
    )
    assert again.experiment == run.experiment and again.owner == "anna" and again.status().state == "finished"
    np.testing.assert_allclose(again.history()["val_loss"], run.history()["val_loss"], rtol=1e-6)
    assert remembered(again, "test").scores == remembered(run, "test").scores


def test_what_is_no_run_is_refused(tmp_path, runs):
    path = tmp_path / "no.zip"
    path.write_bytes(b"PK nothing")
    with pytest.raises(NnvizError, match="cannot be read"):
        import_run(path)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("experiment.json", "{}")
    with pytest.raises(NnvizError, match="experiment.json, history.csv and model.keras"):
        import_run(path)
    content = io.BytesIO(archive(runs[1]))
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"\x00" * 50 if name == "model.keras" else old.read(name))
    with pytest.raises(NnvizError):
        import_run(path)


def test_predictions_are_kept_with_the_run_until_weights_or_preparation_differ(runs, monkeypatch):
    run, refuse = runs[1], lambda *_: pytest.fail("asked again")
    first = evaluation_of_run(run, "test")
    monkeypatch.setattr("nnviz.evaluation.of_run._asked", refuse)
    again = evaluation_of_run(run, "test")
    assert (again.scores, again.intervals) == (first.scores, first.intervals) and again.meaning == first.meaning
    np.testing.assert_array_equal(again.shown, first.shown)
    np.testing.assert_array_equal(again.rows, first.rows)
    asked = []
    monkeypatch.setattr("nnviz.evaluation.of_run._asked", lambda *question: asked.append(question))
    content = (run.folder / "preparation.json").read_text()
    run.write("preparation.json", content + " ")
    evaluation_of_run(run, "test")
    run.write("preparation.json", content)
    before = run.model_path.stat()
    os.utime(run.model_path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    evaluation_of_run(run, "test")
    os.utime(run.model_path, ns=(before.st_atime_ns, before.st_mtime_ns))
    [path] = [own for own in (run.folder / "predicted").iterdir() if predicted._path(run, "test") == own]
    path.write_bytes(path.read_bytes()[:50])
    evaluation_of_run(run, "test")
    assert len(asked) == 3


def test_a_forecast_has_to_beat_the_last_value(tmp_path):
    case = Experiment(data=DataSpec(source="life_expectancy", test_fraction=0.2))
    run, data = Run.create(case, tmp_path), load(case.data)
    found = baseline(run, "last", "test")
    last, truth = data.unscaled(data.test.x)[:, -1, 0], data.unscaled_targets(data.test.y)[:, 0]
    assert found.scores["mae"] == pytest.approx(np.abs(last - truth).mean(), rel=1e-5)
    assert found.size == len(data.test) and "last" not in offered(data.schema)
