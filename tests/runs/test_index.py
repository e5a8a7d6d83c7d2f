"""The index of runs: what it knows, that it opens nothing, and that nothing done to it loses a run."""

import builtins
import dataclasses
import io
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from itertools import product
from types import SimpleNamespace

import pytest

from nnviz.runs import retention
from nnviz.runs.database import _TABLES
from nnviz.runs.index import RunIndex, run_index
from nnviz.runs.records import RunRecord
from nnviz.runs.rows import COLUMNS, row_of
from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.search import Search
from nnviz.specs import Experiment
from tests.runs.runs_fixtures import aged, ended_run, fresh, from_elsewhere
from tests.sampling import sample


def test_the_index_tells_what_the_directory_holds(tmp_path):
    run = ended_run(tmp_path, owner="anna", title="Mine", tags=["good"])
    (record,) = Run.recent(tmp_path)
    assert (record.id, record.owner, record.title, record.tags) == (run.id, "anna", "Mine", ("good",))
    assert (record.state, record.epoch, record.epochs) == ("finished", 7, 7)
    assert record.scores == {"epoch": 7, "loss": 0.25, "val_accuracy": 0.5}
    assert record.size == sum(path.stat().st_size for path in run.folder.rglob("*") if path.is_file())
    assert record.key == run.experiment.key and record.created == pytest.approx(time.time(), abs=60)
    assert timeless(fresh(tmp_path).get(run.id)) == timeless(record)
    fresh(tmp_path).rebuild()
    assert timeless(fresh(tmp_path).get(run.id)) == timeless(record)


def timeless(record):
    """Without the times of its last writing, which differ by a tick."""
    return dataclasses.replace(record, updated=0, heartbeat=0)


def test_lists_are_of_one_owner_the_newest_first_in_pages(tmp_path):
    runs = [ended_run(tmp_path, owner=owner).id for owner in ("anna", "ben", "anna", "anna")]
    index = run_index(tmp_path)
    assert [record.id for record in index.recent("anna")] == [runs[3], runs[2], runs[0]]
    assert [record.id for record in index.recent(limit=2, offset=1)] == [runs[2], runs[1]]
    assert (index.count("anna"), index.count("ben"), index.count(), index.count("nobody")) == (3, 1, 4, 0)
    assert index.bytes() == index.bytes("anna") + index.bytes("ben") == sum(index.get(run).size for run in runs)
    queued = Run.create(Experiment(), tmp_path, owner="ben")
    assert [record.id for record in index.recent(active_only=True)] == [queued.id]
    assert index.count("ben", active_only=True) == 1 and index.count("anna", active_only=True) == 0


def test_a_list_opens_no_directory_of_a_run(tmp_path, monkeypatch):
    for _ in range(5):
        ended_run(tmp_path)
    Run.create(Experiment(), tmp_path).write_status(Status("running", process=this_process()))
    index = fresh(tmp_path)
    assert index.count() == 6
    touched = []

    def spied(function):
        def spy(path, *arguments, **settings):
            touched.append(os.fspath(path) if not isinstance(path, int) else path)
            return function(path, *arguments, **settings)

        return spy

    for module, name in (
        (builtins, "open"),
        (io, "open"),
        (os, "open"),
        (os, "scandir"),
        (os, "listdir"),
        (os, "stat"),
    ):
        monkeypatch.setattr(module, name, spied(getattr(module, name)))
    assert len(index.recent()) == 6 and len(Run.recent(tmp_path, limit=3)) == 3 and index.count() == 6
    monkeypatch.undo()
    assert [path for path in touched if "/runs/2" in str(path)] == []


def test_an_epoch_is_noted_now_and_then_and_a_state_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("nnviz.runs.index._THROTTLE", 60.0)  # however busy the machine is
    run = Run.create(Experiment(), tmp_path)
    index, running = run_index(tmp_path), Status("running", 1, 100, process=this_process())
    run.write_status(running)
    assert index.get(run.id).epoch == 1
    asked, write = [], index._database.write
    monkeypatch.setattr(
        index._database, "write", lambda words, *rest: asked.append(words.split()[0]) or write(words, *rest)
    )
    run.write_status(dataclasses.replace(running, epoch=2.0))
    assert "UPDATE" not in asked, "not so soon again"
    run.write_status(dataclasses.replace(running, epoch=3.0, state="paused"))
    assert asked.count("UPDATE") == 1
    assert (index.get(run.id).epoch, index.get(run.id).state) == (3, "paused")


