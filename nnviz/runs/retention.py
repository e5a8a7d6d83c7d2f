"""How much is kept: a limit that people see, the oldest ended runs removed first, and deletion by a person.

Never removed by itself: a run that is queued, running or paused, one that bears a tag, one that somebody opened in the
last minutes, and one that this nnviz cannot read. Where nnviz is hosted, every person has a limit of their own.
"""

import contextlib
import dataclasses
import os
import secrets
import shutil
import threading
import time
from collections import OrderedDict
from pathlib import Path

from nnviz import settings
from nnviz.errors import NnvizError, RunError
from nnviz.runs import clock
from nnviz.runs.index import RunIndex, index_of
from nnviz.runs.records import missing_run, read_record
from nnviz.runs.status import read_status, stored_status

_OPENED = ".opened"
"""A file that is touched when somebody opens the run."""
_OPENED_SECONDS = 600.0
_NOTED_SECONDS = 60.0
_noted: OrderedDict[Path, float] = OrderedDict()
_SWEEP_SECONDS = 10.0
_TRASH = ".trash-"
_TRASH_SECONDS = 60.0
_ALL = 100_000
_swept: dict[Path, float] = {}


@dataclasses.dataclass(frozen=True)
class Kept:
    """What is kept, and how much may be.

    Attributes:
        runs, bytes: that there are now.
        most_runs, most_bytes: above which the oldest ended runs are removed.
    """

    runs: int
    bytes: int
    most_runs: int
    most_bytes: int

    @property
    def full(self) -> bool:
        return self.runs > self.most_runs or self.bytes > self.most_bytes


def kept(index: RunIndex, owner: str | None = None) -> Kept:
    """What is kept of one person's runs and how much may be; of all runs for None."""
    limits = settings.get()
    most = (limits.max_runs, limits.runs_gigabytes) if owner is None else (limits.person_runs, limits.person_gigabytes)
    return Kept(index.count(owner), index.bytes(owner), most[0], int(1e9 * most[1]))


def sweep(index: RunIndex) -> list[str]:
    """Removes the oldest ended runs while there is more than the limits allow. Returns the ids of what was removed.

    Where all together are too much, runs of the person go first who has the most bytes.
    """
    _empty_trash(index.folder)
    index.recent(limit=_ALL, active_only=True)  # those whose worker has died are ended from here on
    removed = []
    if settings.get().mode == "hosted":
        for owner in index.owners():
            removed += _shrink(index, owner, kept(index, owner))
    stuck: set[str] = set()
    while (whole := kept(index)).full and (owners := [owner for owner in index.owners() if owner not in stuck]):
        largest = owners[0]
        gone = _shrink(index, largest, dataclasses.replace(whole, most_runs=whole.runs - 1), at_most=1)
        removed += gone
        if not gone:
            stuck.add(largest)
    return removed


def sweep_soon(folder: Path) -> None:
    """`sweep` in a thread of its own, at most every few seconds; a full disk or a locked index keeps nobody waiting."""
    if time.monotonic() - _swept.get(folder, -_SWEEP_SECONDS) < _SWEEP_SECONDS:
        return
    _swept[folder] = time.monotonic()
    threading.Thread(target=sweep, args=(index_of(folder),), name="nnviz-retention", daemon=True).start()


def note_opened(folder: Path) -> None:
    """Keeps the run from being removed by itself for the next minutes. At most one touch a minute."""
    moment = time.monotonic()
    if moment - _noted.get(folder, -_NOTED_SECONDS) < _NOTED_SECONDS:
        return
    _noted[folder] = moment
    while len(_noted) > 512:
        _noted.popitem(last=False)
    with contextlib.suppress(OSError):
        (folder / _OPENED).touch()


def delete(folder: Path) -> None:
    """Removes a run because a person wants it. Raises RunError for one that is queued, training, paused or not
    there."""
    if not folder.is_dir():
        raise missing_run(folder)
    status = read_status(folder)
    if status.active:
        raise RunError(f"Run {folder.name} is {status.state}.", fix="Stop it first, then delete it.", where="run")
    _remove(folder)


def _shrink(index: RunIndex, owner: str, much: Kept, at_most: int | None = None) -> list[str]:
    """Removes the oldest ended runs of an owner until the rest is within the limits."""
    runs, size, removed = much.runs, much.bytes, []
    if not much.full:
        return removed
    for record in index.oldest_ended(owner):
        if (runs <= much.most_runs and size <= much.most_bytes) or len(removed) == at_most:
            break
        if not _may_go(index.folder / record.id):
            continue
        with contextlib.suppress(NnvizError):
            _remove(index.folder / record.id)
            runs, size = runs - 1, size - record.size
            removed.append(record.id)
    return removed


def _may_go(folder: Path) -> bool:
    """Whether nobody needs the run: what its own directory says, which the index may not know yet."""
    with contextlib.suppress(OSError):
        if clock.now(folder.parent) - (folder / _OPENED).stat().st_mtime < _OPENED_SECONDS:
            return False
    try:
        stored_status(folder)
        return not read_record(folder).tags and not read_status(folder).active
    except NnvizError:
        return False


def _remove(folder: Path) -> None:
    """Takes the run away at once under another name, then its files one by one. One that has just begun is put back.

    Raises:
        RunError: when it is not there, has begun, or its folder cannot be written.
    """
    trash = folder.with_name(f"{_TRASH}{folder.name}-{secrets.token_hex(4)}")
    try:
        os.rename(folder, trash)
    except FileNotFoundError:
        raise missing_run(folder) from None
    except OSError as error:
        raise RunError(
            f"Run {folder.name} cannot be deleted ({error.strerror or error}).",
            expected="a folder that this account may write to",
            where="run",
        ) from error
    if read_status(trash).active:
        os.rename(trash, folder)
        raise RunError(f"Run {folder.name} has just begun.", fix="Stop it first, then delete it.", where="run")
    index_of(folder.parent).forget(folder.name)
    _destroy(trash)


def _empty_trash(folder: Path) -> None:
    """Removes what an earlier process took away and did not live to remove."""
    for trash in folder.glob(f"{_TRASH}*"):
        with contextlib.suppress(OSError):
            if clock.now(folder) - trash.lstat().st_ctime > _TRASH_SECONDS:
                _destroy(trash)


def _destroy(trash: Path) -> None:
    if trash.is_symlink():
        trash.unlink(missing_ok=True)
    else:
        shutil.rmtree(trash, ignore_errors=True)
