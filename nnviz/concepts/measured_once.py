"""What lessons measure for themselves and that takes seconds: once on a machine, whichever worker is asked first."""

import fcntl
import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from nnviz import settings, whole_files

_KEPT = 60


def measured_once(folder: str, name: str, measure: Callable[[], dict]) -> dict:
    """What `measure` returns, from a file where it was measured before; whoever asks meanwhile waits.

    Args:
        folder: of the home's `lessons`, of which the newest 60 files are kept.
        name: tells what is measured from all else in that folder. Another version of Keras measures anew.
        measure: returns what JSON holds.
    """
    digest = hashlib.sha256(f"{name} {version('keras')}".encode()).hexdigest()[:16]
    place = settings.get().home / "lessons" / folder
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{digest}.json"
    with open(place / f"{digest}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.is_file():
            whole_files.replace(path, json.dumps(measure()))
            sweep(place)
        return json.loads(path.read_text())


def sweep(folder: Path, keep: int = _KEPT) -> None:
    """Removes what was measured longest ago, beyond the newest `keep`."""
    ages = sorted(((path.stat().st_mtime, path) for path in folder.glob("*.json")), reverse=True)
    for _, path in ages[keep:]:
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)
