"""App servers and clusters of their own for the tests that kill them; and what to wait for."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from nnviz.runs.run import Run
from tests.engine.light_engine import COMMAND

_SERVER = Path(__file__).with_name("app_server.py")
_HERE = Path(__file__).parents[2]


def until(condition, seconds: float = 120.0, what: str = "what was awaited"):
    """The condition's first true answer; generous, since the machine may be busy."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"{what} did not come about in {seconds:.0f} s"
        time.sleep(0.02)
    return answer


class Server:
    """One app server in a process of its own, with an engine of its own or on a cluster.

    Args:
        light: whether its engine knows no Keras (`light_engine`), which starts it for a fifth of the cost.
        settings: environment variables.
    """

    def __init__(
        self, home: Path, scheduler: str = "", training: int = 2, interactive: int = 1, light: bool = True, **settings
    ):
        self.home = home
        workers = {"NNVIZ_TRAINING_WORKERS": str(training), "NNVIZ_INTERACTIVE_WORKERS": str(interactive)}
        self._process = subprocess.Popen(
            [sys.executable, str(_SERVER), "light" if light else "real"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_HERE,
            env={
                **os.environ,
                **workers,
                "NNVIZ_HOME": str(home),
                "NNVIZ_SCHEDULER": scheduler,
                "PYTHONPATH": ".",
                **settings,
            },
        )
        self.engine_pid = self._answer()["engine"]

    @property
    def pid(self) -> int:
        return self._process.pid

    def train(self, owner: str = "", **train) -> Run:
        return Run.open(self.ask(train=train, owner=owner)["run"], self.home)

    def ask(self, **order) -> dict:
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(60)
        finally:
            self.kill()

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        assert line, "the server ended"
        return json.loads(line)


class Cluster:
    """A cluster that several app servers join: a light engine, started by itself."""

    def __init__(self, home: Path, training: int = 2, interactive: int = 1):
        workers = {"NNVIZ_TRAINING_WORKERS": str(training), "NNVIZ_INTERACTIVE_WORKERS": str(interactive)}
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_HERE,
            env={**os.environ, **workers, "NNVIZ_HOME": str(home)},
        )
        self.address = json.loads(self._process.stdout.readline())["scheduler"]

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(60)


def ended(*runs: Run) -> bool:
    return not any(run.status().active for run in runs)


def under_way(run: Run) -> bool:
    return run.status().state == "running" and bool(run.last_epoch())


def descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
