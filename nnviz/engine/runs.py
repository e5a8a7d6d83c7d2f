"""Training runs in the queue: every queued run is sent once a worker is free, and seen to its end.

What waits is in the run directories, not in this process: a run with a `queue.json` that has not begun is taken up by
whichever app server sees it first, and the key of its ticket keeps two of them from training it twice.
"""

import contextlib
import json
import queue
import threading
import time

from nnviz import settings
from nnviz.engine.news import KNOWN, WAITING, News
from nnviz.engine.queue import TRAINING
from nnviz.engine.sentences import sentence
from nnviz.errors import NnvizError
from nnviz.runs.index import run_index
from nnviz.runs.run import Run, Status

_FILE = "queue.json"
_KEY = "train-"
_RESCAN_SECONDS = 15.0
_REST_SECONDS = 2.0
_HELD = 120e6
"""Bytes that a training worker may keep after its run: XLA's compiler stays in a process once it was used."""
_ATTEMPTS = 5
_ACTIVE = 10_000
_STOPPED_EARLY = "Stopped before it began."


def key_of(run_id: str) -> str:
    """The key of a run's ticket, which is also its task's in Dask."""
    return f"{_KEY}{run_id}"


def run_of(key: str) -> str | None:
    """The id of the run whose ticket has that key; None for another task's."""
    return key.removeprefix(_KEY) if key.startswith(_KEY) else None


