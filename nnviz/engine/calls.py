"""Questions to the engine: each waits for a free worker, is sent there, and has a time limit that starts with
the work."""

import threading
import uuid
from dataclasses import dataclass, field

from nnviz import settings
from nnviz.engine.news import WAITING, News
from nnviz.engine.queue import INTERACTIVE, TRAINING
from nnviz.engine.sentences import sentence
from nnviz.engine.watched import TASK, Ticket
from nnviz.engine.watcher import Watcher, until, watched
from nnviz.errors import EngineError

TRIES = 3


@dataclass
class _Call:
    """A question on its way."""

    news: threading.Event = field(default_factory=threading.Event)
    worker: str = ""
    waits: bool = False
    lost: bool = False
    future: object = None

    def hear(self, news: News) -> None:
        self.worker, self.lost = news.worker, news.news != "granted"
        if self.lost and self.future is not None:
            self.future.cancel()
        self.news.set()

    def give_up(self) -> None:
        """Ends the worker of a task that does not end by itself."""
        if self.future is not None:
            self.future.cancel()


class Calls:
    """The questions that this process has under way."""

    def __init__(self):
        self._calls: dict[str, _Call] = {}

    def ask(
        self,
        desk,
        task: str,
        arguments: tuple,
        *,
        owner: str = "",
        seconds: float | None = None,
        training: bool = False,
        watcher: Watcher | None = None,
    ):
        """The result of a task, awaited.

        Args:
            training: whether it is work for a training worker, that questions are answered beside.
            watcher: who is told how far it is, and may end it: the task is then asked to end with what it has.

        Raises:
            NotAsked: the engine went away before it heard of the task.
            NnvizError: what the task raised; EngineError when no worker was free in time, when its worker ended, or
                when it took longer than `seconds` from its beginning.
        """
        for _ in range(TRIES):
            key, call = f"{task}-{uuid.uuid4().hex}", _Call()
            self._calls[key] = call
            try:
                worker = self._worker(desk, key, call, owner, TRAINING if training else INTERACTIVE, watcher)
                if worker and watcher is None:
                    return self._result(desk, key, call, worker, task, arguments, seconds)
                if worker:
                    return self._watched(desk, key, call, worker, (task, *arguments), seconds, watcher)
            except _NotBegun:
                continue
            finally:
                del self._calls[key]
        raise EngineError("The workers ended before they could begin this task.", fix="Try again in a few seconds.")

    def hear(self, news: News) -> None:
        """Passes on what happened to a question's ticket."""
        call = self._calls.get(news.key)
        if call is not None:
            call.hear(news)

    def waiting(self) -> int:
        """How many of them wait for a free worker."""
        return sum(call.waits for call in list(self._calls.values()))

    def drop_all(self) -> None:
        """Wakes everybody who waits for a worker of an engine that is gone."""
        for key, call in list(self._calls.items()):
            call.hear(News("lost", key))

    def _worker(self, desk, key: str, call: _Call, owner: str, kind: str, watcher: Watcher | None) -> str:
        """A free worker's address, "" where the one that was granted is gone."""
        try:
            answer = desk.ask(key, kind, owner)
        except Exception as error:
            raise NotAsked from error
        if answer != WAITING:
            return answer
        call.waits, limit = True, settings.get().wait_seconds
        if not until(call.news, limit, watcher, lambda: desk.withdraw(key)) and desk.withdraw(key) == "withdrawn":
            raise EngineError(
                f"Every worker has been busy for {limit:g} s, so this has not begun.",
                fix="Try again, or wait until other work has ended.",
            )
        call.news.wait(1.0)  # granted at that very moment
        call.waits = False
        return call.worker

    @staticmethod
    def _result(desk, key: str, call: _Call, worker: str, task: str, arguments: tuple, seconds: float | None):
        limit = seconds or settings.get().task_seconds
        future = call.future = desk.send(key, worker, task, *arguments)
        try:
            return future.result(timeout=limit)
        except TimeoutError:
            future.cancel()
            raise EngineError(
                f"This took longer than {limit:g} s and was given up.", fix="Choose less, or try again."
            ) from None
        except Exception as error:
            if call.lost and future.status == "cancelled":
                raise _NotBegun from None
            raise sentence(error) from None
        finally:
            future.release()

    def _watched(self, desk, key: str, call: _Call, worker: str, asked: tuple, seconds, watcher: Watcher):
        """As `_result`, with an ear for the watcher."""

        def ask():
            return self._result(desk, key, call, worker, TASK, (key, *asked), seconds)

        return watched(ask, Ticket(key), watcher, call.give_up)


class NotAsked(Exception):
    """The engine was gone before it heard of the task: it may be asked again once it is back."""


class _NotBegun(Exception):
    """The worker was gone before the task came to it: it may be asked for again."""
