"""Prediction servers that the app starts on its own machine: few, bound to it alone, ended with it. No framework."""

import atexit
import contextlib
import json
import shlex
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from nnviz import settings
from nnviz.errors import ServingError
from nnviz.settings import Settings

_START_SECONDS = 90.0
_ASK_SECONDS = 60.0
_MOST_ANSWER = 5_000_000


@dataclass(frozen=True)
class LocalServer:
    """A prediction server that runs: for whom, of which run, and where it answers ("http://127.0.0.1:40123")."""

    run_id: str
    owner: str
    address: str
    process: subprocess.Popen

    @property
    def alive(self) -> bool:
        return self.process.poll() is None


class LocalServers:
    """Those of one app."""

    def __init__(self):
        self._servers: list[LocalServer] = []
        self._lock = threading.Lock()

    def of(self, run_id: str, owner: str) -> LocalServer | None:
        """The one that answers for a run, started by that person; None where there is none (any more)."""
        return next((own for own in self._alive() if (own.run_id, own.owner) == (run_id, owner)), None)

    def count(self) -> int:
        """How many run."""
        return len(self._alive())

    def start(self, run_id: str, owner: str = "") -> LocalServer:
        """Starts one on a free port of this machine and returns once it answers.

        Raises:
            ServingError: on a hosted copy, above the number that may run, or when it cannot start.
        """
        with self._lock:
            running, most = self.of(run_id, owner), settings.get().prediction_servers
            if running is not None:
                return running
            if settings.get().mode == "hosted":
                raise ServingError("A hosted copy starts no prediction servers.", fix="Run the command yourself.")
            if self.count() >= most:
                raise ServingError(
                    f"{self.count():,} prediction servers run already.",
                    expected=f"at most {most:,}",
                    fix="Stop one, or set NNVIZ_PREDICTION_SERVERS.",
                )
            process = _begun(run_id)
            server = LocalServer(run_id, owner, _address(process), process)
            self._servers.append(server)
            return server

    def stop(self, run_id: str, owner: str = "") -> None:
        """Ends the one that answers for a run."""
        running = self.of(run_id, owner)
        if running is not None:
            _end(running.process)

    def close(self) -> None:
        """Ends all."""
        for server in self._alive():
            _end(server.process)

    def _alive(self) -> list[LocalServer]:
        self._servers = [own for own in self._servers if own.alive]
        return self._servers


def ask(address: str, rows: list) -> tuple[int, dict, float]:
    """What a prediction server answers to rows: (HTTP status, JSON, seconds).

    Raises:
        ServingError: when it does not answer.
    """
    body = json.dumps({"rows": rows}).encode()
    request = urllib.request.Request(f"{address}/predict", body, {"Content-Type": "application/json"})
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=_ASK_SECONDS) as answer:
            return answer.status, json.loads(answer.read(_MOST_ANSWER)), time.perf_counter() - began
    except urllib.error.HTTPError as error:
        with contextlib.suppress(ValueError):
            return error.code, json.loads(error.read(_MOST_ANSWER)), time.perf_counter() - began
        raise ServingError(f"The prediction server answered with status {error.code}.") from None
    except (OSError, ValueError) as error:
        raise ServingError(f"The prediction server does not answer ({error}).", fix="Start it again.") from None


def command(run_id: str) -> str:
    """What a person types to start one, where the runs are kept; a hosted copy does not say where that is."""
    home, usual = settings.get().home, Settings.model_fields["home"].default
    elsewhere = home != usual and settings.get().mode != "hosted"
    return f"{f'NNVIZ_HOME={shlex.quote(str(home))} ' if elsewhere else ''}nnviz serve {run_id}"


def example(rows: list[Any], address: str, language: str) -> str:
    """The lines that ask a prediction server for rows, for a shell ("bash") or in Python."""
    body = json.dumps({"rows": rows}, ensure_ascii=False)
    if language == "bash":
        quoted = body.replace("'", "'\\''")
        return f"curl {address}/predict -H 'Content-Type: application/json' \\\n  -d '{quoted}'"
    return (
        "import json\nimport urllib.request\n\n"
        f"rows = {rows!r}\n"
        'body = json.dumps({"rows": rows}).encode()\n'
        f'request = urllib.request.Request("{address}/predict", body, {{"Content-Type": "application/json"}})\n'
        "print(json.load(urllib.request.urlopen(request)))"
    )


def _begun(run_id: str) -> subprocess.Popen:
    arguments = [sys.executable, "-m", "nnviz.cli", "serve", run_id, "--port", "0", "--ready"]
    return subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )


def _address(process: subprocess.Popen) -> str:
    """Where it answers, once it says so. Raises ServingError, and it is ended, when it says anything else."""
    deadline = threading.Timer(_START_SECONDS, process.kill)
    deadline.start()
    try:
        said = json.loads(process.stdout.readline() or "{}")
    except ValueError:
        said = {}
    finally:
        deadline.cancel()
    if "address" in said:
        return said["address"]
    _end(process)
    raise ServingError(said.get("error") or "The prediction server ended before it was ready.", fix="Try again.")


def _end(process: subprocess.Popen) -> None:
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


_servers = LocalServers()
atexit.register(_servers.close)


def get() -> LocalServers:
    """The prediction servers of this process."""
    return _servers
