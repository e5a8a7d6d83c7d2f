"""The local engine's own process: started, watched and ended by the process that uses it."""

import contextlib
import json
import os
import subprocess
import sys

from nnviz import settings
from nnviz.errors import EngineError

COMMAND = (sys.executable, "-m", "nnviz.engine")
_END_SECONDS = 8.0


class EngineProcess:
    """`python -m nnviz.engine`, running; `address` is its scheduler's.

    Raises:
        EngineError: it ended before it was ready.
    """

    def __init__(self):
        quiet = {"DASK_LOGGING__DISTRIBUTED": "critical", "TF_CPP_MIN_LOG_LEVEL": "3"}
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=_log_file(),
            start_new_session=True,
            env={**os.environ, **quiet},
        )
        line = self._process.stdout.readline()
        if not line:
            raise EngineError("its process ended before it was ready")
        self.address = json.loads(line)["scheduler"]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """Ends it and everything that it runs; its workers end with it."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _log_file():
    """Where the workers' own output goes; nowhere when the home folder cannot be written."""
    try:
        settings.get().home.mkdir(parents=True, exist_ok=True)
        return open(settings.get().home / "engine.log", "wb")
    except OSError:
        return subprocess.DEVNULL
