"""How far a long explanation is, and whether anybody still wants it: what works tells, whoever asked for it listens.

Where nobody listens, as in a script, telling costs nothing. Imports no framework.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar

_listener: ContextVar[Callable[[float | None], None] | None] = ContextVar("listener", default=None)
_span: ContextVar[tuple[float, float]] = ContextVar("span", default=(0.0, 1.0))


def tell(share: float | None = None) -> None:
    """Says that work goes on, and which share of it is done where that is known. What a listener raises ends it."""
    listener = _listener.get()
    if listener is not None:
        low, high = _span.get()
        listener(None if share is None else low + (high - low) * min(1.0, max(0.0, share)))


@contextlib.contextmanager
def heard_by(listener: Callable[[float | None], None]) -> Iterator[None]:
    """Lets a function hear what is told inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextlib.contextmanager
def part(number: int, of: int) -> Iterator[None]:
    """What is told inside is about one of several equal parts of the work, counted from 0."""
    low, high = _span.get()
    size = (high - low) / max(1, of)
    token = _span.set((low + number * size, low + (number + 1) * size))
    try:
        yield
    finally:
        _span.reset(token)