def test_a_directory_copied_in_by_hand_is_found_and_one_taken_away_is_gone(tmp_path):
    run = ended_run(tmp_path / "there", owner="anna")
    kept = ended_run(tmp_path / "here")
    index = fresh(tmp_path / "here")
    assert index.count() == 1
    shutil.copytree(run.folder, tmp_path / "here" / "runs" / run.id)
    index._listed -= 10
    assert {record.id for record in index.recent()} == {run.id, kept.id}
    assert index.recent("anna")[0].scores["loss"] == 0.25
    shutil.rmtree(kept.folder)
    index._listed -= 10
    assert [record.id for record in index.recent()] == [run.id]


DAMAGES = {
    "missing": lambda path: [path.with_name(path.name + end).unlink(missing_ok=True) for end in ("", "-wal", "-shm")],
    "garbage": lambda path: path.write_bytes(b"no database at all " * 500),
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "a folder of bytes in the middle": lambda path: _spoil(path),
    "of another version": lambda path: _execute(path, "PRAGMA user_version = 99"),
    "without its table": lambda path: _execute(path, "DROP TABLE runs"),
    "with a line of nonsense": lambda path: _execute(path, "UPDATE runs SET state = 'x', worker = '{', epoch = 'many'"),
}


def _execute(path, statement):
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def _spoil(path):
    _execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(content)


@pytest.mark.parametrize(("damage", "opened"), sample(product(DAMAGES, (True, False))))
def test_a_damaged_index_is_rebuilt_from_the_directories(tmp_path, damage, opened):
    runs = [ended_run(tmp_path, owner="anna").id for _ in range(10)]
    index = run_index(tmp_path)
    assert index.count() == 10
    if not opened:
        index._database.close()
        index = fresh(tmp_path)
    DAMAGES[damage](tmp_path / "runs" / "index.sqlite")
    index._listed -= 10
    assert [record.id for record in index.recent("anna")] == runs[::-1]
    assert index.get(runs[3]).scores == {"epoch": 7, "loss": 0.25, "val_accuracy": 0.5}
    new = ended_run(tmp_path)
    assert fresh(tmp_path).get(new.id).state == "finished" and fresh(tmp_path).count() == 11


def test_many_unknown_directories_keep_no_list_waiting(tmp_path, monkeypatch):
    runs = sorted(ended_run(tmp_path).id for _ in range(12))
    DAMAGES["missing"](tmp_path / "runs" / "index.sqlite")
    monkeypatch.setattr("nnviz.runs.index._TOGETHER", 4)
    index = fresh(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(index, "_sync_rest", lambda: None)
        index.sync(0.0)
    assert {row[0] for row in index._database.read("SELECT id FROM runs")} == set(runs[-4:]), "the newest come first"
    index.sync(0.0)
    for thread in threading.enumerate():
        if thread.name == "nnviz-index":
            thread.join()
    assert index.count() == 12


def test_an_index_that_cannot_be_opened_is_passed_by(tmp_path):
    runs = [ended_run(tmp_path, owner=owner).id for owner in ("anna", "ben")]
    index = fresh(tmp_path)
    index._database.path.unlink()
    index._database.path.mkdir()
    assert [record.id for record in index.recent()] == sorted(runs, reverse=True)
    assert [record.id for record in index.recent("anna")] == [runs[0]]
    assert (index.count(), index.count("ben"), index.get(runs[0]).owner) == (2, 1, "anna")
    assert index.bytes() == sum(Run.open(run, tmp_path).size() for run in runs)
    index.rebuild()
    run = ended_run(tmp_path)
    assert run.status().state == "finished"


def test_training_goes_on_while_another_process_holds_the_index(tmp_path):
    run = ended_run(tmp_path)
    holder = sqlite3.connect(tmp_path / "runs" / "index.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    run.write_status(Status("running", 2, 7, process=this_process()))
    run.beat()
    assert run.status().epoch == 2 and run_index(tmp_path).get(run.id).state == "finished"
    holder.execute("COMMIT")
    run.write_status(Status("finished", 7, 7))
    run_index(tmp_path)._written.clear()
    run.write_status(Status("stopped", 7, 7))
    assert run_index(tmp_path).get(run.id).state == "stopped"


_WRITER = """
import sys
from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.index import run_index
from nnviz.specs import Experiment
from tests.sampling import sample
home, owner = sys.argv[1:]
for turn in range(25):
    run = Run.create(Experiment(), home, owner=owner)
    run.write_status(Status("running", turn, 25, process=this_process()))
    run.append_history([{"epoch": turn, "loss": turn}])
    run.write_status(Status("finished", turn, 25))
    assert run_index(home).get(run.id).scores == {"epoch": turn, "loss": turn}
    run_index(home).recent(limit=5)
"""


def test_two_processes_write_at_once(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, tmp_path, owner], stderr=subprocess.PIPE)
        for owner in ("anna", "ben")
    ]
    for writer in writers:
        assert writer.wait(120) == 0, writer.stderr.read().decode()
    index = fresh(tmp_path)
    rows = index._database.read("SELECT owner, state, epoch FROM runs ORDER BY owner, epoch")
    assert rows == [(owner, "finished", float(turn)) for owner in ("anna", "ben") for turn in range(25)]
    assert index.count() == 50 and len(index.recent("ben", limit=100)) == 25


