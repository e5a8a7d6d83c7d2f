"""The server's side of the engine: start it, ask it, train with it. Imports no framework.

Tasks are named, `engine.call("data_summary", spec)`, and looked up in `nnviz.engine.work` by the worker, so
that the server never imports what they need.
"""

import atexit
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from nnviz import settings
from nnviz.engine.tasks import run_task
from nnviz.errors import EngineError, NnvizError
from nnviz.runs.run import Run
from nnviz.specs import Experiment

_START_SECONDS = 90.0
_REST_SECONDS = 2.0
_GONE_SECONDS = 3.0
_HELD = 120e6
"""Bytes that a training worker may keep after its run: XLA's compiler stays in a process once it was used."""


class Engine:
    """One engine for one server process. `start()` returns at once; `state` tells when it is ready."""

    def __init__(self):
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._process: subprocess.Popen | None = None
        self._client = None
        self._failure = ""
        self._starting = False
        self._futures: dict[str, Any] = {}
        self._sending = threading.Lock()
        self._heavy: dict[str, int] = {}

    @property
    def state(self) -> str:
        """ "stopped", "starting", "ready" or "failed"."""
        if self._ready.is_set():
            return "ready" if self._alive() else "failed"
        return "starting" if self._starting else "failed" if self._failure else "stopped"

    def start(self) -> None:
        """Starts the engine in the background, or starts it again if it has died."""
        with self._lock:
            if self._starting or (self._ready.is_set() and self._alive()):
                return
            self._starting, self._failure = True, ""
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

    def call(self, task: str, *arguments, timeout: float | None = None, kind: str = "interactive"):
        """The result of a task of `nnviz.engine.work`, awaited.

        Raises:
            NnvizError: what the task raised; EngineError when its worker died or it took longer than `timeout` seconds.
        """
        self.wait()
        limit = timeout or settings.get().task_seconds
        future = self._client.submit(run_task, task, *arguments, resources={kind: 1}, pure=False, retries=0)
        try:
            return future.result(timeout=limit)
        except TimeoutError:
            self._abandon(future)
            raise EngineError(
                f"This took longer than {limit:g} s and was given up.", fix="Choose less, or try again."
            ) from None
        except Exception as error:
            raise _sentence(error) from None
        finally:
            future.release()

    def train(self, experiment: Experiment, command: str | None = None) -> Run:
        """A new run of that experiment, queued for the next free training worker; `command` awaits it there."""
        run = Run.create(experiment)
        if command:
            run.command(command)
        threading.Thread(target=self._send, args=(run,), daemon=True).start()
        return run

    def running(self) -> list[str]:
        """Ids of the runs that this engine was given and has not finished."""
        return [run_id for run_id, future in list(self._futures.items()) if not future.done()]

    def close(self) -> None:
        """Ends the engine and everything that it runs."""
        client, process = self._client, self._process
        self._ready.clear()
        self._client = self._process = None
        if client is not None:
            with contextlib.suppress(Exception):
                client.close(timeout=2)
        if process is not None:
            process.stdin.close()
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                process.kill()

    def _alive(self) -> bool:
        if self._process is not None:
            return self._process.poll() is None
        return self._client is not None and self._client.status == "running"

    def _connect(self) -> None:
        try:
            from distributed import Client

            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            address = settings.get().scheduler or self._launch()
            self._client = Client(address, timeout=30, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_START_SECONDS)
            self._ready.set()
        except Exception as error:
            self._failure = f"The engine could not start: {str(error).strip() or type(error).__name__}."
        finally:
            self._starting = False

    def _launch(self) -> str:
        quiet = {"DASK_LOGGING__DISTRIBUTED": "critical", "TF_CPP_MIN_LOG_LEVEL": "3"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "nnviz.engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=_log_file(),
            start_new_session=True,
            env={**os.environ, **quiet},
        )
        line = self._process.stdout.readline()
        if not line:
            raise EngineError("its process ended before it was ready")
        return json.loads(line)["scheduler"]

    def _send(self, run: Run) -> None:
        try:
            self.wait()
            with self._sending:
                future = self._client.submit(
                    run_task,
                    "train",
                    run.id,
                    str(settings.get().home),
                    resources={"training": 1},
                    pure=False,
                    retries=0,
                    key=f"train-{run.id}",
                )
                self._futures[run.id] = future
            future.add_done_callback(lambda done: self._ended(run, done))
        except Exception as error:
            run.fail(str(_sentence(error)))

    def _ended(self, run: Run, future) -> None:
        with contextlib.suppress(Exception):
            if future.status == "finished":
                held, process = future.result(timeout=5)
                if held > _HELD and self._process is not None:
                    self._heavy |= {
                        worker: process for workers in self._client.who_has([future]).values() for worker in workers
                    }
        self._futures.pop(run.id, None)
        if future.status in ("error", "lost", "cancelled"):
            try:
                error = future.exception(timeout=5)
            except Exception as failed:
                error = failed
            run.fail(str(_sentence(error)))
        future.release()
        if self._heavy:
            self._later(self._lighten)

    def _lighten(self) -> None:
        """Ends worker processes that keep much memory after their runs; their nannies start new ones at once.

        Only while no run goes or waits, and once these workers hold nothing that the scheduler knows of: what a worker
        loses, Dask computes again. A run that is sent meanwhile waits until the scheduler knows that they are gone.
        """
        with self._sending, contextlib.suppress(Exception):
            if not self._heavy or self._futures:
                return
            heavy = {worker: process for worker, process in self._heavy.items() if worker in self._workers()}
            busy = heavy and any(
                keys for look in (self._client.has_what, self._client.processing) for keys in look(list(heavy)).values()
            )
            if busy:
                return self._later(self._lighten)
            self._heavy.clear()
            for process in heavy.values():
                os.kill(process, signal.SIGKILL)
            deadline = time.monotonic() + _GONE_SECONDS
            while heavy.keys() & self._workers() and time.monotonic() < deadline:
                time.sleep(0.02)

    def _workers(self) -> set[str]:
        return set(self._client.scheduler_info(n_workers=-1)["workers"])

    @staticmethod
    def _later(what) -> None:
        timer = threading.Timer(_REST_SECONDS, what)
        timer.daemon = True
        timer.start()

    def _abandon(self, future) -> None:
        """Dask cannot stop a running task: the worker that runs it is started anew."""
        with contextlib.suppress(Exception):
            busy = [worker for worker, keys in self._client.processing().items() if future.key in keys]
            future.cancel(force=True)
            self._client.restart_workers(busy, timeout=20, raise_for_error=False)


def _log_file():
    """Where the workers' own output goes; nowhere when the home folder cannot be written."""
    try:
        settings.get().home.mkdir(parents=True, exist_ok=True)
        return open(settings.get().home / "engine.log", "wb")
    except OSError:
        return subprocess.DEVNULL


def _sentence(error: BaseException | None) -> NnvizError:
    if isinstance(error, NnvizError):
        return error
    if type(error).__name__ == "KilledWorker":
        return EngineError(
            "The worker ended in the middle of this task (killed, or out of memory).",
            fix="Try again; if it happens again, choose a smaller network or batch.",
        )
    said = (
        str(error).strip().splitlines()[0][:300] if error is not None and str(error).strip() else type(error).__name__
    )
    return EngineError(f"This task failed: {said}", fix="Try again, or change the settings.")


_engine = Engine()
atexit.register(_engine.close)


def get() -> Engine:
    """The engine of this process."""
    return _engine
