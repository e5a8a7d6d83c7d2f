"""How far long work is, and whether anybody still wants it: what works tells, whoever asked for it listens.

Where nobody listens, as in a script, telling costs nothing. Imports no framework.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from nnviz import words

Listener = Callable[[float | None], bool | None]
"""Is told the share that is done, where that is known; returns True once nobody wants the work any more."""
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_span: ContextVar[tuple[float, float]] = ContextVar("span", default=(0.0, 1.0))
_unbroken: ContextVar[bool] = ContextVar("unbroken", default=False)


class Stopped(BaseException):
    """Nobody wants the work any more. Not an `Exception`, so that what catches a stranger's errors lets it through."""


def tell(share: float | None = None) -> None:
    """Says that work goes on, and which share of it is done where that is known. Raises Stopped where nobody wants it
    any more, but not in what ends by itself with what it has (`unbroken`)."""
    if _told(share) and not _unbroken.get():
        raise Stopped


def ending() -> bool:
    """Whether nobody wants the work any more: what can, ends with what it has."""
    return _told(None)


def _told(share: float | None) -> bool:
    listener = _listener.get()
    if listener is None:
        return False
    low, high = _span.get()
    return bool(listener(None if share is None else low + (high - low) * min(1.0, max(0.0, share))))


@contextlib.contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Lets a function hear what is told inside."""
    with _set(_listener, listener):
        yield


@contextlib.contextmanager
def part(number: int, of: int) -> Iterator[None]:
    """What is told inside is about one of several equal parts of the work, counted from 0."""
    low, high = _span.get()
    size = (high - low) / max(1, of)
    with _set(_span, (low + number * size, low + (number + 1) * size)):
        yield


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Lets what is done inside come to its end, as it is short or ends by itself."""
    with _set(_unbroken, True):
        yield


@contextlib.contextmanager
def _set(variable: ContextVar, value) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


class Limit:
    """The time that a method may take that shows what it has when it is cut short, by the clock or by a person.

    >>> limit, done = Limit(60.0), 0
    >>> while done < 3 and not (done and limit.reached()):
    ...     with limit.ends(done > 0):
    ...         done += 1
    >>> done
    3
    """

    def __init__(self, seconds: float):
        self.seconds, self._begin, self._cut = seconds, time.monotonic(), False

    def reached(self, share: float = 1.0) -> bool:
        """Whether that share of the time has gone, or somebody wants it to end."""
        self._cut = self._cut or ending()
        return self._cut or time.monotonic() - self._begin >= share * self.seconds

    @contextlib.contextmanager
    def ends(self, enough: bool) -> Iterator[None]:
        """Lets `Stopped` pass out of a step where there is not enough to show; else the step counts for nothing, and
        `reached` is true afterwards."""
        try:
            yield
        except Stopped:
            if not enough:
                raise
            self._cut = True

    @property
    def cut(self) -> bool:
        """Whether a person ended it."""
        return self._cut

    @property
    def words(self) -> str:
        """Why it ended early: "after 60 s it was ended"."""
        return "it was cancelled" if self._cut else f"after {words.plain(self.seconds, 2)} s it was ended"

    @property
    def sentence(self) -> str:
        """The same by itself."""
        return f"{self.words[0].upper()}{self.words[1:]}."
