"""The server's side of the engine: start it, ask it, train with it. Imports no framework.

Tasks are named, `engine.call("data_summary", spec)`, and looked up by the worker (`nnviz.engine.tasks`), so that the
server never imports what they need.
"""

import atexit
import contextlib
import logging
import threading
import time

from nnviz import settings
from nnviz.engine.process import EngineProcess
from nnviz.engine.queue import KINDS
from nnviz.engine.runs import RunKeeper, key_of, run_of
from nnviz.engine.sentences import sentence
from nnviz.engine.waiting import Place, expected_wait, remaining_seconds
from nnviz.errors import EngineError, NnvizError
from nnviz.runs.run import Run
from nnviz.specs import Experiment

_START_SECONDS = 90.0
_WATCH_SECONDS = 0.25
_DEATHS, _WITHIN_SECONDS = 5, 120.0
"""An engine that ends this often in this time is not started again by itself."""


class Engine:
    """One engine for one server process. `start()` returns at once; `state` tells when it is ready.

    An engine that dies is started again; queued runs wait for it.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._process: EngineProcess | None = None
        self._client = self._desk = self._calls = None
        self._failure = ""
        self._starting = self._closed = False
        self._deaths: list[float] = []
        self._runs = RunKeeper()

    @property
    def state(self) -> str:
        """ "stopped", "starting", "ready" or "failed"."""
        if self._ready.is_set():
            return "ready" if self._alive() else "starting"
        return "starting" if self._starting else "failed" if self._failure else "stopped"

    @property
    def process_id(self) -> int | None:
        """Of the local engine; None where it runs elsewhere."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Starts the engine in the background, or starts it again if it has died."""
        with self._lock:
            if self._starting or (self._ready.is_set() and self._alive()):
                return
            self._starting, self._failure, self._closed = True, "", False
            self._ready.clear()
        threading.Thread(target=self._connect, name="nnviz-engine", daemon=True).start()

    def wait(self, seconds: float = _START_SECONDS) -> None:
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

    def call(self, task: str, *arguments, timeout: float | None = None, owner: str = ""):
        """The result of a task, awaited.

        Args:
            task: a name in a room's table of tasks.
            timeout: seconds that it may take, from the moment when a worker begins it.
            owner: who asks; questions of different people take turns.

        Raises:
            NnvizError: what the task raised; EngineError when its worker died, when no worker was free in time, or when
                it took longer than `timeout`.
        """
        self.wait()
        desk, calls = self._desk, self._calls
        if desk is None:
            raise sentence(None)
        try:
            return calls.ask(desk, task, arguments, owner=owner, seconds=timeout)
        except NnvizError:
            raise
        except Exception as error:
            raise sentence(error if self._alive() else None) from None

    def train(self, experiment: Experiment, command: str | None = None, *, owner: str = "", limit: int = 0) -> Run:
        """A new run of that experiment, queued for the next free training worker; `command` awaits it there.

        Args:
            owner: whose run it is; the queue is fair between owners.
            limit: how many runs the owner may have under way at once; 0 for any number.
        """
        run = Run.create(experiment, owner=owner)
        if command:
            run.command(command)
        self._runs.add(run, limit)
        self.start()
        return run

    def stop(self, run: Run) -> None:
        """Ends a run: at once when it waits, else as soon as it can."""
        self._runs.stop(run)

    def place(self, run_id: str) -> Place | None:
        """Where a queued run stands; None for one that does not wait, or while the engine is starting."""
        desk = self._desk
        if desk is None:
            return None
        try:
            answer = desk.place(key_of(run_id))
        except Exception:  # the engine went away meanwhile
            return None
        if not answer["position"]:
            return Place(0, limited=True) if answer["limited"] else None
        remaining = [_remaining(run_of(key), answer["mean"]) for key in answer["running"]]
        known = [seconds for seconds in remaining if seconds is not None]
        complete = len(known) == len(remaining)
        seconds = expected_wait(answer["position"], known, answer["mean"]) if complete else None
        return Place(answer["position"], seconds)

    def running(self) -> list[str]:
        """Ids of the runs that this engine was given and has not finished."""
        return self._runs.running()

    def waiting(self) -> int:
        """How many questions of this process wait for a free worker."""
        return self._calls.waiting() if self._calls is not None else 0

    def close(self) -> None:
        """Ends the engine and everything that it runs."""
        self._closed = True
        self._let_go()

    def _let_go(self) -> None:
        client, process, calls = self._client, self._process, self._calls
        self._ready.clear()
        self._client = self._process = self._desk = self._calls = None
        self._runs.connected(None)
        if calls is not None:
            calls.drop_all()
        if client is not None:
            with contextlib.suppress(Exception):
                client.close(timeout=2)
        if process is not None:
            process.close()

    def _alive(self) -> bool:
        client, process = self._client, self._process
        return client is not None and client.status == "running" and (process is None or process.alive)

    def _connect(self) -> None:
        try:
            from distributed import Client

            from nnviz.engine.calls import Calls
            from nnviz.engine.desk import Desk

            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            address = settings.get().scheduler or self._launch()
            self._calls = Calls()
            self._client = Client(address, timeout=30, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_START_SECONDS)
            _check_workers(self._client, address)
            self._desk = Desk(self._client, self._hear)
            self._ready.set()
            self._runs.connected(self._desk)
            threading.Thread(target=self._watch, args=(self._client,), name="nnviz-watch", daemon=True).start()
        except Exception as error:
            self._failure = f"The engine could not start: {str(error).strip() or type(error).__name__}."
        finally:
            self._starting = False

    def _launch(self) -> str:
        self._process = EngineProcess()
        return self._process.address

    def _hear(self, news) -> None:
        if news.news == "orphans" or run_of(news.key) is not None:
            self._runs.hear(news)
        elif self._calls is not None:
            self._calls.hear(news)

    def _watch(self, client) -> None:
        """Sees an engine die and starts it again."""
        while client is self._client and self._alive():
            time.sleep(_WATCH_SECONDS)
        if client is not self._client or self._closed:
            return
        self._let_go()
        now = time.monotonic()
        self._deaths = [death for death in self._deaths if now - death < _WITHIN_SECONDS] + [now]
        if len(self._deaths) >= _DEATHS:
            self._failure = f"The engine ended {_DEATHS} times within {_WITHIN_SECONDS:g} s."
        else:
            self.start()


def _check_workers(client, address: str) -> None:
    """A cluster that somebody else started must say what its workers are for."""
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    missing = [kind for kind in KINDS if not any(worker.get("resources", {}).get(kind) for worker in workers)]
    if missing and settings.get().scheduler:
        raise EngineError(
            f"the cluster at {address} has no worker for {' or '.join(missing)}; "
            f'start some with --resources "{missing[0]}=1"'
        )


def _remaining(run_id: str | None, mean: float | None) -> float | None:
    try:
        status = Run.open(run_id).status()
    except NnvizError:
        return mean
    return remaining_seconds(status.epoch, status.epochs, status.seconds, mean)


_engine = Engine()
atexit.register(_engine.close)


def get() -> Engine:
    """The engine of this process."""
    return _engine
