"""`RunIndex`: every run of a home folder in one SQLite file beside the directories, so that a list opens none of them.

The directories are the truth and the index a copy: what is missing in it (a new or damaged index, a directory copied
in by hand) is read from them, and where it cannot be used at all they are listed instead. Imports no framework.
"""

import contextlib
import math
import os
import threading
import time
from collections import OrderedDict
from pathlib import Path

from nnviz import settings
from nnviz.runs import clock, files
from nnviz.runs.database import Database, IndexUnusable
from nnviz.runs.records import ID, RunRecord
from nnviz.runs.rows import DISCOVER, INSERT, LISTED, from_directory, from_row, row_of, standing, stored
from nnviz.runs.search import Search, score_names
from nnviz.runs.status import ACTIVE, Status, lost

_IS_ACTIVE = f"state IN ({', '.join(map(repr, ACTIVE))})"
_THROTTLE = 2.0
"""Seconds between two writes of a run whose state stays the same."""
_MEASURE = 30.0
"""Seconds between two measurements of a running run's bytes."""
_SILENT = 15.0
"""Seconds without a heartbeat after which a run that should be training is looked at itself."""
_LISTING = 1.0
"""Seconds between two comparisons with the directories, however often they change."""
_BUDGET = 0.5
"""Seconds that a list may spend on directories that the index does not know; a thread reads the rest."""
_SETTLED = 2.0
"""Seconds after a change in which the folder's time may not yet tell the next change from it."""
_TOGETHER = 32
"""Directories that are read between two looks at the time."""
_PATIENCE, _BRIEFLY = 2.0, 0.1
_ALL = 1_000_000


