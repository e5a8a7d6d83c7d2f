"""The local cluster: one scheduler, workers for training and workers for questions."""

import multiprocessing
import sys

import dask
from distributed import Nanny, Scheduler, SpecCluster
from distributed.utils import get_mp_context

from nnviz.settings import Settings

TRAINING, INTERACTIVE = "training", "interactive"
PRELOAD = "nnviz.engine.preload"
"""What the fork server imports before it forks the first worker."""

_CONFIG = {
    # Dask watches itself closely by default; an engine that has nothing to do should cost nothing.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.worker.daemon": True,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.tick.limit": "60s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.idle-timeout": None,
    "distributed.diagnostics.nvml": False,
    "distributed.nanny.pre-spawn-environ.TF_CPP_MIN_LOG_LEVEL": "3",
}


def start(settings: Settings, folder: str) -> SpecCluster:
    """Starts the cluster; its workers keep their files in `folder`.

    On Linux the workers are forked from a server that has imported Keras; elsewhere they are spawned.
    """
    dask.config.set(_CONFIG)
    if sys.platform == "linux":
        dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"})
        get_mp_context()
        multiprocessing.set_forkserver_preload([PRELOAD])
    else:
        dask.config.set({"distributed.worker.multiprocessing-method": "spawn"})
    workers = {}
    for kind, count in ((INTERACTIVE, settings.interactive_workers), (TRAINING, settings.training_workers)):
        for number in range(count):
            workers[f"{kind}-{number}"] = {"cls": Nanny, "options": _options(kind, settings, folder)}
    scheduler = {
        "cls": Scheduler,
        "options": {"host": "127.0.0.1", "port": 0, "dashboard": False, "dashboard_address": ":0"},
    }
    return SpecCluster(workers=workers, scheduler=scheduler, silence_logs=False)


def _options(kind: str, settings: Settings, folder: str) -> dict:
    return {
        "nthreads": 1,
        "resources": {kind: 1},
        "memory_limit": settings.worker_memory_mb * 1_000_000,
        "local_directory": folder,
        "host": "127.0.0.1",
        "dashboard": False,
    }
