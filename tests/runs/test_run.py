"""The run directory: written at once or by lines, read while it is written, and damaged in every way."""

import json
import os
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from nnviz.errors import RunError
from nnviz.runs.history import HistoryReader
from nnviz.runs.run import Run, Status, this_process
from nnviz.specs import Experiment, TrainSpec


@pytest.fixture
def run(tmp_path) -> Run:
    return Run.create(Experiment(train=TrainSpec(epochs=7)), tmp_path)


def test_a_new_run_is_queued_and_found_by_its_id(run, tmp_path):
    found = Run.open(run.id, tmp_path)
    assert found.status().state == "queued" and found.status().epochs == 7
    assert found.experiment == run.experiment
    assert [r.id for r in Run.recent(tmp_path)] == [run.id]


@pytest.mark.parametrize("run_id", ["", "../../etc/passwd", "20260101-000000-abcdef", "x" * 500])
def test_an_unknown_id_is_a_sentence(tmp_path, run_id):
    with pytest.raises(RunError) as refused:
        Run.open(run_id, tmp_path)
    assert len(str(refused.value)) < 300 and str(refused.value).endswith(".")


def test_history_leaves_a_line_that_was_cut_off(run):
    run.append_history([{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": float("nan")}])
    with open(run.folder / "history.jsonl", "a") as file:
        file.write('{"epoch": 3, "lo')
    history = run.history()
    assert history["epoch"].tolist() == [1, 2]
    np.testing.assert_array_equal(history["loss"], [0.5, np.nan])
    assert run.last_epoch() == {"epoch": 2, "loss": None}


def test_files_cut_off_in_the_middle_cost_only_themselves(run):
    (run.folder / "frames/000000004.npz").write_bytes(b"PK\x03\x04 cut")
    (run.folder / "live.npz").write_bytes(b"")
    (run.folder / "graph.json").write_text('{"columns": [')
    (run.folder / "status.json").write_text('{"state": "run')
    assert run.frame(4) is None and run.frame() is None and run.graph is None
    assert run.status().state == "failed" and "damaged" in run.status().message
    (run.folder / "experiment.json").write_text("{")
    with pytest.raises(Exception, match="not JSON"):
        _ = run.experiment


def test_a_frame_is_never_unpickled(run):
    np.savez(run.folder / "live.npz", a=np.array([print], object), allow_pickle=True)
    assert run.frame() is None


def test_a_worker_that_is_gone_leaves_a_failed_run(run):
    child = subprocess.Popen(["sleep", "60"])
    host, _, _ = this_process()
    import psutil

    run.write_status(Status("running", process=(host, child.pid, psutil.Process(child.pid).create_time())))
    assert run.status().state == "running"
    child.kill()
    child.wait()
    assert run.status().state == "failed" and "worker" in run.status().message
    run.write_status(Status("running", process=(host, os.getpid(), 1.0)))
    assert run.status().state == "failed", "another process that got the same id is not the worker"
    run.write_status(Status("finished", process=(host, child.pid, 1.0)))
    assert run.status().state == "finished"


def test_commands_are_told_apart_by_their_token(run):
    assert run.commanded() is None
    run.command("pause")
    first = run.commanded()
    run.command("pause")
    assert first[0] == "pause" and run.commanded()[1] != first[1]
    with pytest.raises(RunError, match="Received the command 'explode'"):
        run.command("explode")


def test_an_unwritable_home_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be written.*NNVIZ_HOME"):
        Run.create(Experiment(), tmp_path / "file")


def test_two_runs_of_one_second_have_two_folders(tmp_path, monkeypatch):
    names = iter(["aaaaaa", "aaaaaa", "bbbbbb"])
    monkeypatch.setattr("nnviz.runs.run.time", SimpleNamespace(strftime=lambda _: "20260101-000000", time=time.time))
    monkeypatch.setattr("nnviz.runs.run.secrets", SimpleNamespace(token_hex=lambda _: next(names)))
    assert [Run.create(Experiment(), tmp_path).id[-6:] for _ in range(2)] == ["aaaaaa", "bbbbbb"]


def with_replace(function) -> SimpleNamespace:
    """What one module alone takes for `os`."""
    return SimpleNamespace(**vars(os) | {"replace": function})


def test_temporary_names_differ_between_threads(run, monkeypatch):
    gate, parts = threading.Barrier(8), []
    noting = with_replace(lambda part, target: (parts.append(part.name), os.rename(part, target)))
    monkeypatch.setattr("nnviz.whole_files.os", noting)

    def write(number: int) -> None:
        gate.wait()
        for _ in range(50):
            run.write("graph.json", json.dumps({"columns": [number] * 5000, "links": []}))
            assert len(set(run.graph["columns"])) == 1, "whatever is read, one thread wrote the whole of it"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert len(set(parts)) == 400 and not list(run.folder.glob(".graph*"))


def test_a_write_that_fails_leaves_nothing_behind(run, monkeypatch):
    def full(part, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nnviz.whole_files.os", with_replace(full))
    with pytest.raises(RunError, match="cannot be written .No space left on device"):
        run.write("graph.json", "{}")
    assert not list(run.folder.glob(".graph*"))


def test_a_run_without_a_model_says_so(run):
    with pytest.raises(RunError, match="no trained model yet"):
        run.model()


def test_status_survives_json(run):
    status = Status("paused", 2.5, 7, "a word", 1.5, ("host", 1, 2.0))
    run.write_status(status)
    stored = json.loads((run.folder / "status.json").read_text())
    assert stored["process"] == ["host", 1, 2.0] and stored["updated"] > 0


def test_a_reader_takes_up_where_it_left_off(run):
    reader = HistoryReader(run.folder)
    assert reader.read() == {}
    run.append_history([{"epoch": 1, "loss": 0.5}])
    assert reader.read()["loss"].tolist() == [0.5]
    with open(run.folder / "history.jsonl", "a") as file:
        file.write('{"epoch": 2, "lo')
    assert reader.read()["epoch"].tolist() == [1]
    with open(run.folder / "history.jsonl", "a") as file:
        file.write('ss": 0.25, "val_loss": 1.0}\n')
    history = reader.read()
    assert history["loss"].tolist() == [0.5, 0.25]
    np.testing.assert_array_equal(history["val_loss"], [np.nan, 1.0])
    np.testing.assert_array_equal(run.history()["val_loss"], history["val_loss"])
