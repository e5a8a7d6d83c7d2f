"""What the queue answers and tells: said here so that the server can read it without importing Dask."""

from dataclasses import dataclass

KNOWN, WAITING = "known", "waiting"


@dataclass(frozen=True)
class News:
    """What happened to a ticket: "granted" (with its worker), "lost", "withdrawn", or "orphans" for somebody else's."""

    news: str
    key: str
    worker: str = ""