class RunIndex:
    """The index of one folder of runs. Any number of threads and processes may use it at once.

    Args:
        folder: holds the runs' directories, and the index.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._database = Database(self.folder / "index.sqlite")
        self._written: OrderedDict[str, tuple[str, float, float]] = OrderedDict()
        self._known, self._settled, self._listed = (0, 0), False, 0.0
        self._syncing = threading.Lock()

    # What a reader asks.

    def recent(
        self, owner: str | None = None, limit: int = 50, offset: int = 0, *, active_only: bool = False
    ) -> list[RunRecord]:
        """The newest runs first: of one owner, or of everybody for None. Opens no directory of a run that is well."""
        where, arguments = _where(owner, active_only)
        question = f"SELECT {LISTED} FROM runs{where} ORDER BY created DESC, id DESC LIMIT ? OFFSET ?"
        try:
            rows = self._ask(question, (*arguments, limit, offset))
            records = [record for record in map(self._checked, rows) if record is not None]
        except IndexUnusable:
            records = self._slow(owner, active_only, limit, offset)
        return [record for record in records if record.active] if active_only else records

    def find(self, search: Search, limit: int = 50, offset: int = 0) -> list[RunRecord]:
        """The runs that `search` is for, in its order."""
        where, arguments = search.where()
        question = f"SELECT {LISTED} FROM runs{where} ORDER BY {search.order_by} LIMIT ? OFFSET ?"
        try:
            rows = self._ask(question, (*arguments, limit, offset))
            return [record for record in map(self._checked, rows) if record is not None]
        except IndexUnusable:
            return search.of(self._slow(search.owner, False, _ALL, 0))[offset : offset + limit]

    def count_found(self, search: Search) -> int:
        """How many runs `search` is for."""
        where, arguments = search.where()
        try:
            return self._ask(f"SELECT count(*) FROM runs{where}", arguments)[0][0]
        except IndexUnusable:
            return len(search.of(self._slow(search.owner, False, _ALL, 0)))

    def scores(self, owner: str | None = None) -> list[str]:
        """The scores that there are in the runs of one owner, or of everybody for None; none where the index cannot be
        used."""
        where, arguments = _where(owner, False)
        readable = "json_each(CASE WHEN json_valid(scores) THEN scores ELSE '{}' END) AS each"
        question = f"SELECT DISTINCT each.key FROM (SELECT scores FROM runs{where}), {readable}"
        try:
            return score_names(row[0] for row in self._ask(question, arguments))
        except IndexUnusable:
            return []

    def get(self, run_id: str) -> RunRecord | None:
        """The record of one run; None where there is no such run."""
        if not ID.fullmatch(str(run_id)):
            return None
        try:
            rows = self._database.read(f"SELECT {LISTED} FROM runs WHERE id = ?", (run_id,))
        except IndexUnusable:
            return from_directory(self.folder / run_id)
        if rows:
            return self._checked(rows[0])
        return self.add(run_id) if (self.folder / run_id / "experiment.json").is_file() else None

    def count(self, owner: str | None = None, *, active_only: bool = False) -> int:
        """How many runs there are: of one owner, or of everybody for None."""
        if active_only:
            return len(self.recent(owner, _ALL, active_only=True))
        where, arguments = _where(owner, False)
        try:
            return self._ask(f"SELECT count(*) FROM runs{where}", arguments)[0][0]
        except IndexUnusable:
            return len(self._slow(owner, False, _ALL, 0))

    def bytes(self, owner: str | None = None) -> int:
        """Bytes on disk of one owner's runs, or of everybody's for None, as last measured."""
        where, arguments = _where(owner, False)
        try:
            return self._ask(f"SELECT coalesce(sum(size), 0) FROM runs{where}", arguments)[0][0]
        except IndexUnusable:
            return sum(record.size for record in self._slow(owner, False, _ALL, 0))

    def owners(self) -> list[str]:
        """Everybody who has runs, whose take the most bytes first; nobody where the index cannot be used."""
        try:
            rows = self._database.read("SELECT owner FROM runs GROUP BY owner ORDER BY sum(size) DESC")
        except IndexUnusable:
            return []
        return [row[0] for row in rows]

    def oldest_ended(self, owner: str, limit: int = 200) -> list[RunRecord]:
        """The owner's oldest runs without tags that have ended, the oldest first; none where the index cannot
        be used."""
        question = (
            f"SELECT {LISTED} FROM runs WHERE owner = ? AND tags = '[]' AND NOT ({_IS_ACTIVE}) ORDER BY created, "
            "id LIMIT ?"
        )
        try:
            rows = self._database.read(question, (owner, limit))
        except IndexUnusable:
            return []
        return [record for record in map(from_row, rows) if record is not None]

    # What a run tells when it is made, trained and deleted. None of this raises: the directories hold it too.

    def add(self, run_id: str) -> RunRecord | None:
        """Reads a run's directory into the index. Returns its record; None, and no line, where there is no such run."""
        record = from_directory(self.folder / run_id)
        if record is None:
            self.forget(run_id)
            return None
        with contextlib.suppress(IndexUnusable):
            # Read again once nobody else can write: what its own process has noted meanwhile must not be overwritten.
            self._database.write(INSERT, lambda: [row_of(from_directory(self.folder / run_id) or record)], _PATIENCE)
        return record

    def update(self, run_id: str, status: Status) -> None:
        """Notes where a run stands: a new state at once, anything else not more than every two seconds."""
        state, written, measured = self._written.get(run_id, ("", 0.0, 0.0))
        moment = time.monotonic()
        if state == status.state and moment - written < _THROTTLE:
            return
        measure = state != status.state or moment - measured > _MEASURE
        self._written[run_id] = (status.state, moment, moment if measure else measured)
        self._written.move_to_end(run_id)
        while len(self._written) > 256:
            self._written.popitem(last=False)
        times = dict.fromkeys(("updated", "heartbeat"), clock.now(self.folder))
        changes = {**standing(self.folder / run_id, status), **times}
        if measure:
            changes["size"] = files.folder_bytes(self.folder / run_id)
        statement = f"UPDATE runs SET {', '.join(f'{name} = ?' for name in changes)} WHERE id = ?"
        patience = _PATIENCE if state != status.state else _BRIEFLY
        with contextlib.suppress(IndexUnusable):
            if not self._database.write(statement, [(*map(stored, changes.values()), run_id)], patience):
                self.add(run_id)

    def beat(self, run_id: str) -> None:
        """Notes that a run's worker is alive."""
        with contextlib.suppress(IndexUnusable):
            moment = clock.now(self.folder)
            self._database.write("UPDATE runs SET heartbeat = ? WHERE id = ?", [(moment, run_id)], _BRIEFLY)

    def forget(self, run_id: str) -> None:
        """Takes a run's line out; its directory is not touched."""
        self._written.pop(run_id, None)
        with contextlib.suppress(IndexUnusable):
            self._database.write("DELETE FROM runs WHERE id = ?", [(run_id,)], _PATIENCE)

    def rebuild(self) -> None:
        """Reads every directory into a new index. Where the folder cannot be written there stays none."""
        with contextlib.suppress(IndexUnusable):
            self._database.replace()
            self.sync()

    def sync(self, budget: float = math.inf) -> None:
        """Compares the index with the names of the directories where these have changed, and reads what it lacks.

        Args:
            budget: seconds to spend on reading; the newest come first, and a thread of its own reads the rest.

        Raises:
            IndexUnusable: when the index can be neither read nor written.
        """
        patient = budget == math.inf
        if not patient and not self._changed():
            return
        empty = self._known[0] != self._database.generation  # a new index: what it has not read yet, it would deny
        if not self._syncing.acquire(patient or empty, -1 if patient or not empty else budget):
            return
        try:
            complete = self._compare(budget)
        finally:
            self._syncing.release()
        if not complete:
            threading.Thread(target=self._sync_rest, name="nnviz-index", daemon=True).start()

    def _ask(self, question: str, arguments: tuple) -> list[tuple]:
        """The rows of a question to an index that is up to date; asked again where it had to be replaced meanwhile."""
        self.sync(_BUDGET)
        generation = self._database.generation
        rows = self._database.read(question, arguments)
        if self._database.generation != generation:
            self.sync(_BUDGET)
            rows = self._database.read(question, arguments)
        return rows

    def _changed(self) -> bool:
        """Whether directories may have come or gone since they were last listed; one look at the folder's time."""
        state = self._state()
        if state[0] == self._known[0] and time.monotonic() - self._listed < _LISTING:
            return False
        return state != self._known or not self._settled

    def _state(self) -> tuple[int, int]:
        """Another one when the index file was replaced, or an entry of the folder came or went."""
        self._database.use(lambda _: None, _BRIEFLY)
        try:
            return self._database.generation, self.folder.stat().st_mtime_ns
        except OSError:
            return self._database.generation, 0

    def _compare(self, budget: float) -> bool:
        """Takes lines out whose directories are gone and reads directories that have no line. False when time
        ran out."""
        state, begun = self._state(), time.monotonic()
        indexed = {row[0] for row in self._database.read("SELECT id FROM runs")}
        present = set(_run_ids(self.folder))
        gone = [(run_id,) for run_id in indexed - present]
        if gone:
            self._database.write("DELETE FROM runs WHERE id = ?", gone, _PATIENCE)
        missing = sorted(present - indexed, reverse=True)
        for start in range(0, len(missing), _TOGETHER):
            if start and time.monotonic() - begun > budget:
                return False
            records = [from_directory(self.folder / run_id) for run_id in missing[start : start + _TOGETHER]]
            self._database.write(DISCOVER, [row_of(record) for record in records if record is not None], _PATIENCE)
        self._known, self._listed = state, time.monotonic()
        self._settled = clock.now(self.folder) - state[1] / 1e9 > _SETTLED
        return True

    def _sync_rest(self) -> None:
        with contextlib.suppress(IndexUnusable):
            self.sync()

    def _checked(self, row) -> RunRecord | None:
        """The record in a line; for a run that should be training and is not heard of, what its directory says."""
        record = from_row(row)
        if record is None:
            return self.add(row[0])
        if not record.active:
            return record
        if record.worker is None:
            return self.add(record.id) if self._missed(record) else record
        silent = clock.now(self.folder) - record.heartbeat
        return record if silent <= _SILENT and not lost(record.worker, silent) else self.add(record.id)

    def _missed(self, record: RunRecord) -> bool:
        """Whether a waiting run has begun and was killed before the index heard of it: one look at its file's time."""
        try:
            return (self.folder / record.id / "status.json").stat().st_mtime > record.heartbeat + 0.001
        except OSError:
            return True

    def _slow(self, owner: str | None, active_only: bool, limit: int, offset: int) -> list[RunRecord]:
        """What `recent` returns, from the directories alone."""
        chosen: list[RunRecord] = []
        for run_id in sorted(_run_ids(self.folder), reverse=True):
            record = from_directory(self.folder / run_id)
            if record and owner in (None, record.owner) and (record.active or not active_only):
                chosen.append(record)
            if len(chosen) >= offset + limit:
                break
        return chosen[offset:]


_indexes: OrderedDict[Path, RunIndex] = OrderedDict()
_indexes_lock = threading.Lock()


def run_index(home: Path | str | None = None) -> RunIndex:
    """The index of a home folder, by default the settings'; one for the whole process."""
    return index_of(Path(home) / "runs" if home else settings.get().runs)


def index_of(folder: Path) -> RunIndex:
    """The index of a folder of runs; one for the whole process."""
    with _indexes_lock:
        if folder not in _indexes:
            _indexes[folder] = RunIndex(folder)
        _indexes.move_to_end(folder)
        while len(_indexes) > 16:
            _indexes.popitem(last=False)
        return _indexes[folder]


def _run_ids(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if ID.fullmatch(name)]
    except OSError:
        return []


def _where(owner: str | None, active_only: bool) -> tuple[str, tuple]:
    conditions = (["owner = ?"] if owner is not None else []) + ([_IS_ACTIVE] if active_only else [])
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), (owner,) if owner is not None else ()
