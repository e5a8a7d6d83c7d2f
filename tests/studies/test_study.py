"""Studies trained here: their runs are ordinary runs, the best is the best, and a search is Optuna's."""

import json

import numpy as np
import pytest

import nnviz.gallery
import nnviz.models.edits
import nnviz.specs
from nnviz import ready
from nnviz.errors import NnvizError
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment
from nnviz.studies.results import learning_curves, results
from nnviz.studies.search import next_step
from nnviz.studies.spec import StudySpec, variants
from nnviz.studies.store import Study, Trial
from nnviz.studies.study import study
from nnviz.studies.winner import for_all_training_data, winner


def quick(epochs: int = 2) -> Experiment:
    experiment = ready("spirals")
    data = experiment.data.replace(settings={"points": 80})
    return experiment.replace(data=data, train=experiment.train.replace(epochs=epochs, batch_size=64))


def test_a_grid_is_trained_as_ordinary_runs(tmp_path):
    spec = StudySpec(base=quick(), kind="grid", values={"learning_rate": (0.001, 0.1)})
    came_to = study(spec, tmp_path)
    assert [row.state for row in came_to.rows] == ["finished"] * 2 and not came_to.active
    for row, own in zip(came_to.rows, variants(spec), strict=True):
        run = Run.open(row.run, tmp_path)
        assert run.experiment == own.experiment
        alone = nnviz.train(own.experiment, home=tmp_path / "alone").history()
        np.testing.assert_array_equal(run.history()["loss"], alone["loss"])
        best = int(np.argmax(alone["val_accuracy"]))
        assert (row.score, row.best_epoch, row.last) == (
            alone["val_accuracy"][best],
            alone["epoch"][best],
            alone["val_accuracy"][-1],
        )
    assert came_to.best.score == max(row.score for row in came_to.rows)
    mean, deviation = came_to.spread
    assert mean == pytest.approx(np.mean([row.last for row in came_to.rows]))
    assert deviation == pytest.approx(np.std([row.last for row in came_to.rows], ddof=1))


def test_a_search_of_a_script_trains_its_trials_and_its_winner_learns_all_examples(tmp_path):
    spec = StudySpec(base=quick(1), kind="search", values={"learning_rate": (0.001, 0.1)}, count=2, prune=False)
    came_to = study(spec, tmp_path)
    rates = [row.values["learning_rate"] for row in came_to.rows]
    assert len(set(rates)) == 2 and all(0.001 <= rate <= 0.1 for rate in rates)
    best = winner(spec, came_to)
    assert best.run == came_to.best
    run = nnviz.train(for_all_training_data(spec, best), home=tmp_path)
    assert run.status().state == "finished" and not any(name.startswith("val_") for name in run.history())


def told(tmp_path, spec: StudySpec, trials: list[tuple[dict, list[float], str]]) -> Study:
    """A study whose runs came to what is said: (values, validation accuracy of each epoch, state)."""
    kept = Study.create(spec, tmp_path)
    for values, accuracies, state in trials:
        run = Run.create(spec.base, tmp_path)
        run.append_history([{"epoch": k + 1, "val_accuracy": value} for k, value in enumerate(accuracies)])
        process = {"process": nnviz.runs.run.this_process()} if state == "running" else {}
        run.write_status(Status(state, len(accuracies), spec.base.train.epochs, **process))
        kept.add(Trial(values, run.id))
    return kept


def search(**fields) -> StudySpec:
    values = {"learning_rate": (0.0001, 1.0), "units": (2, 64), "activation": ("relu", "tanh")}
    return StudySpec(**{"base": quick(20), "kind": "search", "values": values, "count": 30, **fields})


def test_trials_lie_where_they_may_and_follow_what_did_well(tmp_path):
    rng = np.random.default_rng(0)
    trials = []
    for _ in range(24):
        rate = float(10 ** rng.uniform(-4, 0))
        values = {"learning_rate": rate, "units": int(rng.integers(2, 65)), "activation": "relu"}
        trials.append((values, [1 - abs(np.log10(rate) + 2) / 2], "finished"))
    kept = told(tmp_path, search(), trials)
    values = next_step(kept.id, str(tmp_path))["trial"].values
    assert (
        0.0001 <= values["learning_rate"] <= 1
        and 2 <= values["units"] <= 64
        and values["activation"] in ("relu", "tanh")
    )
    drawn = []
    for k in range(6):
        kept = told(tmp_path, search(base=search().base.replace(train=search().base.train.replace(seed=k))), trials)
        drawn.append(next_step(kept.id, str(tmp_path))["trial"].values["learning_rate"])
    assert abs(np.median(np.log10(drawn)) + 2) < 0.75, "near the rate that did best"