def test_writers_killed_at_any_moment_leave_a_sound_index(tmp_path):
    draw = random.Random(8)
    (tmp_path / "runs").mkdir()
    for _ in range(4):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, tmp_path, "anna"], stderr=subprocess.DEVNULL)
        while not list((tmp_path / "runs").glob("2*")) and writer.poll() is None:
            time.sleep(0.01)
        time.sleep(draw.random() * 0.2)
        writer.kill()
        writer.wait()
    index = fresh(tmp_path)
    index.sync()
    assert index._database.read("PRAGMA integrity_check") == [("ok",)]
    on_disk = {folder.parent.name for folder in (tmp_path / "runs").glob("*/experiment.json")}
    assert {record.id for record in index.recent(limit=1000)} == on_disk
    for record in index.recent(limit=1000):
        state = Run.open(record.id, tmp_path).status().state
        assert record.state == state and state in ("queued", "finished", "failed")


def test_where_other_hosts_may_write_there_is_no_write_ahead_log(tmp_path, monkeypatch):
    mounts = [SimpleNamespace(mountpoint="/", fstype="ext4"), SimpleNamespace(mountpoint=str(tmp_path), fstype="nfs4")]
    monkeypatch.setattr("nnviz.runs.database.psutil.disk_partitions", lambda all: mounts)
    run = ended_run(tmp_path)
    index = run_index(tmp_path)
    assert index._database.read("PRAGMA journal_mode") == [("delete",)]
    holder = sqlite3.connect(tmp_path / "runs" / "index.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert [record.id for record in index.recent()] == [run.id], "read from the directories while it is locked"
    holder.execute("ROLLBACK")
    monkeypatch.setattr("nnviz.runs.database.psutil.disk_partitions", lambda all: mounts[:1])
    ended_run(tmp_path / "local")
    assert run_index(tmp_path / "local")._database.read("PRAGMA journal_mode") == [("wal",)]


def test_a_worker_that_is_gone_leaves_a_failed_line(tmp_path, monkeypatch):
    monkeypatch.setattr(retention, "sweep_soon", lambda runs: None)  # which may look at the line first
    run = Run.create(Experiment(), tmp_path)
    host, process, started = this_process()
    run.write_status(Status("running", process=(host, process, started - 100)))
    index = run_index(tmp_path)
    assert index._database.read("SELECT state FROM runs")[0][0] == "running"
    (record,) = index.recent()
    assert record.state == "failed" and "ended unexpectedly" in record.message
    assert index._database.read("SELECT state FROM runs")[0][0] == "failed"
    assert index.recent(active_only=True) == [] and index.count(active_only=True) == 0


def test_a_worker_killed_before_the_index_heard_of_it(tmp_path):
    run = Run.create(Experiment(), tmp_path)
    host, process, started = this_process()
    run.write("status.json", Status("running", process=(host, process, started - 100)).to_json())
    aged(run, -1)
    assert run_index(tmp_path).recent()[0].state == "failed"


def test_a_silent_worker_on_another_host_counts_as_gone(tmp_path):
    run = Run.create(Experiment(), tmp_path)
    run.write_status(from_elsewhere(Status("running", 1, 5)))
    assert run.status().state == "running"
    aged(run, 40)
    assert run.status().state == "failed"
    assert "on another-host, has not reported for 40 seconds" in run.status().message
    run.beat()
    assert run.status().state == "running", "it was only slow"
    run.write_status(from_elsewhere(Status("paused", 1, 5)))
    aged(run, 40)
    assert run.status().state == "failed"
    run.write_status(from_elsewhere(Status("queued", 0, 5)))
    assert run.status().state == "queued"


def test_a_queued_run_waits_without_a_heartbeat(tmp_path):
    run = Run.create(Experiment(), tmp_path)
    aged(run, 10_000)
    assert run.status().state == "queued" == run_index(tmp_path).recent()[0].state


def test_clocks_that_differ_are_told_by_the_folder(tmp_path, monkeypatch):
    from nnviz.runs import clock

    run = Run.create(Experiment(), tmp_path)
    run.write_status(from_elsewhere(Status("running", 1, 5)))
    clock._offsets.clear()
    ahead = SimpleNamespace(time=lambda: time.time() + 3600, monotonic=time.monotonic)
    monkeypatch.setattr(clock, "time", ahead)
    assert clock.now(run.folder.parent) == pytest.approx(time.time(), abs=60)
    assert run.status().state == "running", "our own clock is an hour ahead, not the worker silent for one"
    monkeypatch.undo()
    clock._offsets.clear()


def _filled(tmp_path, count: int) -> RunIndex:
    """An index of so many synthetic runs, their directories empty but for what makes them a run."""
    folder = tmp_path / "runs"
    folder.mkdir()
    index = RunIndex(folder)
    rows = []
    for number in range(count):
        run_id = f"202601{1 + number // 1000 % 28:02d}-{number // 3600 % 24:02d}0000-{number:06x}"
        (folder / run_id).mkdir()
        record = RunRecord(run_id, "finished", owner=f"p{number % 100}", created=float(number), size=1000)
        rows.append(row_of(record))
    index._database.write(f"INSERT INTO runs VALUES ({', '.join('?' * len(COLUMNS))})", _in_table_order(rows), 5)
    return index


def _in_table_order(rows):
    table = [line.split()[0] for line in _TABLES.split("(", 1)[1].split(") WITHOUT")[0].split(",")]
    return [tuple(dict(zip(COLUMNS, row, strict=True))[name] for name in table) for row in rows]


def test_ten_thousand_runs(tmp_path, monkeypatch):
    index = _filled(tmp_path, 10_000)
    assert index.count() == 10_000 and index.bytes("p7") == 100_000
    assert [record.created for record in index.recent("p7", limit=3)] == [9907.0, 9807.0, 9707.0]
    assert [record.created for record in index.recent(limit=2, offset=9_998)] == [1.0, 0.0]
    steps = []
    index._database.use(lambda connection: connection.set_progress_handler(lambda: steps.append(1) and 0, 100), 1)
    index.recent(limit=8), index.recent("p7", limit=8), index.recent(active_only=True)
    assert len(steps) < 20, "SQLite walks along its own indexes, not through every line"


def test_a_loss_that_is_no_number_hides_no_run(tmp_path):
    broken, sound = ended_run(tmp_path), ended_run(tmp_path)
    broken.append_history([{"epoch": 8, "loss": math.nan, "val_accuracy": 0.25}])
    index = run_index(tmp_path)
    index.add(broken.id)
    generation = index._database.generation
    assert index.scores() == ["accuracy", "loss"]
    assert math.isnan(index.get(broken.id).scores["loss"])
    assert [record.id for record in index.find(Search(order="accuracy"))] == [sound.id, broken.id]
    assert [record.id for record in index.find(Search(order="loss"))] == [sound.id, broken.id]
    with sqlite3.connect(tmp_path / "runs/index.sqlite") as other:
        other.execute("UPDATE runs SET scores = '{' WHERE id = ?", (sound.id,))
    assert index.scores() == ["accuracy", "loss"] and index.count() == 2
    assert index._database.generation == generation, "nobody has put another index in its place"


def test_who_asks_while_a_new_index_is_read_waits_for_it(tmp_path, monkeypatch):
    ended_run(tmp_path)
    index, begun, go_on = fresh(tmp_path), threading.Event(), threading.Event()
    index._database.replace()
    compare = index._compare

    def slowly(budget):
        begun.set()
        go_on.wait()
        return compare(budget)

    monkeypatch.setattr(index, "_compare", slowly)
    monkeypatch.setattr("nnviz.runs.index._BUDGET", 30.0)
    first = threading.Thread(target=index.count)
    first.start()
    begun.wait()
    threading.Timer(0.2, go_on.set).start()
    assert index.count() == 1
    first.join()


def test_a_hostile_history_is_no_score(tmp_path):
    run = ended_run(tmp_path)
    for line in ("[1]", '{"loss": "x", "a": 1e999, "b": [1], "c": true}', "[" * 3000, json.dumps({"k" * 90: 10**400})):
        with open(run.folder / "history.jsonl", "a") as file:
            file.write(line + "\n")
        assert all(value is None for value in run.last_epoch().values())
        run_index(tmp_path).add(run.id)
        assert run_index(tmp_path).get(run.id).state == "finished"
    assert run.history()["loss"][0] == 0.25
