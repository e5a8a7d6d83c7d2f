"""A question that somebody waits for: they hear how far it is, and whoever leaves ends it with what there is."""

import threading

import pytest

from nnviz import progress, settings
from nnviz.engine import tasks, watched
from nnviz.engine.watched import Ticket
from nnviz.engine.watcher import Watcher, until
from nnviz.engine.watcher import watched as watch
from nnviz.errors import CancelledError, EngineError


class Leaves(BaseException):
    """As Streamlit leaves a script that nobody wants any more."""


def steps(whole: bool):
    """What is done until somebody leaves; `whole` for work of which a part is nothing."""
    limit, done = progress.Limit(60.0), 0
    while whole or not (done and limit.reached()):
        with limit.ends(done > 0 and not whole):
            progress.tell(done / (done + 1))
            done += 1
    return done


def fails():
    raise EngineError("No.")


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """`ask(task, watcher)`: as the engine asks a worker, which here is a thread."""
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    monkeypatch.setattr(watched, "_LOOK_SECONDS", -1.0)
    monkeypatch.setattr(watched, "_TELL_SECONDS", -1.0)
    own = {"steps": f"{__name__}:steps", "fails": f"{__name__}:fails"}
    monkeypatch.setattr(tasks, "tasks", lambda: own)

    def go(watcher, task, *arguments):
        worker = lambda: watched.answered("t", task, *arguments)  # noqa: E731
        return watch(worker, Ticket("t"), watcher, lambda: pytest.fail("the worker ends by itself"))

    yield go
    assert not list((tmp_path / "asked").iterdir()), "nothing is left of it"


def leaves_after(share: float):
    def tell(told):
        if told is not None and told >= share:
            raise Leaves

    return tell


def test_whoever_leaves_is_given_what_there_was(ask):
    taken = []
    with pytest.raises(Leaves):
        ask(Watcher(leaves_after(0.5), taken.append), "steps", False)
    assert taken[0] >= 1
    with pytest.raises(Leaves):
        ask(Watcher(leaves_after(0.5), taken.append), "steps", True)
    assert len(taken) == 1, "of this a part is nothing"


def test_what_a_task_raises_comes_through_and_a_cancelled_one_says_so(ask, monkeypatch):
    with pytest.raises(EngineError, match="No"):
        ask(Watcher(lambda share: None), "fails")
    Ticket("t").end()
    with pytest.raises(CancelledError):
        watched.answered("t", "steps", True)
    Ticket("t").close()


def test_a_wait_for_a_free_worker_can_be_left_too():
    left, news = [], threading.Event()

    def leave(share):
        raise Leaves

    with pytest.raises(Leaves):
        until(news, 60.0, Watcher(leave), lambda: left.append(1))
    assert left == [1] and not until(news, 0.01, Watcher(lambda share: None), list)
    news.set()
    assert until(news, 60.0, None, list)
