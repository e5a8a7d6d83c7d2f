"""The file system's clock: what all who share a folder agree on, even where their own clocks differ."""

import socket
import time
from pathlib import Path

_AGAIN_SECONDS = 60.0
_offsets: dict[str, tuple[float, float]] = {}


def now(folder: Path) -> float:
    """Seconds since 1970 as the file system of `folder` counts them: what a file touched now would bear as its time.

    A file of our own is touched once a minute and compared with our clock; where the folder cannot be written, our
    clock has to do.
    """
    measured, offset = _offsets.get(str(folder), (None, 0.0))
    if measured is None or time.monotonic() - measured > _AGAIN_SECONDS:
        offset = _offset(folder)
        _offsets[str(folder)] = (time.monotonic(), offset)
    return time.time() + offset


def _offset(folder: Path) -> float:
    """Their clock minus ours. Differences below two seconds are the file system's granularity, not another clock."""
    probe = folder / f".clock-{socket.gethostname()[:60]}"
    try:
        probe.touch()
        difference = probe.stat().st_mtime - time.time()
    except OSError:
        return 0.0
    return difference if abs(difference) > 2.0 else 0.0
