"""The engine as a server uses it: real processes, real tasks, real deaths."""

import os
import signal
import subprocess
import sys
import threading

import numpy as np
import psutil
import pytest
from distributed.comm import CommClosedError

from nnviz import gallery, settings
from nnviz.data.load import load
from nnviz.engine import connection, process
from nnviz.engine.client import Engine
from nnviz.engine.desk import Desk
from nnviz.errors import EngineError, SpecError
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from tests.engine.light_engine import COMMAND
from tests.engine.servers import until
from tests.sampling import ALL, whole


def spirals(**changes):
    exp = gallery.ready("spirals")
    return exp.replace(train=exp.train.replace(**changes))


def begun(engine, **changes) -> Run:
    """A run that goes on until it is stopped, at a pace for watching, and that is not worth compiling."""
    return engine.train(spirals(epochs=4_000, batch_size=200, **changes), speed="epoch")


def test_a_task_returns_its_records(engine):
    summary = engine.call("data_summary", DataSpec(source="iris"))
    assert summary.size == 150 and summary.schema.class_names == ("setosa", "versicolor", "virginica")


def test_what_a_task_refuses_arrives_as_the_same_sentence(engine):
    with pytest.raises(SpecError, match="Did you mean 'digits'"):
        engine.call("data_summary", DataSpec(source="digit"))
    with pytest.raises(SpecError, match="no task 'format_disk'"):
        engine.call("format_disk")


def test_training_runs_beside_questions_and_can_be_looked_into(engine):
    run = begun(engine)
    until(lambda: run.status().state == "running" and run.weight_ids())
    found = engine.call("examples", run.id)
    assert found.predictions.shape == (100, 1) and run.status().active
    run.command("stop")
    until(lambda: not run.status().active)
    found = engine.call("examples", run.id)
    expected = run.model()(load(run.experiment.data).validation.x, training=False)
    np.testing.assert_allclose(found.predictions, expected, atol=1e-5)
    layers = engine.call("activations", run.id, found.split, 3)
    np.testing.assert_allclose(layers["dense_1"].values.shape, (1, 8))
    result = engine.call("attribution", run.id, found.split, 3, 1, "integrated_gradients", {})
    assert result.output == pytest.approx(found.predictions[3, 0], abs=1e-5)
    assert result.residual < 1e-3 * max(1, abs(result.total))


@whole  # test_queued_runs.py kills one that waits in the place of training
def test_a_killed_worker_fails_its_own_run_with_a_sentence_and_others_go_on(engine):
    victim, other = begun(engine), begun(engine, seed=1)
    until(lambda: all(r.status().state == "running" and r.last_epoch() for r in (victim, other)))
    os.kill(victim.status().process[1], signal.SIGKILL)
    until(lambda: victim.status().state == "failed")
    assert victim.status().message.endswith(".") and "worker" in victim.status().message
    epoch = other.status().epoch
    until(lambda: other.status().epoch > epoch)
    assert len(victim.history()["loss"]) > 0 and victim.frame() is not None
    other.command("stop")
    until(lambda: not other.status().active)
    again = engine.train(spirals(epochs=2))
    until(lambda: again.status().state == "finished")


@whole  # in test_faults.py workers say after long runs that they hold as much, and are started anew
def test_a_worker_that_keeps_the_compiler_is_started_anew_and_no_run_is_lost(engine):
    first = engine.train(spirals(epochs=600))
    until(lambda: first.status().process)
    pid = first.status().process[1]
    until(lambda: not first.status().active)
    second = engine.train(spirals(epochs=2))
    until(lambda: not second.status().active)
    assert (first.status().state, second.status().state) == ("finished", "finished")
    until(lambda: not psutil.pid_exists(pid))
    assert engine.call("data_summary", DataSpec(source="iris")).size == 150


def test_a_task_that_takes_too_long_is_given_up_and_its_worker_freed(engine):
    slow = DataSpec(source="shapes", settings={"points": 6000, "size": 64})
    for _ in range(settings.get().interactive_workers):
        with pytest.raises(EngineError, match="longer than 0.3 s"):
            engine.call("data_summary", slow, timeout=0.3)
    assert engine.call("data_summary", DataSpec(source="iris")).size == 150


def test_settings_that_cannot_be_trained_end_as_a_failed_run(engine):
    run = engine.train(spirals(batch_size=5000))
    until(lambda: run.status().state == "failed")
    assert "Batch size: received 5,000" in run.status().message


def test_the_home_that_cannot_be_written_is_a_sentence(engine, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", settings.get().home / "file" / "below")
    (settings.get().home.parent).write_text("")
    with pytest.raises(Exception, match="cannot be written"):
        engine.train(spirals())


@pytest.mark.parametrize("ending", (signal.SIGINT, signal.SIGKILL) if ALL else (signal.SIGKILL,))
def test_no_process_outlives_the_one_that_started_it(ending):
    script = (
        "from nnviz.engine import process; from tests.engine.light_engine import COMMAND; process.COMMAND = COMMAND; "
        "import signal, time; signal.signal(signal.SIGINT, signal.default_int_handler); "  # a shell's `&` ignores it
        "from nnviz.engine.client import get; get().wait(); print('ready', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert parent.stdout.readline() == "ready\n"
    children = psutil.Process(parent.pid).children(recursive=True)
    assert len(children) >= 4
    parent.send_signal(ending)
    parent.wait(60)
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


def test_an_engine_that_died_is_started_again_once_when_who_asks_sees_it_before_who_watches(monkeypatch):
    monkeypatch.setattr(process, "COMMAND", COMMAND)
    monkeypatch.setattr(connection, "_WATCH_SECONDS", 0.6)
    watching = set(threading.enumerate())
    engine = Engine()
    engine.wait()
    watching = {thread for thread in threading.enumerate() if thread.name == "nnviz-watch"} - watching
    until(lambda: all(thread.is_alive() for thread in watching))  # also those that are listed before they run
    os.kill(engine.process_id, signal.SIGKILL)
    until(lambda: engine.state != "ready")
    engine.wait()
    for thread in watching:
        thread.join()
    assert engine.call("data_schema", DataSpec(source="wine")).outputs == 3
    engine.close()


def test_a_question_that_the_engine_never_heard_is_asked_again(engine, monkeypatch):
    asked, ask = [], Desk.ask

    def closed_at_first(*arguments):
        asked.append(arguments)
        if len(asked) == 1:
            raise CommClosedError
        return ask(*arguments)

    monkeypatch.setattr(Desk, "ask", closed_at_first)
    assert engine.call("data_schema", DataSpec(source="wine")).outputs == 3


def test_run_ids_of_another_home_are_refused(engine):
    with pytest.raises(Exception, match="There is no run"):
        engine.call("examples", "20200101-000000-aaaaaa")
    assert Run.recent(limit=1)