class RunKeeper:
    """The runs of this process's home folder, kept by one thread of their own."""

    def __init__(self):
        self._inbox: queue.SimpleQueue = queue.SimpleQueue()
        self._desk = None
        self._sent: dict[str, tuple[object, str]] = {}
        self._waiting: set[str] = set()
        self._stopping: dict[str, float] = {}
        self._thread: threading.Thread | None = None

    def add(self, run: Run, limit: int = 0) -> None:
        """Puts a new run in the queue; `limit` is how many runs its owner may have under way at once, 0 for any
        number."""
        run.write(_FILE, json.dumps({"limit": limit, "attempts": 0}))
        self._put("take", run.id)

    def stop(self, run: Run) -> None:
        """Ends a run: at once when it waits; when it is under way it is asked to, and made to if it does not answer."""
        run.command("stop")
        state = "unknown"
        if self._desk is not None:
            with contextlib.suppress(Exception):
                state = self._desk.withdraw(key_of(run.id))
        if state != "running" and run.status().state == "queued":
            _end(run, "stopped", _STOPPED_EARLY)
        else:
            self._put("stopping", run.id)

    def running(self) -> list[str]:
        """Ids of the runs that this process has sent and that have not ended."""
        return list(self._sent)

    def hear(self, news: News) -> None:
        """Passes on what happened to a run's ticket; returns at once."""
        self._put(news.news, run_of(news.key), news.worker)

    def connected(self, desk) -> None:
        """Tells which desk to go to; None while there is none."""
        self._desk = desk
        self._put("connected", desk)

    def _put(self, what: str, *details) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._keep, name="nnviz-runs", daemon=True)
            self._thread.start()
        self._inbox.put((what, *details))

    def _keep(self) -> None:
        scanned = time.monotonic()
        while True:
            try:
                what, *details = self._inbox.get(timeout=1.0 if self._stopping else _RESCAN_SECONDS)
            except queue.Empty:
                what, details = "look", []
            with contextlib.suppress(Exception):  # a run that cannot be read or a desk that is gone: seen again later
                getattr(self, f"_on_{what}")(*details)
            if self._stopping:
                self._end_overdue()
            if what == "look" or time.monotonic() - scanned > _RESCAN_SECONDS:
                scanned = time.monotonic()
                with contextlib.suppress(Exception):  # a disk that is full for a while: looked again later
                    self._on_orphans()

    def _on_look(self) -> None:
        """Nothing happened."""

    def _on_connected(self, desk) -> None:
        self._sent.clear()
        self._waiting.clear()
        if desk is not None:
            self._on_orphans()

    def _on_orphans(self, *_) -> None:
        """Takes up the runs that wait and that this process does not keep."""
        if self._desk is None:
            return
        for run in _active_runs():
            with contextlib.suppress(NnvizError, OSError):
                if run.id not in self._waiting and run.id not in self._sent:
                    self._on_take(run.id)

    def _on_take(self, run_id: str) -> None:
        run = Run.open(run_id)
        ticket = _ticket(run)
        if self._desk is None or ticket is None or not _waits(run):
            return
        answer = self._desk.ask(key_of(run_id), TRAINING, run.owner, ticket["limit"])
        if answer == WAITING:
            self._waiting.add(run_id)
        elif answer != KNOWN:
            self._on_granted(run_id, answer)

    def _on_granted(self, run_id: str, worker: str) -> None:
        if run_id is None:
            return
        self._waiting.discard(run_id)
        home = str(settings.get().home)
        future = self._desk.send(key_of(run_id), worker, "train", run_id, home, outlives=True)
        self._sent[run_id] = (future, worker)
        future.add_done_callback(lambda _: self._put("ended", run_id, future))

    def _on_ended(self, run_id: str, future) -> None:
        if self._sent.get(run_id, (None,))[0] is not future:
            return
        _, worker = self._sent.pop(run_id)
        if future.status == "finished":
            held = future.result(timeout=5)
            future.release()
            if held > _HELD:
                self._desk.rest(worker, _REST_SECONDS)
            return
        with contextlib.suppress(Exception):
            error = future.exception(timeout=5)
        failed = future.status == "error"
        future.release()
        run = Run.open(run_id)
        if run_id in self._stopping:
            return
        if _waits(run) and (not failed or type(error).__name__ == "KilledWorker"):
            self._again(run)
        elif failed:
            run.fail(str(sentence(error)))

    def _on_lost(self, run_id: str, _) -> None:
        """The worker was gone before the run came to it, or another one died with it; it is put in the queue again."""
        if run_id is None:
            return
        self._waiting.discard(run_id)
        future, _ = self._sent.pop(run_id, (None, ""))
        if future is not None:
            future.cancel()
            future.release()
        run = Run.open(run_id)
        if _waits(run):
            self._again(run)

    def _on_withdrawn(self, run_id: str, _) -> None:
        self._waiting.discard(run_id)

    def _on_stopping(self, run_id: str) -> None:
        self._stopping.setdefault(run_id, time.monotonic() + settings.get().stop_seconds)

    def _again(self, run: Run) -> None:
        ticket = _ticket(run) or {"limit": 0, "attempts": 0}
        if ticket["attempts"] + 1 >= _ATTEMPTS:
            run.fail(f"{_ATTEMPTS} workers ended before this run could begin. Start it again later.")
            return
        run.write(_FILE, json.dumps({**ticket, "attempts": ticket["attempts"] + 1}))
        self._on_take(run.id)

    def _end_overdue(self) -> None:
        for run_id, deadline in list(self._stopping.items()):
            try:
                self._see_to_its_end(run_id, deadline)
            except NnvizError:  # deleted meanwhile
                self._stopping.pop(run_id, None)
            except Exception:  # the desk is gone: tried again once there is one
                continue

    def _see_to_its_end(self, run_id: str, deadline: float) -> None:
        """Dask cannot stop a running task: the worker of a run that does not answer is ended."""
        run = Run.open(run_id)
        state, overdue = run.status().state, time.monotonic() > deadline
        if state in ("running", "paused", "queued"):
            if overdue and self._desk is not None:
                self._desk.end(key_of(run_id))
            return
        del self._stopping[run_id]
        if state == "failed" and overdue:
            message = (
                f"Stopped. It did not answer for {settings.get().stop_seconds:g} s, so its worker was ended; "
                "what it had recorded is kept."
            )
            _end(run, "stopped", message)


def _waits(run: Run) -> bool:
    """Whether a run has not begun."""
    status = run.status()
    return status.state == "queued" and status.process is None


def _end(run: Run, state: str, message: str) -> None:
    status = run.status()
    run.write_status(Status(state, status.epoch, status.epochs, message, status.seconds))


def _active_runs() -> list[Run]:
    """Runs that wait or are under way, oldest first."""
    return [Run.open(record.id) for record in reversed(run_index().recent(limit=_ACTIVE, active_only=True))]


def _ticket(run: Run) -> dict | None:
    """What the queue noted about a run; None for one that never was in a queue."""
    try:
        noted = json.loads((run.folder / _FILE).read_text())
        return {"limit": int(noted["limit"]), "attempts": int(noted["attempts"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
