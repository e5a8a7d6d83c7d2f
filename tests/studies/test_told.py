"""A study told to a browser: what its runs recorded, once each, and how they stand now."""

import base64

import numpy as np
import pytest

from nnviz import ready
from nnviz.runs.run import Run, Status, this_process
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study, Trial
from nnviz.studies.study import study
from nnviz.studies.told import told


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(home, a study of two learning rates on a plane)."""
    home, spirals = tmp_path_factory.mktemp("told"), ready("spirals")
    quick = spirals.replace(
        data=spirals.data.replace(settings={"points": 80}), train=spirals.train.replace(epochs=6, batch_size=64)
    )
    study(StudySpec(base=quick, kind="grid", values={"learning_rate": (0.001, 0.1)}), home)
    return home, Study.recent(home)[0]


def lines_of(lines, network):
    return [line for line in lines if line["network"] == network]


def test_it_tells_what_the_runs_recorded(trained):
    home, kept = trained
    news = told(kept, home=home)
    assert news.states == ["finished", "finished"]
    for place, trial in enumerate(kept.trials):
        run = Run.open(trial.run, home)
        about, *frames = lines_of(news.lines, place)
        assert about["label"].endswith(("0.001", "0.1")) and about["parameters"] == run.facts["parameters"]
        rows = [row for frame in frames for row in frame["rows"]]
        history = run.history()
        for name in ("loss", "val_accuracy"):
            np.testing.assert_allclose([row[name] for row in rows], history[name], rtol=1e-4)
        plane, recorded = about["data"]["plane"], run.frame(frames[-1]["step"])
        shown = np.frombuffer(base64.b64decode(frames[-1]["output"]), np.uint8) / 254
        expected = recorded["output"][0, ::2, ::2]
        assert (plane["rows"], plane["cols"]) == expected.shape
        np.testing.assert_allclose(shown.reshape(expected.shape), expected, atol=1 / 254)
        whole = run.graph["plane"]
        step = (whole["x"][1] - whole["x"][0]) / (whole["cols"] - 1)
        assert plane["x"] == pytest.approx([whole["x"][0], whole["x"][0] + step * 2 * (plane["cols"] - 1)])
        assert frames[-1]["epoch"] == 6 and frames[-1]["took"] == pytest.approx(history["seconds"][-1])


def test_in_pieces_it_tells_the_same_and_nothing_twice(trained):
    home, kept = trained
    whole = told(kept, home=home)
    assert told(kept, whole.steps, home).lines == []
    frames = [line["step"] for line in lines_of(whole.lines, 0) if "epoch" in line and "step" in line]
    part = told(kept, [frames[1], whole.steps[1]], home)
    assert [line["step"] for line in part.lines] == frames[2:]
    assert [row for line in part.lines for row in line["rows"]] == [
        row for line in lines_of(whole.lines, 0)[3:] for row in line["rows"]
    ]


def test_runs_that_wait_broke_down_or_are_gone_say_so(trained, tmp_path):
    _, kept = trained
    other = Study.create(kept.spec, tmp_path)
    states = {"queued": "waiting", "running": "training", "failed": "broken", "stopped": "stopped"}
    for k, state in enumerate(states):
        run = Run.create(kept.spec.base, tmp_path)
        run.write_status(Status(state, 0, 6, process=this_process() if state == "running" else None))
        other.add(Trial({"learning_rate": 0.01 * (k + 1)}, run.id))
    other.add(Trial({"learning_rate": 0.5}, "20200101-000000-gone"))
    news = told(other, home=tmp_path)
    assert news.states == [*states.values(), "gone"] and news.lines == [] and news.steps == [-1] * 5
    other.mark_pruned(other.trials[3].run)
    assert told(other, home=tmp_path).states[3] == "ended early"
