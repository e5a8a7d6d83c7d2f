"""A person's own files: kept in a folder of theirs, the oldest giving way where there are too many."""

import contextlib
import shutil
import time
from pathlib import Path

from nnviz import settings
from nnviz.runs import files
from pages.shared.session import owner


def folder(kind: str) -> Path:
    """Where this person's files of a kind ("drafts", "uploads") are kept; not made here."""
    return settings.get().home / kind / (owner.owner() or "mine")


def begun(kind: str) -> Path:
    """`folder`, made where it is not there yet. Raises OSError."""
    place = folder(kind)
    if owner.hosted() and not place.exists():
        _forget(place.parent, settings.get().person_days * 86_400)
    place.mkdir(parents=True, exist_ok=True)
    return place


def keep(kind: str, name: str, content: str | bytes, megabytes: float, number: int) -> Path:
    """Writes a file at once and returns where it is; it stays, and the oldest others go until the rest fits.

    Args:
        megabytes, number: what the files of that kind may be together.

    Raises:
        OSError: when it cannot be written.
    """
    place = begun(kind)
    files.replace(place / name, content)
    _make_room(place, place / name, megabytes * 1e6, number)
    return place / name


def _forget(people: Path, seconds: float) -> None:
    """Removes the folders of those who have not written to theirs for so long; asked for when somebody new comes."""
    for place in people.iterdir() if people.is_dir() else ():
        with contextlib.suppress(OSError):
            if time.time() - place.stat().st_mtime > seconds:
                shutil.rmtree(place, ignore_errors=True)


def _make_room(place: Path, newest: Path, size: float, number: int) -> None:
    others = [(path.stat().st_mtime, path.stat().st_size, path) for path in place.iterdir() if path != newest]
    size -= newest.stat().st_size
    for rank, (_, own, path) in enumerate(sorted(others, reverse=True), start=1):
        size -= own
        if rank >= number or size < 0:
            path.unlink(missing_ok=True)
