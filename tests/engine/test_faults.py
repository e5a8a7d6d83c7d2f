"""Workers, engine and server killed at random moments: no run lost, no innocent failed, no orphan process.

`NNVIZ_FAULTS` says how many times; `make test-faults` asks for 100, while networks are trained. Ten times, the
engine is one without Keras.
"""

import contextlib
import itertools
import os
import random
import signal
import time

import psutil

from tests.engine.servers import Server, descendants, ended, until

LIGHT = "NNVIZ_FAULTS" not in os.environ
FAULTS = int(os.environ.get("NNVIZ_FAULTS", "10"))
SEED = int(os.environ.get("NNVIZ_FAULTS_SEED", "8"))
_EVENTS = ("training worker", "training worker", "any worker", "any worker", "engine", "server")
_BACKLOG = 4


class Scene:
    """A server under fire, and who may be called guilty."""

    def __init__(self, home, draw: random.Random):
        self.home, self.draw, self.server = home, draw, Server(home, light=LIGHT)
        self.runs, self.hit, self.processes, self.killed = [], set(), {}, set()

    def feed(self) -> None:
        """Keeps a few runs waiting, long and short."""
        waiting = [run for run in self.runs if run.status().state == "queued"]
        for _ in range(_BACKLOG - len(waiting)):
            epochs = self.draw.choice([2, 5, 400, 1500])
            self.runs.append(self.server.train(epochs=epochs, seed=len(self.runs)))

    def strike(self, event: str) -> None:
        """Kills somebody; whatever was under way on the processes that died may fail, and nothing else."""
        self.processes |= {process.pid: process for process in descendants(self.server.pid)}
        running = [run for run in self.runs if run.status().process and run.status().active]
        if event == "training worker" and running:
            self._kill(self.draw.choice(running).status().process[1])
        elif event == "any worker":
            workers = [process for process in descendants(self.server.engine_pid) if _is_worker(process)]
            if workers:
                self._kill(self.draw.choice(workers).pid)
        elif event == "engine":
            self.hit |= {run.id for run in running}
            self.killed |= {process.pid for process in descendants(self.server.engine_pid)}
            self._kill(self.server.engine_pid)
        elif event == "server":
            self.hit |= {run.id for run in running}
            self.killed |= {process.pid for process in descendants(self.server.pid)}
            self.server.kill()
            self.server = Server(self.home, light=LIGHT)
        self.look_for_victims()

    def look_for_victims(self) -> None:
        """Runs that began on a process between the look at it and its death."""
        self.hit |= {run.id for run in self.runs if (run.status().process or (0, 0))[1] in self.killed}

    def _kill(self, pid: int) -> None:
        self.killed.add(pid)
        self.look_for_victims()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _is_worker(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return "forkserver" in " ".join(process.cmdline()) and not process.children()
    return False


def events(draw: random.Random):
    """In every six of them each of `_EVENTS` once, in random order."""
    while True:
        yield from draw.sample(_EVENTS, len(_EVENTS))


def test_killing_at_random_moments_loses_no_run(tmp_path):
    scene = Scene(tmp_path, random.Random(SEED))
    for event in itertools.islice(events(scene.draw), FAULTS):
        scene.feed()
        time.sleep(scene.draw.uniform(0, 1.5))
        scene.strike(event)
    until(lambda: ended(*scene.runs), seconds=240, what="the end of every run")
    scene.look_for_victims()
    for run in scene.runs:
        status = run.status()
        innocent = run.id not in scene.hit
        assert status.state == "finished" or not innocent, f"{run.id} failed though nobody hit it: {status.message}"
        assert status.state == "finished" or status.message.endswith("."), status
        if status.state == "finished":
            assert run.last_epoch()["epoch"] == status.epochs and run.model_path.is_file()
    until(lambda: scene.server.ask(call="data_schema", source="iris").get("outputs") == 3)
    scene.processes |= {process.pid: process for process in descendants(scene.server.pid)}
    scene.server.close()
    _, alive = psutil.wait_procs(list(scene.processes.values()), timeout=60)
    assert alive == [], "processes outlived the server"
