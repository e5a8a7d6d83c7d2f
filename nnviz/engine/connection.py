"""The way to the cluster: started or joined, watched, and made again when the engine dies. Imports no framework."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable

from nnviz import settings
from nnviz.engine.process import EngineProcess
from nnviz.engine.queue import KINDS
from nnviz.errors import EngineError

START_SECONDS = 90.0
_WATCH_SECONDS = 0.25
_DEATHS, _WITHIN_SECONDS = 5, 120.0
"""An engine that ends this often in this time is not started again by itself."""


class Connection:
    """One way to one cluster. `start()` returns at once; `state` tells when it is there.

    Args:
        on_desk: called with the `nnviz.engine.desk.Desk` once there is one, and with None when it is gone.
        on_news: called with every `nnviz.engine.desk.News`; it must return at once.
    """

    def __init__(self, on_desk: Callable, on_news: Callable):
        self._on_desk, self._on_news = on_desk, on_news
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._process: EngineProcess | None = None
        self._client = None
        self._failure = ""
        self._starting = self._closed = False
        self._deaths: list[float] = []

    @property
    def state(self) -> str:
        """ "stopped", "starting", "ready" or "failed"."""
        if self._ready.is_set():
            return "ready" if self.alive else "starting"
        return "starting" if self._starting else "failed" if self._failure else "stopped"

    @property
    def alive(self) -> bool:
        client, process = self._client, self._process
        return client is not None and client.status == "running" and (process is None or process.alive)

    @property
    def process_id(self) -> int | None:
        """Of the local engine; None where it runs elsewhere."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Starts or joins the cluster in the background, again if it has died."""
        with self._lock:
            if self._starting or (self._ready.is_set() and self.alive):
                return
            self._starting, self._failure, self._closed = True, "", False
            died = self._given_up()
        threading.Thread(target=self._connect, args=(died,), name="nnviz-engine", daemon=True).start()

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Returns when tasks are taken. Raises EngineError with the reason when that does not happen in time."""
        self.start()
        deadline = time.monotonic() + seconds
        while not self._ready.wait(0.05):
            if self._failure:
                raise EngineError(self._failure, fix=f"Its words are in {settings.get().home / 'engine.log'}.")
            if time.monotonic() > deadline:
                raise EngineError(
                    f"The engine was not ready after {seconds:.0f} s.", fix="Wait a little and try again."
                )

    def close(self) -> None:
        """Ends the engine and everything that it runs; a cluster that was joined stays."""
        with self._lock:
            self._closed = True
            held = self._given_up()
        _end(*held)

    def _connect(self, died: tuple) -> None:
        try:
            _end(*died)
            from distributed import Client

            from nnviz.engine.desk import Desk

            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            address = settings.get().scheduler or self._launch()
            self._client = client = Client(address, timeout=30, set_as_default=False)
            client.wait_for_workers(1, timeout=START_SECONDS)
            _check_workers(client, address)
            self._on_desk(Desk(client, self._on_news))
            self._ready.set()
            threading.Thread(target=self._watch, args=(client,), name="nnviz-watch", daemon=True).start()
        except Exception as error:
            self._failure = f"The engine could not start: {str(error).strip() or type(error).__name__}."
        finally:
            self._starting = False

    def _launch(self) -> str:
        self._process = EngineProcess()
        return self._process.address

    def _watch(self, client) -> None:
        """Sees the engine die and starts it again."""
        while client is self._client and self.alive:
            time.sleep(_WATCH_SECONDS)
        with self._lock:
            if client is not self._client or self._closed:  # somebody who asked was quicker and has started it again
                return
            died = self._given_up()
        _end(*died)
        death = time.monotonic()
        self._deaths = [earlier for earlier in self._deaths if death - earlier < _WITHIN_SECONDS] + [death]
        if len(self._deaths) >= _DEATHS:
            self._failure = f"The engine ended {_DEATHS} times within {_WITHIN_SECONDS:g} s."
        else:
            self.start()

    def _given_up(self) -> tuple:
        """The client and the process that are held, which are the caller's to end; held no longer. Needs the lock."""
        held = self._client, self._process
        self._ready.clear()
        self._client = self._process = None
        self._on_desk(None)
        return held


def _end(client, process) -> None:
    if client is not None:
        with contextlib.suppress(Exception):
            client.close(timeout=2)
    if process is not None:
        process.close()


def _check_workers(client, address: str) -> None:
    """A cluster that somebody else started must say what its workers are for."""
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    missing = [kind for kind in KINDS if not any(worker.get("resources", {}).get(kind) for worker in workers)]
    if missing and settings.get().scheduler:
        raise EngineError(
            f"the cluster at {address} has no worker for {' or '.join(missing)}; "
            f'start some with --resources "{missing[0]}=1"'
        )
