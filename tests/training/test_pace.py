"""The pace of a training: slow enough to be watched, obedient meanwhile, and of no influence on any number."""

import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from nnviz import settings
from nnviz.errors import SpecError
from nnviz.runs.run import Run
from nnviz.runs.speed import SPEEDS, Speed, least_seconds
from nnviz.training.train import train
from tests.sampling import ALL
from tests.training.test_train import experiment, uncompiled, until  # noqa: F401


@pytest.fixture
def brisk(monkeypatch):
    """The slow speeds with short waits."""
    for name, per in (("slow", "step"), ("epoch", "epoch")):
        monkeypatch.setitem(SPEEDS, name, Speed(title=name, help="", per=per, rate=100.0))


def trained(tmp_path, speed: str, **changes) -> Run:
    run = Run.create(experiment(**changes), tmp_path)
    run.set_speed(speed)
    return train(run.experiment, run=run)


def in_background(tmp_path, speed: str, **changes) -> tuple[Run, threading.Thread]:
    run = Run.create(experiment(**changes), tmp_path)
    run.set_speed(speed)
    thread = threading.Thread(target=train, args=(run.experiment,), kwargs={"run": run}, daemon=True)
    thread.start()
    return run, thread


def test_every_speed_gives_the_same_numbers_to_the_last_bit(tmp_path, brisk):
    speeds = ("full", "epoch", "slow") if ALL else ("full", "slow")
    full, *paced = (trained(tmp_path, speed, epochs=4) for speed in speeds)
    for run in paced:
        for mine, others in zip(run.model().weights, full.model().weights, strict=True):
            np.testing.assert_array_equal(mine, others)
        for name, values in full.history().items():
            if name != "seconds":
                np.testing.assert_array_equal(run.history()[name], values)


def test_each_speed_shows_what_it_names(tmp_path, brisk):
    assert trained(tmp_path, "slow", epochs=2).frame_ids() == list(range(11)), "every one of 2 × 5 steps"
    assert trained(tmp_path, "epoch", epochs=20).frame_ids() == list(range(0, 101, 5)), "the end of every epoch"


def test_waiting_is_not_time_spent_training(tmp_path, monkeypatch):
    monkeypatch.setitem(SPEEDS, "epoch", Speed(title="epoch", help="", per="epoch", rate=1.0))
    clock = [0.0]  # a clock on which training takes no time, and waiting what it asks for
    fake = SimpleNamespace(
        perf_counter=lambda: clock[0],
        monotonic=time.monotonic,
        sleep=lambda seconds: clock.__setitem__(0, clock[0] + seconds),
    )
    for module in ("pace", "session"):
        monkeypatch.setattr(f"nnviz.training.{module}.time", fake)
    run = trained(tmp_path, "epoch", epochs=9)
    assert clock[0] == pytest.approx(8.0), "a wait between each two of nine epochs"
    assert run.status().seconds == 0.0 and run.history()["seconds"].max() == 0.0


def test_a_slow_run_obeys_between_its_steps_and_takes_another_speed(tmp_path, monkeypatch, uncompiled):  # noqa: F811
    monkeypatch.setitem(SPEEDS, "slow", Speed(title="slow", help="", per="step", rate=0.01))  # one step in 100 s
    run, thread = in_background(tmp_path, "slow", epochs=10_000)
    until(lambda: run.status().epoch > 0)
    assert run.status().epoch == pytest.approx(0.2), "the first step is taken at once, and then it waits"
    run.command("pause")
    until(lambda: run.status().state == "paused")
    run.command("run")
    until(lambda: run.status().state == "running")
    run.set_speed("full")
    until(lambda: run.status().epoch > 20)
    run.set_speed("slow")
    run.command("stop")
    thread.join(60)
    assert not thread.is_alive() and run.status().state == "stopped"


def test_on_a_hosted_copy_the_waits_of_a_run_have_an_end(tmp_path, monkeypatch, uncompiled):  # noqa: F811
    monkeypatch.setattr(settings.get(), "mode", "hosted")
    monkeypatch.setattr(settings.get(), "pace_minutes", 0.1 / 60)
    monkeypatch.setitem(SPEEDS, "slow", Speed(title="slow", help="", per="step", rate=0.01))
    run, thread = in_background(tmp_path, "slow", epochs=10_000)
    until(lambda: run.status().epoch > 20)
    assert "goes on at full speed" in run.status().message
    run.command("stop")
    thread.join(60)


def test_a_speed_that_is_none_is_a_sentence_and_a_damaged_one_is_full(tmp_path):
    run = Run.create(experiment(), tmp_path)
    assert run.speed() == "full"
    with pytest.raises(SpecError, match="slow"):
        run.set_speed("slo")
    (run.folder / "speed.json").write_text('{"speed": 3')
    assert run.speed() == "full"


def test_what_a_pace_takes_at_least():
    assert (least_seconds("full", 80), least_seconds("epoch", 80), least_seconds("slow", 80)) == (0.0, 10.0, None)
