"""The SQLite file behind the index of runs: shared by many processes, replaced when damaged, never a reason to stop."""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

_VERSION = 3
_TABLES = """
    CREATE TABLE runs (
        id TEXT PRIMARY KEY, state TEXT NOT NULL, key TEXT NOT NULL, owner TEXT NOT NULL, title TEXT NOT NULL,
        tags TEXT NOT NULL, created REAL NOT NULL, updated REAL NOT NULL, epoch REAL NOT NULL, epochs INTEGER NOT NULL,
        message TEXT NOT NULL, scores TEXT NOT NULL, size INTEGER NOT NULL, heartbeat REAL NOT NULL,
        worker TEXT NOT NULL, data TEXT NOT NULL, network TEXT NOT NULL, seconds REAL NOT NULL,
        note TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX newest ON runs (created DESC, id DESC);
    CREATE INDEX owned ON runs (owner, created DESC, id DESC);
    CREATE INDEX stated ON runs (state, created DESC, id DESC);
    CREATE INDEX sized ON runs (owner, size);
"""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_HOPELESS = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL}
_SHARED_DISKS = ("nfs", "cifs", "smb", "lustre", "gpfs", "beegfs", "ceph", "glusterfs", "afs", "9p", "fuse.sshfs")
_OPEN_PATIENCE = 2.0


class IndexUnusable(Exception):
    """The index can be neither read nor written just now; the run directories tell the same, more slowly."""


class Database:
    """One connection of this process to the file, opened when needed and again when somebody has replaced the file."""

    def __init__(self, path: Path):
        self.path = path
        self.generation = 0
        """Another number whenever another file was opened: what was known of the old one holds no more."""
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._inode, self._process = 0, 0
        self._refused = False

    def use(self, work: Callable[[sqlite3.Connection], object], patience: float):
        """What `work` returns. A damaged file is replaced by an empty one, and `work` done once more.

        Args:
            patience: seconds to wait for another process that writes.

        Raises:
            IndexUnusable: when another process writes for longer, or the file cannot be used at all.
        """
        with self._lock:
            for attempt in (1, 2):
                try:
                    connection = self._opened()
                    connection.execute(f"PRAGMA busy_timeout = {int(1000 * patience)}")
                    return work(connection)
                except (sqlite3.Error, OSError) as error:
                    if attempt == 2 or not self._mend(error):
                        raise IndexUnusable(str(error)) from error

    def write(self, statement: str, rows: list[tuple] | Callable[[], list[tuple]], patience: float) -> int:
        """Runs a statement for every row, all or none. Returns how many rows it changed. Raises IndexUnusable.

        Args:
            rows: or what makes them, called when no other process can write.
        """

        def work(connection: sqlite3.Connection) -> int:
            with _transaction(connection):
                return connection.executemany(statement, rows() if callable(rows) else rows).rowcount

        return self.use(work, patience)

    def read(self, statement: str, arguments: tuple = (), patience: float = 1.0) -> list[tuple]:
        """All rows of a question. Raises IndexUnusable."""
        return self.use(lambda connection: connection.execute(statement, arguments).fetchall(), patience)

    def replace(self) -> None:
        """Begins an empty index in the place of this one. Raises IndexUnusable."""
        with self._lock:
            try:
                self._replace(_inode(self.path))
                self._opened()
            except (sqlite3.Error, OSError) as error:
                raise IndexUnusable(str(error)) from error

    def close(self) -> None:
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection:
        """The connection. One that a parent process opened, or that leads to a file no longer there, is left alone."""
        if self._connection is not None and (self._process, self._inode) == (os.getpid(), _inode(self.path)):
            return self._connection
        if self._process == os.getpid():
            self.close()
        with _only_one(self.path):
            connection = _connect(self.path)
            if connection is None:
                self._once_only()
                _remove(self.path)
                connection = _connect(self.path)
            self._inode = _inode(self.path)
        self._connection, self._process = connection, os.getpid()
        self.generation += 1
        return connection

    def _mend(self, error: Exception) -> bool:
        """Makes way for a new file where the old one is at fault. False where that would not help."""
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or code & 0xFF in _BUSY | _HOPELESS:
            if code is not None and code & 0xFF in _HOPELESS:
                self.close()
            return False
        try:
            self._replace(self._inode)
        except (OSError, sqlite3.Error):
            return False
        return True

    def _replace(self, damaged: int) -> None:
        self.close()
        with _only_one(self.path):
            if _inode(self.path) == damaged:
                _remove(self.path)

    def _once_only(self) -> None:
        """Two versions of nnviz in one folder must not replace each other's index for ever."""
        if self._refused:
            raise sqlite3.OperationalError("another version of nnviz keeps this index")
        self._refused = True


def _connect(path: Path) -> sqlite3.Connection | None:
    """A connection to an index of this version, made if there is none; None for a file of another version, or
    damaged."""
    connection = sqlite3.connect(path, timeout=_OPEN_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version == 0 and tables == 0:
            connection.execute(f"PRAGMA journal_mode = {'DELETE' if _shared(path) else 'WAL'}")
            with _transaction(connection):
                for statement in _TABLES.split(";")[:-1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            connection.close()
            return None
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in _BUSY | _HOPELESS:
            raise
        return None
    return connection


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Between entering and leaving, no other process opens or removes the file. Raises OSError when it takes
    too long."""
    try:
        import fcntl
    except ImportError:  # elsewhere an open file cannot be removed, which keeps it as safe
        yield
        return
    with open(path.with_name(f".{path.name}.lock"), "wb") as lock:
        deadline = time.monotonic() + _OPEN_PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.005)
        yield


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _shared(path: Path) -> bool:
    """Whether other hosts may write there too: SQLite's write-ahead log needs memory that all writers share."""
    with contextlib.suppress(OSError, psutil.Error):
        mounts = [part for part in psutil.disk_partitions(all=True) if path.resolve().is_relative_to(part.mountpoint)]
        kind = max(mounts, key=lambda part: len(part.mountpoint)).fstype.lower() if mounts else ""
        return kind.startswith(_SHARED_DISKS)
    return False
