"""The sign of life of a run that trains, however long an epoch takes."""

import contextlib
import threading
from collections.abc import Iterator

from nnviz.runs.run import Run

SECONDS = 3.0


@contextlib.contextmanager
def heartbeat(run: Run, seconds: float = SECONDS) -> Iterator[None]:
    """While it lasts, a thread touches the run every few seconds; see `Run.beat`."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(seconds):
            run.beat()

    thread = threading.Thread(target=beat, name="nnviz-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
