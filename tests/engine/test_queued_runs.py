"""Queued runs among real workers: fair, taken up again, and never lost with a neighbour."""

import os
import signal

import pytest

from nnviz import gallery, settings
from nnviz.engine.runs import RunKeeper
from nnviz.runs.run import Run, Status, this_process
from tests.engine.servers import Cluster, Server, ended, under_way, until
from tests.sampling import whole

LONG = {"epochs": 10_000, "batch_size": 1}


def spirals(**train):
    """The ready experiment with other training settings."""
    experiment = gallery.ready("spirals")
    return experiment.replace(train=experiment.train.replace(**train))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"), NNVIZ_STOP_SECONDS="0.5")
    yield server
    server.close()


def begun_in_order(runs) -> list[int]:
    """Positions of the runs in the order in which they began: by the time of their first record."""
    return sorted(range(len(runs)), key=lambda k: (runs[k].folder / "schema.json").stat().st_mtime_ns)


def test_a_killed_worker_fails_its_own_run_alone_and_short_runs_pass_a_long_one(server):
    long = server.train(**LONG)
    victim = server.train(**LONG, seed=1)
    until(lambda: under_way(long) and under_way(victim))
    short = [server.train(epochs=3, seed=seed) for seed in range(2, 6)]
    words = until(lambda: server.ask(place=short[1].id)["place"], what="the second run's place in the queue")
    assert words.startswith("Second in line"), words
    os.kill(victim.status().process[1], signal.SIGKILL)
    until(lambda: ended(victim, *short))
    assert victim.status().state == "failed" and "worker" in victim.status().message
    assert [run.status().state for run in short] == ["finished"] * 4
    assert long.status().state == "running"
    server.ask(stop=long.id)
    until(lambda: ended(long))
    assert long.status().state == "stopped"


def test_a_run_is_stopped_before_it_begins(server):
    first, second = server.train(**LONG), server.train(**LONG, seed=1)
    until(lambda: under_way(first) and under_way(second))
    waiting = server.train(epochs=3)
    until(lambda: server.ask(place=waiting.id)["place"])
    server.ask(stop=waiting.id)
    assert (waiting.status().state, waiting.status().message) == ("stopped", "Stopped before it began.")
    server.ask(stop=first.id)
    until(lambda: ended(first))
    assert waiting.status().state == "stopped" and not waiting.history() and under_way(second)
    server.ask(stop=second.id)
    until(lambda: ended(second))


def test_a_run_that_does_not_answer_is_ended_with_its_worker(server):
    deaf, other = server.train(**LONG), server.train(**LONG, seed=1)
    until(lambda: under_way(deaf) and under_way(other))
    os.kill(deaf.status().process[1], signal.SIGSTOP)
    queued = server.train(epochs=3, seed=2)
    server.ask(stop=deaf.id)
    until(lambda: queued.status().state == "finished", what="the run behind it")
    until(lambda: deaf.status().state == "stopped", what="the end of the run that does not answer")
    assert "did not answer" in deaf.status().message and len(deaf.history()["loss"]) > 0
    server.ask(stop=other.id)
    until(lambda: ended(other))


@whole  # test_faults.py kills both at random moments
def test_after_the_engine_and_then_the_server_are_killed_queued_runs_go_on(tmp_path):
    server = Server(tmp_path, training=1)
    broken = server.train(**LONG)
    until(lambda: under_way(broken))
    queued = server.train(epochs=3, seed=1)
    os.kill(server.engine_pid, signal.SIGKILL)
    until(lambda: broken.status().state == "failed")
    assert broken.status().message.endswith(".")
    until(lambda: queued.status().state == "finished", what="the queued run after the engine's death")
    broken = server.train(**LONG, seed=2)
    until(lambda: under_way(broken))
    queued = server.train(epochs=3, seed=3)
    until(lambda: server.ask(place=queued.id)["place"])
    server.kill()
    until(lambda: broken.status().state == "failed")
    assert queued.status().state == "queued"
    again = Server(tmp_path, training=1)
    until(lambda: queued.status().state == "finished", what="the queued run after the server's death")
    again.close()


def test_two_servers_on_one_cluster_take_turns_and_one_keeps_what_the_other_leaves_behind(tmp_path):
    cluster = Cluster(tmp_path, training=1)
    ann, bob = (Server(tmp_path, cluster.address) for _ in range(2))
    try:
        first = ann.train(owner="ann", **LONG)
        until(lambda: under_way(first))
        hers = [ann.train(owner="ann", epochs=3, seed=seed) for seed in (1, 2, 3)]
        until(lambda: ann.ask(place=hers[2].id)["place"])
        his = [bob.train(owner="bob", epochs=3, seed=seed) for seed in (4, 5)]
        until(lambda: bob.ask(place=his[1].id)["place"])
        ann.kill()
        assert under_way(first), "what is under way outlives the server that asked for it"
        until(lambda: all(bob.ask(place=run.id)["place"] for run in hers), what="his server keeping her runs")
        bob.ask(stop=first.id)
        until(lambda: ended(first, *hers, *his))
        assert [run.status().state for run in (first, *hers, *his)] == ["stopped"] + ["finished"] * 5
        order = begun_in_order(hers + his)
        assert set(order[:2]) & {3, 4}, "his first run came after two of hers"
        assert set(order[:4]) >= {3, 4}, "he waited for all of hers"
    finally:
        bob.close()
        cluster.close()


def test_a_run_that_is_deleted_while_it_is_being_stopped_stops_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    keeper, gone, queued = RunKeeper(), Run.create(spirals()), Run.create(spirals(seed=1))
    gone.write_status(Status("running", process=this_process()))
    keeper.stop(gone)
    gone.folder.rename(tmp_path / "gone")
    until(lambda: not keeper._stopping and keeper._inbox.empty())
    keeper.stop(queued)
    assert queued.status().state == "stopped" and keeper._thread.is_alive()
