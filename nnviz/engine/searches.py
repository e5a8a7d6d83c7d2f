"""Searches under way: the next trial drawn by a worker, trained as an ordinary run, ended early where it is hopeless.

What a search has come to is in its directory and its runs; one that a server leaves behind is taken up by the next.
"""

import contextlib
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from nnviz import settings
from nnviz.errors import EngineError, NnvizError
from nnviz.runs.run import ACTIVE, Run
from nnviz.studies.keeping import lock
from nnviz.studies.spec import variant
from nnviz.studies.store import Study, Trial

if TYPE_CHECKING:
    from nnviz.engine.client import Engine

_SECONDS = 1.0
_RECENT = 50


class SearchKeeper:
    """The studies of this process's home folder that have variants to begin, kept by one thread of their own; one
    process keeps a study.

    Attributes:
        problems: study → why it does not go on, in a sentence.
    """

    def __init__(self, engine: "Engine"):
        self._engine = engine
        self._limits: dict[str, int] = {}
        self._locks: dict[str, object] = {}
        self.problems: dict[str, str] = {}
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def add(self, study: Study, limit: int = 0) -> None:
        """Takes up a search; `limit` is how many runs its owner may have under way at once, 0 for any number."""
        with self._lock:
            self._limits[study.id] = limit
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._keep, name="nnviz-searches", daemon=True)
                self._thread.start()

    def resume(self) -> None:
        """Takes up the searches that a server left behind."""
        with contextlib.suppress(Exception):  # a damaged one is nobody's; the others go on
            for study in Study.recent(limit=_RECENT):
                if study.id not in self._limits and _is_open(study):
                    self.add(study)

    def _keep(self) -> None:
        while True:
            with self._lock:
                if not self._limits:
                    self._thread = None
                    return
                kept = list(self._limits.items())
            for study_id, limit in kept:
                try:
                    goes_on = self._advance(study_id, limit)
                    self.problems.pop(study_id, None)
                except EngineError:
                    goes_on = True  # the engine is starting again, or busy
                except OSError as error:
                    goes_on = True
                    self.problems[study_id] = (
                        f"The next run cannot be written ({error.strerror}). It begins once there is room."
                    )
                except Exception as error:
                    goes_on = False
                    told = str(error) if isinstance(error, NnvizError) else f"{type(error).__name__}: {error}"
                    self.problems[study_id] = f"It was stopped: {told}"
                    with contextlib.suppress(Exception):
                        Study.open(study_id).stop()
                if not goes_on:
                    self._drop(study_id)
            time.sleep(_SECONDS)

    def _advance(self, study_id: str, limit: int) -> bool:
        """One look at a search; False once it is over, or another server keeps it."""
        study = Study.open(study_id)
        if not _is_open(study) or not self._owns(study):
            return False
        if study.spec.kind != "search":
            return self._begin_missing(study, limit)
        workers = settings.get().training_workers
        step = self._engine.call("next_step", study_id, None, min(workers, limit or workers), owner=study.owner)
        if step["prune"]:
            study.mark_pruned(step["prune"])
            self._engine.stop(Run.open(step["prune"]))
        if step["trial"] is not None:
            self._begin(study, step["trial"], limit)
        return True

    def _begin(self, study: Study, trial: Trial, limit: int) -> None:
        experiment = variant(study.spec, trial.values).experiment
        study.add(replace(trial, run=self._engine.train(experiment, owner=study.owner, limit=limit).id))

    def _begin_missing(self, study: Study, limit: int) -> bool:
        """Queues the variants that a pause took back, or a server left out; then there is nothing more to keep."""
        for values in () if study.paused or study.stopped else study.missing:
            self._begin(study, Trial(values), limit)
        return False

    def _owns(self, study: Study) -> bool:
        if study.id not in self._locks:
            file = lock(study)
            if file is None:
                return False
            self._locks[study.id] = file
        return True

    def _drop(self, study_id: str) -> None:
        with self._lock:
            self._limits.pop(study_id, None)
        file = self._locks.pop(study_id, None)
        if file is not None:
            file.close()


def _is_open(study: Study) -> bool:
    """Whether a search has trials to come, or one under way."""
    spec = study.spec
    trials = study.trials
    if spec.kind != "search":
        return not study.stopped and not study.paused and bool(study.missing)
    if not study.stopped and not study.paused and len(trials) < spec.trials:
        return True
    return any(_is_active(trial) for trial in trials)


def _is_active(trial: Trial) -> bool:
    try:
        return Run.open(trial.run).status().state in ACTIVE
    except NnvizError:
        return False