def test_a_hopeless_trial_is_ended_early_by_the_median_rule(tmp_path):
    values = {"learning_rate": 0.01, "units": 8, "activation": "relu"}
    good = [(values, [0.5, 0.7, 0.8, 0.9, 0.95], "finished")] * 5
    kept = told(tmp_path, search(), [*good, (values, [0.5, 0.5, 0.5, 0.5], "running")])
    step = next_step(kept.id, str(tmp_path))
    assert step == {"prune": kept.trials[-1].run, "trial": None}
    kept.mark_pruned(step["prune"])
    assert next_step(kept.id, str(tmp_path)) == {"prune": None, "trial": None}
    fair = told(tmp_path, search(), [*good, (values, [0.5, 0.75, 0.85, 0.92], "running")])
    assert next_step(fair.id, str(tmp_path))["prune"] is None
    never = told(tmp_path, search(prune=False), [*good, (values, [0.1] * 4, "running")])
    assert next_step(never.id, str(tmp_path))["prune"] is None


def test_a_search_ends_when_it_was_stopped_or_has_all_its_trials(tmp_path):
    values = {"learning_rate": 0.01, "units": 8, "activation": "relu"}
    done = told(tmp_path, search(count=2), [(values, [0.5], "finished"), (values, [], "failed")])
    assert next_step(done.id, str(tmp_path))["trial"] is None
    stopped = told(tmp_path, search(), [(values, [0.5], "finished")])
    stopped.stop()
    assert next_step(stopped.id, str(tmp_path))["trial"] is None and not results(stopped).active


def test_runs_that_were_deleted_or_broke_do_no_harm(tmp_path):
    values = {"learning_rate": 0.01, "units": 8, "activation": "relu"}
    kept = told(tmp_path, search(count=9), [(values, [float("nan")], "failed"), (values, [0.5], "finished")])
    kept.add(Trial(values, "20260101-000000-000000"))
    came_to = results(kept)
    assert [row.state for row in came_to.rows] == ["failed", "finished", "gone"] and came_to.best.score == 0.5
    assert next_step(kept.id, str(tmp_path))["trial"] is not None


def test_studies_are_found_again_each_persons_own(tmp_path):
    spec = StudySpec(base=quick(), kind="seeds", count=2)
    first, second = Study.create(spec, tmp_path, owner="anna"), Study.create(spec, tmp_path, owner="ben")
    assert [own.id for own in Study.recent(tmp_path, owner="anna")] == [first.id]
    assert {own.id for own in Study.recent(tmp_path)} == {first.id, second.id}
    assert Study.open(first.id, tmp_path).spec == spec and first.title
    for name in ("../runs", "20260101-000000-000000"):
        with pytest.raises(NnvizError):
            Study.open(name, tmp_path)
    path = first.folder / "study.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 99}))
    with pytest.raises(NnvizError, match="newer"):
        _ = Study.open(first.id, tmp_path).spec


def test_a_learning_curve_has_a_line_for_each_beginning_of_the_scores_at_the_end(tmp_path, monkeypatch):
    base = nnviz.gallery.transfers()["digits"].first
    taken = nnviz.specs.TakenSpec(run="20260101-000000-abcdef", layers={"conv2d_1": "conv2d_1"})
    frozen = nnviz.models.edits.set_trainable(base.model.replace(taken=taken), "conv2d_1", False)
    values = {"start": ("from scratch", "transferred"), "training_examples": (5, 10), "seed": (0, 1)}
    spec = StudySpec(base=base.replace(model=frozen), kind="grid", values=values)
    scratch, transferred = variants(spec)[0].experiment, variants(spec)[-1].experiment
    assert scratch.model == base.model and transferred.model == frozen
    assert (scratch.data.training_examples, scratch.train.batch_size) == (5, 5)
    ends = [0.5, 0.7, 0.8, 0.9, 0.6, 0.6, 0.7, 0.75]
    monkeypatch.setattr(Run, "_keep_taken", lambda *_: None)  # there is no such run to take layers from
    made = [(own.values, [0.95, end], "finished") for own, end in zip(variants(spec), ends, strict=True)]
    kept = told(tmp_path, spec, made)
    first, second = learning_curves(results(kept))
    assert (first.name, second.name) == ("from scratch", "transferred")
    assert list(first.examples) == [5, 10] and list(first.runs) == [2, 2]
    np.testing.assert_allclose([first.mean, first.low, first.high], [(0.6, 0.85), (0.5, 0.8), (0.7, 0.9)])
    np.testing.assert_allclose(second.mean, (0.6, 0.725))


def test_what_takes_no_layers_has_no_beginning_to_compare():
    with pytest.raises(NnvizError, match="takes no layers"):
        _ = StudySpec(base=quick(), kind="grid", values={"start": ("from scratch", "transferred")}).variants
