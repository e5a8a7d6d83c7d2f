"""Questions that find every worker busy: they wait, their clock does not, and giving one up disturbs nobody."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from nnviz import settings
from nnviz.engine.client import Engine
from nnviz.errors import EngineError
from nnviz.specs import DataSpec
from tests.engine.servers import Cluster, under_way, until
from tests.engine.test_queued_runs import LONG, spirals

SLOW = DataSpec(source="shapes", settings={"points": 3000, "size": 64})
QUICK = DataSpec(source="iris")


@pytest.fixture
def busy_engine(tmp_path, monkeypatch):
    """An engine whose only training worker trains, so that questions have one worker for all of them."""
    cluster = Cluster(tmp_path, training=1)
    monkeypatch.setattr(settings.get(), "scheduler", cluster.address)
    engine = Engine()
    engine.wait()
    engine.call("data_schema", QUICK)  # the worker has by now what it imports for it
    run = engine.train(spirals(**LONG))
    until(lambda: under_way(run))
    yield engine
    engine.stop(run)
    until(lambda: not run.status().active)
    engine.close()
    cluster.close()


def test_a_question_waits_its_turn_without_its_clock_running_and_one_given_up_ends_nobody_s_work(
    busy_engine, monkeypatch
):
    with ThreadPoolExecutor(3) as threads:
        slow = [threads.submit(busy_engine.call, "data_summary", SLOW, owner="ann") for _ in range(2)]
        until(lambda: busy_engine.waiting() == 1)
        quick = threads.submit(busy_engine.call, "data_schema", QUICK, timeout=1.0, owner="bob")
        until(lambda: busy_engine.waiting() == 2)
        monkeypatch.setattr(settings.get(), "wait_seconds", 0.05)
        with pytest.raises(EngineError, match="Every worker has been busy for 0.05 s"):
            busy_engine.call("data_schema", QUICK)
        assert quick.result().outputs == 3
        assert [summary.result().size for summary in slow] == [3000, 3000]
