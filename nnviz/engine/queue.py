"""The order in which work begins: who waits for a worker, and who is next. Pure bookkeeping, no Dask.

A ticket is one task that somebody wants done. It is handed to a worker only when that worker is free, so that a
worker that dies takes one task with it, and nobody waits beside a worker that has nothing to do. Among those who
wait the owner with the least work under way comes first, then the one served longest ago, then the oldest ticket:
start-time fair queueing with jobs that cannot be interrupted (Demers, Keshav & Shenker 1989).
"""

from collections import deque
from dataclasses import dataclass, field

INTERACTIVE, TRAINING = "interactive", "training"
KINDS = (INTERACTIVE, TRAINING)
_OWNERS_REMEMBERED = 10_000


@dataclass
class Ticket:
    """One task that waits for a worker, or has one.

    Attributes:
        key: of the task, the same in Dask.     kind: "interactive" or "training".
        owner: whose it is; "" for a person alone on the machine.
        client: the process that asked and will send the task.
        limit: how many of this kind the owner may have under way at once; 0 is no limit.
        number: position in the order of arrival.     worker: address of the worker that it was granted, or "".
    """

    key: str
    kind: str = INTERACTIVE
    owner: str = ""
    client: str = ""
    limit: int = 0
    number: int = 0
    worker: str = ""


@dataclass
class _Worker:
    kind: str
    key: str = ""
    resting: bool = False
    grants: int = 0

    @property
    def free(self) -> bool:
        return not self.key and not self.resting


@dataclass
class Queue:
    """Tickets and workers. Every method is cheap and says what follows; `deal` hands free workers to tickets."""

    _workers: dict[str, _Worker] = field(default_factory=dict)
    _tickets: dict[str, Ticket] = field(default_factory=dict)
    _served: dict[tuple[str, str], int] = field(default_factory=dict)
    _arrivals: int = 0
    _grants: int = 0

    def ticket(self, key: str) -> Ticket | None:
        return self._tickets.get(key)

    def tickets(self) -> list[Ticket]:
        return list(self._tickets.values())

    def workers(self, kind: str) -> int:
        """How many workers of a kind there are."""
        return sum(worker.kind == kind for worker in self._workers.values())

    def running(self, kind: str) -> list[Ticket]:
        return [ticket for ticket in self._tickets.values() if ticket.worker and ticket.kind == kind]

    def add_worker(self, address: str, kind: str) -> None:
        """A worker has come, or has come back."""
        self._workers[address] = _Worker(kind)

    def remove_worker(self, address: str) -> Ticket | None:
        """A worker has gone; returns the ticket that it had, which is no longer in the queue."""
        worker = self._workers.pop(address, None)
        return self._tickets.pop(worker.key, None) if worker and worker.key else None

    def rest(self, address: str, resting: bool = True) -> bool:
        """Keeps a free worker from being granted, or lets it be granted again; says whether that changed anything."""
        worker = self._workers.get(address)
        if worker is None or worker.resting == resting or (resting and worker.key):
            return False
        worker.resting = resting
        return True

    def grants_of(self, address: str) -> int:
        """How many tickets a worker has been given; -1 for one that is not there."""
        return self._workers[address].grants if address in self._workers else -1

    def ask(self, ticket: Ticket) -> bool:
        """Takes a ticket in; False when its key is known already."""
        if ticket.key in self._tickets:
            return False
        self._arrivals += 1
        ticket.number, ticket.worker = self._arrivals, ""
        self._tickets[ticket.key] = ticket
        return True

    def close(self, key: str) -> Ticket | None:
        """A ticket is done, withdrawn or lost; its worker, if it had one, is free again."""
        ticket = self._tickets.pop(key, None)
        if ticket is not None and ticket.worker in self._workers:
            self._workers[ticket.worker].key = ""
        return ticket

    def deal(self) -> list[Ticket]:
        """Grants free workers to those who are next, and returns their tickets.

        Training goes to training workers alone, so that questions are always answered; questions that find no
        free worker of their own borrow one that nobody wants for training.
        """
        granted = []
        for kind, fitting in ((TRAINING, (TRAINING,)), (INTERACTIVE, (INTERACTIVE, TRAINING))):
            waiting = self.order(kind)
            free = [address for one in fitting for address, w in self._workers.items() if w.free and w.kind == one]
            for ticket, address in zip(waiting, free, strict=False):
                self._grant(ticket, address)
                granted.append(ticket)
        return granted

    def order(self, kind: str) -> list[Ticket]:
        """The tickets of a kind that wait and may begin, next one first. Owners at their limit are left out."""
        running: dict[str, int] = {}
        for ticket in self.running(kind):
            running[ticket.owner] = running.get(ticket.owner, 0) + 1
        lines: dict[str, deque[Ticket]] = {}
        for ticket in sorted(self._waiting(kind), key=lambda ticket: ticket.number):
            lines.setdefault(ticket.owner, deque()).append(ticket)
        served = {owner: self._served.get((kind, owner), 0) for owner in lines}
        ordered: list[Ticket] = []
        while lines:
            open_lines = [o for o, line in lines.items() if not line[0].limit or running.get(o, 0) < line[0].limit]
            if not open_lines:
                break
            owner = min(open_lines, key=lambda o: (running.get(o, 0), served[o], lines[o][0].number))
            ordered.append(lines[owner].popleft())
            running[owner] = running.get(owner, 0) + 1
            served[owner] = self._grants + len(ordered)
            if not lines[owner]:
                del lines[owner]
        return ordered

    def place(self, key: str) -> int:
        """1 for the ticket that is next, 2 for the one after it, and so on; 0 for one at its owner's limit."""
        ticket = self._tickets[key]
        positions = {waiting.key: number for number, waiting in enumerate(self.order(ticket.kind), 1)}
        return positions.get(key, 0)

    def of_client(self, client: str) -> list[Ticket]:
        """The tickets that a process asked for."""
        return [ticket for ticket in self._tickets.values() if ticket.client == client]

    def _waiting(self, kind: str) -> list[Ticket]:
        return [ticket for ticket in self._tickets.values() if not ticket.worker and ticket.kind == kind]

    def _grant(self, ticket: Ticket, address: str) -> None:
        self._grants += 1
        worker = self._workers[address]
        ticket.worker, worker.key, worker.grants = address, ticket.key, worker.grants + 1
        self._served.pop((ticket.kind, ticket.owner), None)
        self._served[ticket.kind, ticket.owner] = self._grants
        while len(self._served) > _OWNERS_REMEMBERED:
            self._served.pop(next(iter(self._served)))
