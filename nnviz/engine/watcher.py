"""Who waits for an answer and may change their mind: told again and again how far it is, and heard when they leave."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nnviz.engine.watched import Ticket

_LOOK_SECONDS = 0.1
_SHOW_SECONDS, _END_SECONDS = 1.2, 10.0
"""How long an answer that is cut short is waited for, and how long its worker may take to end before it is ended."""


@dataclass(frozen=True)
class Watcher:
    """Somebody who waits.

    Attributes:
        tell: is told again and again the share that is done, or None where that is not known; what it raises ends the
            question.
        take: is given what there was by then, of a task that can be cut short.
    """

    tell: Callable[[float | None], None]
    take: Callable[[Any], None] = lambda answer: None


def until(news: threading.Event, seconds: float, watcher: Watcher | None, leave: Callable[[], object]) -> bool:
    """Waits for news at most so long, and returns whether there was any; `leave` is called where the watcher ends
    it."""
    if watcher is None:
        return news.wait(seconds)
    try:
        for _ in range(max(1, round(seconds / _LOOK_SECONDS))):
            if news.wait(_LOOK_SECONDS):
                return True
            watcher.tell(None)
    except BaseException:
        leave()
        raise
    return False


def watched(ask: Callable[[], Any], ticket: Ticket, watcher: Watcher, give_up: Callable[[], None]) -> Any:
    """What `ask` returns or raises. Where the watcher ends it, the worker is asked to end with what it has, and what
    that is, is given to the watcher.

    Args:
        give_up: ends a worker that does not end by itself.
    """
    answer = _Answer()
    ticket.open()
    threading.Thread(target=answer.fetch, args=(ask, ticket), daemon=True, name=f"nnviz-{ticket.name}").start()
    try:
        while not answer.there.wait(_LOOK_SECONDS):
            watcher.tell(ticket.share)
    except BaseException:
        ticket.end()
        if answer.there.wait(_SHOW_SECONDS):
            ticket.close()  # it may have come to its end at that very moment
            if answer.error is None:
                watcher.take(answer.value)
        else:
            answer.or_else(give_up)
        raise
    if answer.error is not None:
        raise answer.error
    return answer.value


@dataclass
class _Answer:
    """What a thread fetches."""

    there: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    error: BaseException | None = None

    def fetch(self, ask: Callable[[], Any], ticket: Ticket) -> None:
        try:
            self.value = ask()
        except BaseException as error:
            self.error = error
        finally:
            ticket.close()
            self.there.set()

    def or_else(self, give_up: Callable[[], None]) -> None:
        """Calls `give_up` where it is not there after a while."""

        def late() -> None:
            if not self.there.wait(_END_SECONDS):
                give_up()

        threading.Thread(target=late, daemon=True, name="nnviz-late").start()
