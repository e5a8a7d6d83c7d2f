"""A run that trains gives a sign of life however long an epoch takes, and none once it has ended."""

import threading

import pytest

from nnviz.runs.index import run_index
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment
from nnviz.training.heartbeat import heartbeat
from nnviz.training.train import train
from tests.runs.runs_fixtures import aged


@pytest.fixture
def run(tmp_path) -> Run:
    run = Run.create(Experiment(), tmp_path)
    run.write_status(Status("running", 1, 5, process=("another-host", 1, 1.0)))
    return run


def test_a_beat_revives_a_run_that_seemed_lost(run):
    aged(run, 100)
    assert run.status().state == "failed"
    before = run.folder.joinpath("status.json").read_text()
    with heartbeat(run, 0.001):
        while run.status().state != "running":
            pass
    assert run.folder.joinpath("status.json").read_text() == before, "only its time is another"
    assert not [thread for thread in threading.enumerate() if thread.name == "nnviz-heartbeat"]


def test_the_index_hears_it_too(run, tmp_path):
    index = run_index(tmp_path)
    index._database.write("UPDATE runs SET heartbeat = ? WHERE id = ?", [(0.0, run.id)], 1)
    run.beat()
    assert index.get(run.id).heartbeat == pytest.approx(run.status().updated, abs=3)


def test_a_deleted_run_has_no_heart(run, tmp_path):
    run.write_status(Status("finished", 5, 5))
    run.delete()
    run.beat()
    assert run_index(tmp_path).get(run.id) is None and not run.folder.exists()


def test_training_beats_from_reading_the_data_to_the_end(tmp_path, monkeypatch):
    from nnviz import gallery
    from nnviz.training import session
    from nnviz.training import train as module

    beating = []

    def seen(function):
        def call(*arguments, **settings):
            beating.append(any(thread.name == "nnviz-heartbeat" for thread in threading.enumerate()))
            return function(*arguments, **settings)

        return call

    monkeypatch.setattr(module, "parts", seen(module.parts))
    monkeypatch.setattr(session, "keep_model", seen(session.keep_model))
    experiment = gallery.ready("spirals")
    train(experiment.replace(train=experiment.train.replace(epochs=1)), home=tmp_path)
    assert beating == [True, True]
