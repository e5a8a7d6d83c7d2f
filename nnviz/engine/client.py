"""The server's side of the engine: start it, ask it, train with it. Imports no framework.

Tasks are named, `engine.call("data_summary", spec)`, and looked up by the worker (`nnviz.engine.tasks`), so that the
server never imports what they need.
"""

import atexit
import contextlib
from collections.abc import Mapping, Sequence

from nnviz.engine.calls import TRIES, Calls, NotAsked
from nnviz.engine.connection import START_SECONDS, Connection
from nnviz.engine.runs import RunKeeper, key_of, run_of
from nnviz.engine.searches import SearchKeeper
from nnviz.engine.sentences import sentence
from nnviz.engine.waiting import Place, expected_wait, remaining_seconds
from nnviz.engine.watcher import Watcher
from nnviz.errors import NnvizError
from nnviz.runs.moments import Moment
from nnviz.runs.run import Run
from nnviz.runs.speed import least_seconds
from nnviz.specs import Experiment
from nnviz.studies.keeping import kept
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study, Trial


class Engine:
    """One engine for one server process. `start()` returns at once; `state` tells when it is ready.

    An engine that dies is started again; queued runs wait for it.
    """

    def __init__(self):
        self._runs, self._calls, self._desk = RunKeeper(), Calls(), None
        self._connection = Connection(self._take_desk, self._hear)
        self._searches = SearchKeeper(self)

    @property
    def state(self) -> str:
        """ "stopped", "starting", "ready" or "failed"."""
        return self._connection.state

    @property
    def process_id(self) -> int | None:
        """Of the local engine; None where it runs elsewhere."""
        return self._connection.process_id

    def start(self) -> None:
        """Starts the engine in the background, or starts it again if it has died."""
        self._connection.start()

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Returns when tasks are taken. Raises EngineError with the reason when that does not happen in time."""
        self._connection.wait(seconds)

    def call(
        self,
        task: str,
        *arguments,
        timeout: float | None = None,
        owner: str = "",
        training: bool = False,
        watcher: Watcher | None = None,
    ):
        """The result of a task, awaited.

        Args:
            task: a name in a room's table of tasks.
            timeout: seconds that it may take, from the moment when a worker begins it.
            owner: who asks; questions of different people take turns.
            training: whether it is work for a training worker, that questions are answered beside.
            watcher: who is told how far it is, and may end it.

        Raises:
            NnvizError: what the task raised; EngineError when its worker died, when no worker was free in time, or when
                it took longer than `timeout`.
        """
        for _ in range(TRIES):
            self.wait()
            desk = self._desk
            if desk is None:  # it went away again at that very moment
                continue
            with contextlib.suppress(NotAsked):
                how = {"owner": owner, "seconds": timeout, "training": training, "watcher": watcher}
                return self._asked(desk, task, arguments, **how)
        raise sentence(None)

    def _asked(self, desk, task: str, arguments: tuple, **how):
        try:
            return self._calls.ask(desk, task, arguments, **how)
        except (NnvizError, NotAsked):
            raise
        except Exception as error:
            raise sentence(error if self._connection.alive else None) from None

    def train(
        self,
        experiment: Experiment,
        command: str | None = None,
        *,
        owner: str = "",
        limit: int = 0,
        speed: str | None = None,
        start_from: Moment | None = None,
        changes: Sequence[tuple[str, Mapping]] = (),
    ) -> Run:
        """A new run of that experiment, queued for the next free training worker; `command` awaits it there.

        Args:
            owner: whose run it is; the queue is fair between owners.
            limit: how many runs the owner may have under way at once; 0 for any number.
            speed: how fast it may go, a name in `nnviz.runs.speed.SPEEDS`; full speed by default.
            start_from: the moment of another run whose weights it begins with.
            changes: made before its first step: names in `nnviz.runs.changes.CHANGES` with their values.
        """
        run = Run.create(experiment, owner=owner, start_from=start_from)
        for kind, values in changes:
            run.ask(kind, **values)
        if speed:
            run.set_speed(speed)
        if command:
            run.command(command)
        self._runs.add(run, limit)
        self.start()
        return run

    def study(self, spec: StudySpec, *, owner: str = "", limit: int = 0) -> Study:
        """A new study: all its variants queued, or of a search the first trial once a worker has drawn it.

        Raises:
            SpecError: for variants that cannot be made.
        """
        variants = spec.variants
        study = Study.create(spec, owner=owner)
        if spec.kind == "search":
            self.keep_study(study, limit)
            return study
        with kept(study):
            for variant in variants:
                study.add(Trial(variant.values, self.train(variant.experiment, owner=owner, limit=limit).id))
        return study

    def study_problem(self, study: Study) -> str:
        """Why a study does not go on, in a sentence; "" where nothing is wrong."""
        return self._searches.problems.get(study.id, "")

    def keep_study(self, study: Study, limit: int = 0) -> None:
        """Begins what a study still lacks: after it was paused, or asked for more."""
        self._searches.add(study, limit)
        self.start()

    def pause_study(self, study: Study) -> None:
        """Begins no more of a study's variants until it is resumed. What only waits is taken back; what is under way
        finishes."""
        study.pause()
        for trial in study.trials:
            with contextlib.suppress(NnvizError):
                run = Run.open(trial.run)
                if run.status().state == "queued":
                    self.stop(run)
                    study.drop(run.id)
                    run.delete()

    def stop_study(self, study: Study) -> None:
        """Begins no more of a study's variants, and ends those that wait or are under way."""
        study.stop()
        for trial in study.trials:
            with contextlib.suppress(NnvizError):
                run = Run.open(trial.run)
                if run.status().active:
                    self.stop(run)

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

    def answers(self, seconds: float = 5.0) -> bool:
        """Whether the engine is there and its scheduler answers within that time."""
        desk = self._desk
        return self.state == "ready" and desk is not None and desk.answers(seconds)

    def running(self) -> list[str]:
        """Ids of the runs that this engine was given and has not finished."""
        return self._runs.running()

    def waiting(self) -> int:
        """How many questions of this process wait for a free worker."""
        return self._calls.waiting()

    def close(self) -> None:
        """Ends the engine and everything that it runs."""
        self._connection.close()

    def _take_desk(self, desk) -> None:
        self._desk = desk
        self._runs.connected(desk)
        if desk is not None:
            self._searches.resume()
        if desk is None:
            self._calls.drop_all()

    def _hear(self, news) -> None:
        if news.news == "orphans" or run_of(news.key) is not None:
            self._runs.hear(news)
        else:
            self._calls.hear(news)


def _remaining(run_id: str | None, mean: float | None) -> float | None:
    """Seconds that a run under way still needs; None where nobody can tell."""
    try:
        run = Run.open(run_id)
        status = run.status()
    except NnvizError:
        return mean
    waits = least_seconds(run.speed(), max(0.0, status.epochs - status.epoch))
    works = remaining_seconds(status.epoch, status.epochs, status.seconds, mean)
    return None if waits is None or works is None else max(waits, works)


_engine = Engine()
atexit.register(_engine.close)


def get() -> Engine:
    """The engine of this process."""
    return _engine
