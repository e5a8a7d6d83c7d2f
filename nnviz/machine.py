"""What this machine has, and the share of it that workers get by default."""

import os
from pathlib import Path

import psutil

_RESERVED_MB = 2_000
"""For the server, the browser and the rest of the machine."""
_WORKER_MB = 1_500
"""What a worker needs to train anything at all beside TensorFlow's own memory."""
_TENSORFLOW_MB = 900
_SHARE = 1.5
"""Workers are seldom large at the same time, so each may take more than an equal part."""
_CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory_mb() -> int:
    """Memory that this process may use, MB: the machine's, or the container's where that is less."""
    limits = [psutil.virtual_memory().total]
    for file in map(Path, _CGROUPS):
        try:
            limits.append(int(file.read_text()))
        except (OSError, ValueError):
            continue
    return int(min(limits) / 1e6)


def cores() -> int:
    """Cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def training_workers() -> int:
    """One a core, at most eight, and no more than there is memory for."""
    return max(1, min(8, cores(), _room_for() - interactive_workers()))


def interactive_workers() -> int:
    """Half as many as there are cores, at least two and at most eight; one where memory is short."""
    return max(1, min(max(2, min(8, cores() // 2)), _room_for() - 1))


def worker_memory_mb() -> int:
    """What one worker may take, MB."""
    workers = training_workers() + interactive_workers()
    return max(_WORKER_MB, int(_SHARE * (memory_mb() - _RESERVED_MB) / workers))


def parameters(memory_mb: int) -> int:
    """Parameters of the largest network for a worker with that much memory, MB, in whole millions.

    Ten bytes each, beside what TensorFlow itself takes: the weights, a copy while they are read, and what is computed
    with them. Training takes more; a worker that needs more than it has is ended, and says so.
    """
    return max(10, (memory_mb - _TENSORFLOW_MB) // 10) * 1_000_000


def _room_for() -> int:
    return max(2, (memory_mb() - _RESERVED_MB) // _WORKER_MB)
