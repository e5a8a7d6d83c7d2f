"""What is kept and what goes: limits, deletion by a person, and never a run that somebody needs."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from nnviz import settings
from nnviz.errors import RunError
from nnviz.runs import retention
from nnviz.runs.index import run_index
from nnviz.runs.run import Run, Status, this_process
from nnviz.specs import Experiment
from tests.runs.runs_fixtures import aged, ended_run, fresh


@pytest.fixture(autouse=True)
def no_sweeps_of_their_own(monkeypatch):
    monkeypatch.setattr(retention, "sweep_soon", lambda folder: None)


@pytest.fixture
def limits(monkeypatch):
    """`limits(max_runs=3, …)`: those settings for this test."""

    def put(**changes):
        for name, value in changes.items():
            monkeypatch.setattr(settings.get(), name, value)

    return put


def left(home) -> list[str]:
    """The ids of the runs on disk, the oldest first."""
    return [record.id for record in reversed(fresh(home).recent(limit=1000))]


def test_the_oldest_ended_runs_go_first(tmp_path, limits):
    runs = [ended_run(tmp_path).id for _ in range(6)]
    limits(max_runs=4)
    assert sorted(retention.sweep(run_index(tmp_path))) == sorted(runs[:2])
    assert left(tmp_path) == runs[2:]
    assert not list((tmp_path / "runs").glob(".trash-*"))
    assert retention.sweep(run_index(tmp_path)) == []


def test_bytes_are_a_limit_too(tmp_path, limits):
    runs = [ended_run(tmp_path) for _ in range(4)]
    for run in runs:
        run.write("final.keras", bytes(1_000_000))
        run_index(tmp_path).add(run.id)
    limits(runs_gigabytes=0.0025)
    assert sorted(retention.sweep(run_index(tmp_path))) == sorted(run.id for run in runs[:2])
    much = retention.kept(run_index(tmp_path))
    assert (much.runs, much.most_bytes, much.full) == (2, 2_500_000, False) and 2_000_000 < much.bytes < 2_010_000


def test_what_somebody_needs_stays(tmp_path, limits):
    queued = Run.create(Experiment(), tmp_path)
    running = Run.create(Experiment(), tmp_path)
    running.write_status(Status("running", process=this_process()))
    paused = Run.create(Experiment(), tmp_path)
    paused.write_status(Status("paused", process=this_process()))
    tagged, opened, newer, plain = (ended_run(tmp_path) for _ in range(4))
    tagged.tag(["kept"])
    Run.open(opened.id, tmp_path)
    newer.write("status.json", json.dumps({"version": 99, "state": "dreaming"}))
    limits(max_runs=0)
    assert retention.sweep(run_index(tmp_path)) == [plain.id]
    assert set(left(tmp_path)) == {run.id for run in (queued, running, paused, tagged, opened, newer)}
    aged(opened, 3600)
    assert retention.sweep(run_index(tmp_path)) == [opened.id]


def test_what_the_index_does_not_know_yet_saves_a_run(tmp_path, limits):
    run = ended_run(tmp_path)
    run.write("status.json", Status("running", process=this_process()).to_json())
    limits(max_runs=0)
    assert retention.sweep(run_index(tmp_path)) == [] and left(tmp_path) == [run.id]


def test_a_run_whose_worker_died_is_an_ended_one(tmp_path, limits):
    run = Run.create(Experiment(), tmp_path)
    host, process, started = this_process()
    run.write_status(Status("running", process=(host, process, started - 100)))
    limits(max_runs=0)
    assert retention.sweep(run_index(tmp_path)) == [run.id]


def test_on_a_hosted_copy_nobody_crowds_out_another(tmp_path, limits):
    quiet = ended_run(tmp_path, owner="quiet").id
    busy = [ended_run(tmp_path, owner="busy").id for _ in range(5)]
    limits(mode="hosted", person_runs=3)
    assert sorted(retention.sweep(run_index(tmp_path))) == sorted(busy[:2])
    limits(max_runs=2)
    assert sorted(retention.sweep(run_index(tmp_path))) == sorted(busy[2:4])
    assert left(tmp_path) == [quiet, busy[4]], "the disk is full, and who fills it gives way"
    much = retention.kept(run_index(tmp_path), "busy")
    assert (much.runs, much.most_runs) == (1, 3)


def test_a_person_deletes_a_run_and_its_readers_get_a_sentence(tmp_path):
    run, other = ended_run(tmp_path), ended_run(tmp_path)
    run.delete()
    assert not run.folder.exists() and left(tmp_path) == [other.id]
    assert run_index(tmp_path).get(run.id) is None
    with pytest.raises(RunError, match="may have been deleted"):
        Run.open(run.id, tmp_path)
    with pytest.raises(RunError, match="may have been deleted"):
        _ = run.experiment
    assert run.status().state == "failed" and "has been deleted" in run.status().message
    assert run.frame() is None and run.graph is None and run.schema is None and run.history() == {}
    with pytest.raises(RunError, match="cannot be written"):
        run.write_status(Status("running"))
    with pytest.raises(RunError, match="may have been deleted"):
        run.delete()
    assert left(tmp_path) == [other.id]


@pytest.mark.parametrize("state", ["queued", "running", "paused"])
def test_what_is_under_way_is_not_deleted(tmp_path, state):
    run = Run.create(Experiment(), tmp_path)
    run.write_status(Status(state, process=None if state == "queued" else this_process()))
    with pytest.raises(RunError, match=f"is {state}. Stop it first"):
        run.delete()
    assert run.status().state == state


def test_a_run_that_begins_while_it_is_deleted_is_put_back(tmp_path, monkeypatch):
    run = ended_run(tmp_path)
    run.write("status.json", Status("running", process=this_process()).to_json())
    with pytest.raises(RunError, match="has just begun"):
        retention._remove(run.folder)
    assert Run.open(run.id, tmp_path).status().state == "running"


def test_many_delete_the_same_runs_while_others_list_them(tmp_path):
    runs = [ended_run(tmp_path) for _ in range(20)]
    gate, outcomes = threading.Barrier(4), []

    def delete_all():
        gate.wait()
        for run in runs:
            try:
                run.delete()
                outcomes.append(run.id)
            except RunError:
                pass

    def list_all():
        gate.wait()
        for _ in range(40):
            for record in fresh(tmp_path).recent():
                assert record.state in ("finished", "failed")

    with ThreadPoolExecutor(4) as pool:
        for task in [pool.submit(delete_all) for _ in range(3)] + [pool.submit(list_all)]:
            task.result()
    assert sorted(outcomes) == sorted(run.id for run in runs), "each was deleted once"
    assert left(tmp_path) == [] and not list((tmp_path / "runs").glob("*-*-*"))


def test_what_an_ended_process_left_half_deleted_is_removed_later(tmp_path, monkeypatch):
    run = ended_run(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(retention, "_destroy", lambda trash: None)
        run.delete()
    assert left(tmp_path) == [] and list((tmp_path / "runs").glob(".trash-*"))
    retention.sweep(run_index(tmp_path))
    assert list((tmp_path / "runs").glob(".trash-*")), "somebody may be at it"
    monkeypatch.setattr(retention, "_TRASH_SECONDS", -1.0)
    retention.sweep(run_index(tmp_path))
    assert not list((tmp_path / "runs").glob(".trash-*"))


def test_tags_are_a_persons_own_words(tmp_path):
    run = ended_run(tmp_path, owner="anna", title="Mine")
    run.tag(["kept", "kept", " ", "good one"])
    assert run.record.tags == ("kept", "good one") == run_index(tmp_path).get(run.id).tags
    assert (run.owner, run.record.title) == ("anna", "Mine")
    run.tag([])
    assert run_index(tmp_path).get(run.id).tags == ()
