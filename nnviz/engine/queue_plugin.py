"""The queue where every app server on a cluster sees it: in Dask's scheduler.

The plugin says when a task may be sent and to which free worker; Dask places it there, runs it and reports on it.
Messages to it are scheduler handlers, news from it are Dask events on one topic a client (`topic`).
"""

import contextlib
import time

from distributed.diagnostics.plugin import SchedulerPlugin

from nnviz.engine.queue import KINDS, TRAINING, Queue, Ticket

NAME = "nnviz-queue"
_SEND_SECONDS = 20.0
"""A worker granted to somebody who sends it nothing is taken back after this time."""
_RESTART_SECONDS = 20.0
_DURATIONS_KEPT = 0.7
"""Weight of the past in the mean duration of a task of a kind."""


def topic(client: str) -> str:
    """Where a client hears of its tickets."""
    return f"{NAME}-{client}"


class QueuePlugin(SchedulerPlugin):
    """Holds the queue; one on a cluster, however many app servers use it."""

    name = NAME
    idempotent = True

    async def start(self, scheduler) -> None:
        self.scheduler, self.queue = scheduler, Queue()
        self._began: dict[str, float] = {}
        self._mean: dict[str, float] = {}
        for address in scheduler.workers:
            self._welcome(address)
        handlers = {"ask": self.ask, "withdraw": self.withdraw, "place": self.place, "rest": self.rest, "end": self.end}
        scheduler.handlers |= {f"nnviz_{name}": handler for name, handler in handlers.items()}

    # What a client asks.

    def ask(self, key: str, kind: str, owner: str, client: str, limit: int = 0) -> str:
        """A ticket for a task. Returns the address of a worker to send it to at once, "waiting", or "known"."""
        ticket = Ticket(key, kind, owner, client, limit)
        if not self.queue.ask(ticket):
            return "known"
        self._deal(silent=key)
        return ticket.worker or "waiting"

    def withdraw(self, key: str) -> str:
        """Takes back a ticket that waits; returns "withdrawn", "running" or "unknown"."""
        ticket = self.queue.ticket(key)
        if ticket is None:
            return "unknown"
        if ticket.worker:
            return "running"
        self.queue.close(key)
        self._tell(ticket.client, "withdrawn", key)
        self._deal()
        return "withdrawn"

    def place(self, key: str) -> dict:
        """Where a ticket stands.

        Returns:
            {"position": 1 is next; 0 is not waiting, or its owner is at the limit, "limited": whether it is that,
             "running": keys of that kind under way, "workers": of that kind, "mean": seconds that one takes, or None}.
        """
        ticket = self.queue.ticket(key)
        if ticket is None or ticket.worker:
            return {"position": 0, "limited": False, "running": [], "workers": 0, "mean": None}
        position = self.queue.place(key)
        return {
            "position": position,
            "limited": position == 0,
            "running": [running.key for running in self.queue.running(ticket.kind)],
            "workers": self.queue.workers(ticket.kind),
            "mean": self._mean.get(ticket.kind),
        }

    def rest(self, worker: str, seconds: float) -> None:
        """Starts a worker's process again once it has had nothing to do for that time; it then holds no memory."""
        began = self.queue.grants_of(worker)

        def if_idle() -> None:
            state = self.scheduler.workers.get(worker)
            if state is None or self.queue.grants_of(worker) != began:
                return
            if state.has_what:  # a result that somebody is about to fetch
                self.scheduler.loop.call_later(seconds, if_idle)
            elif self.queue.rest(worker):
                self._restart(worker)

        self.scheduler.loop.call_later(seconds, if_idle)

    def end(self, key: str) -> None:
        """Ends the process that is busy with a task."""
        ticket = self.queue.ticket(key)
        if ticket is not None and ticket.worker:
            self._ended_midway(ticket)

    # What Dask reports.

    def transition(self, key, start, finish, *args, **kwargs) -> None:
        ticket = self.queue.ticket(key)
        if ticket is None or not ticket.worker:
            return
        if finish == "processing":
            self._began[key] = time.monotonic()
        elif start == "processing" and finish in ("memory", "erred"):
            self._note_duration(ticket)
            self._finished(key)
        elif start == "processing" and ticket.worker in self.scheduler.workers:
            self._ended_midway(ticket)
        elif finish in ("no-worker", "erred", "forgotten"):
            self._finished(key)
            self._tell(ticket.client, "lost", key)

    def add_worker(self, scheduler, worker: str) -> None:
        self._welcome(worker)
        self._deal()

    def remove_worker(self, scheduler, worker: str, **kwargs) -> None:
        ticket = self.queue.remove_worker(worker)
        if ticket is not None:
            self._began.pop(ticket.key, None)
            task = scheduler.tasks.get(ticket.key)
            if task is None or task.state != "erred":
                self._tell(ticket.client, "lost", ticket.key)
        self._deal()

    def remove_client(self, scheduler, client: str) -> None:
        """Who is gone waits no longer; runs that it had queued are left for another app server to send."""
        left_behind = [ticket for ticket in self.queue.of_client(client) if ticket.key not in self._began]
        for ticket in left_behind:
            self.queue.close(ticket.key)
        if any(ticket.kind == TRAINING for ticket in left_behind):
            for other in scheduler.clients:
                self._tell(other, "orphans", "")
        self._deal()

    # What follows.

    def _welcome(self, address: str) -> None:
        resources = self.scheduler.workers[address].resources
        self.queue.add_worker(address, next((kind for kind in KINDS if resources.get(kind)), TRAINING))

    def _deal(self, silent: str = "") -> None:
        for ticket in self.queue.deal():
            self.scheduler.loop.call_later(_SEND_SECONDS, self._take_back, ticket)
            if ticket.key != silent:
                self._tell(ticket.client, "granted", ticket.key, ticket.worker)

    def _take_back(self, ticket: Ticket) -> None:
        if self.queue.ticket(ticket.key) is ticket and ticket.worker and ticket.key not in self.scheduler.tasks:
            self._finished(ticket.key)
            self._tell(ticket.client, "lost", ticket.key)

    def _finished(self, key: str) -> None:
        self._began.pop(key, None)
        self.queue.close(key)
        self.scheduler.loop.add_callback(self._deal)

    def _ended_midway(self, ticket: Ticket) -> None:
        """Nobody wants a task any more that a worker is busy with. Dask cannot stop it; its process can be ended."""
        self._began.pop(ticket.key, None)
        self.queue.close(ticket.key)
        self.queue.rest(ticket.worker)
        self._restart(ticket.worker)

    def _restart(self, worker: str) -> None:
        async def restart() -> None:
            with contextlib.suppress(Exception):
                await self.scheduler.restart_workers(
                    [worker], timeout=_RESTART_SECONDS, on_error="return", stimulus_id=f"{NAME}-{time.time()}"
                )
            self.queue.rest(worker, False)
            self._deal()

        self.scheduler.loop.add_callback(restart)

    def _note_duration(self, ticket: Ticket) -> None:
        if ticket.key in self._began:
            seconds = time.monotonic() - self._began[ticket.key]
            mean = self._mean.get(ticket.kind, seconds)
            self._mean[ticket.kind] = _DURATIONS_KEPT * mean + (1 - _DURATIONS_KEPT) * seconds

    def _tell(self, client: str, news: str, key: str, worker: str = "") -> None:
        self.scheduler.log_event(topic(client), {"news": news, "key": key, "worker": worker})
