"""How far the process that fetches has come: told in a file, and the end of it where nobody waits or too much comes."""

import contextlib
import json
import math
import os
import signal
import threading
from pathlib import Path

from nnviz.whole_files import replace

_SECONDS = 0.25


class Watch:
    """Writes `{"phase", "done", "total"}` to the order's file of progress whenever that changes.

    The order may say: progress (the file), scratch (downloads), bytes (how many may come), seconds (how long nothing
    may change). An empty one watches nothing.
    """

    def __init__(self, order: dict):
        self.phase = "starting"
        self._order, self._done, self._total = order, 0, None
        self._end, self._parent, self._told = threading.Event(), os.getppid(), None
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        _count_examples(self)
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._end.set()
        self._thread.join()
        _alarm(0)

    def at(self, phase: str, done: int, total: int | None) -> None:
        """Notes where it stands; of examples, not of bytes."""
        self.phase, self._done, self._total = phase, done, total

    def downloads(self, total: int) -> None:
        """A download begins, of `total` bytes; 0 where that is not known."""
        self.at("downloading", 0, total or None)

    def _watch(self) -> None:
        self._tell()
        while not self._end.wait(_SECONDS):
            if os.getppid() != self._parent:
                os._exit(1)
            self._tell()

    def _tell(self) -> None:
        if self.phase == "downloading":
            self._done = _size(Path(self._order["scratch"]))
            self._limit()
        told = {"phase": self.phase, "done": int(self._done), "total": self._total}
        if told == self._told:
            return
        self._told = told
        _alarm(math.ceil(self._order["seconds"]) + 5)
        with contextlib.suppress(OSError):
            replace(Path(self._order["progress"]), json.dumps(told))

    def _limit(self) -> None:
        most = self._order["bytes"]
        if max(self._done, self._total or 0) > most:
            problem = f"it is larger than the {most / 1e6:,.0f} MB that may be downloaded for one data set here."
            fix = "Choose a smaller one, or set NNVIZ_DOWNLOAD_MEGABYTES higher and start nnviz again."
            print(json.dumps({"problem": problem, "fix": fix}), flush=True)
            os._exit(0)


def _alarm(seconds: int) -> None:
    """Ends this process on time even if its watch hangs."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _size(folder: Path) -> int:
    """Bytes of what is being downloaded; what is unpacked from it does not count."""
    total = 0
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "extracted"]
        for name in files:
            with contextlib.suppress(OSError):
                total += os.stat(os.path.join(root, name)).st_size
    return total


def _count_examples(watch: Watch) -> None:
    """TensorFlow Datasets counts the examples that it prepares on a bar of progress: this counts with it."""
    from tqdm import auto

    class Counting(auto.tqdm):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **{**named, "disable": True})
            self.counts = "examples" in str(named.get("desc", ""))
            self.expected = named.get("total")

        def __iter__(self):
            for number, one in enumerate(self.iterable):
                if self.counts:
                    watch.at("preparing", number, self.expected)
                yield one

    auto.tqdm = Counting
