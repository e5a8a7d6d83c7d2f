"""The client's side of the queue: asks Dask's scheduler for a free worker, and hears when there is one."""

import contextlib
from collections.abc import Callable

from distributed import Client, Future, fire_and_forget

from nnviz.engine.news import News
from nnviz.engine.queue_plugin import QueuePlugin, topic
from nnviz.engine.tasks import run_task


class Desk:
    """Where one client gets workers for its tasks.

    Args:
        client: connected to the cluster's scheduler.
        on_news: called with `News` in the client's own thread; it must return at once.
    """

    def __init__(self, client: Client, on_news: Callable[[News], None]):
        self._client = client
        client.register_plugin(QueuePlugin())
        client.subscribe_topic(topic(client.id), lambda event: on_news(News(**event[1])))

    def ask(self, key: str, kind: str, owner: str = "", limit: int = 0) -> str:
        """A ticket for a task: the address of its worker, "waiting", or "known" when somebody has asked for
        that key."""
        return self._call("ask", key=key, kind=kind, owner=owner, client=self._client.id, limit=limit)

    def send(self, key: str, worker: str, task: str, *arguments, outlives: bool = False) -> Future:
        """Sends a task to the worker that its ticket was granted.

        Args:
            outlives: whether it goes on when this client is gone.
        """
        future = self._client.submit(run_task, task, *arguments, key=key, workers=[worker], pure=False, retries=0)
        if outlives:
            fire_and_forget(future)
        return future

    def withdraw(self, key: str) -> str:
        """Takes back a ticket that waits: "withdrawn", "running" or "unknown"."""
        return self._call("withdraw", key=key)

    def place(self, key: str) -> dict:
        """Where a ticket stands; `QueuePlugin.place` says how it is told."""
        return self._call("place", key=key)

    def answers(self, seconds: float) -> bool:
        """Whether the scheduler answers within that time."""
        try:
            self._client.sync(self._client.scheduler.nnviz_place, key="", callback_timeout=seconds)
        except Exception:
            return False
        return True

    def rest(self, worker: str, seconds: float) -> None:
        """Starts a worker's process again once it has had nothing to do for that time."""
        with contextlib.suppress(Exception):
            self._call("rest", worker=worker, seconds=seconds)

    def end(self, key: str) -> None:
        """Ends the process that is busy with a task, whoever sent it."""
        self._call("end", key=key)

    def _call(self, name: str, **arguments):
        return self._client.sync(getattr(self._client.scheduler, f"nnviz_{name}"), **arguments)
