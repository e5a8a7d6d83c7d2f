"""Ten thousand runs in one folder: what a list of them costs beside a bare listing of the folder."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.report import figure, in_turn, ratios, repeats, told
from nnviz.runs.index import RunIndex
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment

_RUNS = repeats(10_000, 300)
_TIMES = repeats(50, 3)


def _folder(home: Path) -> Path:
    """So many runs, each a directory with the files that tell where it stands."""
    run = Run.create(Experiment(), home)
    run.append_history([{"epoch": 1, "loss": 0.5}])
    run.write_status(Status("finished", 1, 1))
    content = {name: (run.folder / name).read_bytes() for name in ("record.json", "status.json", "experiment.json")}
    for number in range(_RUNS - 1):
        folder = run.folder.parent / f"20260101-{number // 60 % 24:02d}{number % 60:02d}00-{number:06x}"
        folder.mkdir()
        for name, data in content.items():
            (folder / name).write_bytes(data)
    return run.folder.parent


def _seconds(task: Callable[[], object]) -> Callable[[], float]:
    def timed() -> float:
        begun = time.perf_counter()
        task()
        return time.perf_counter() - begun

    return timed


def runs() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folder = _folder(Path(home))
        index = RunIndex(folder)
        rebuild = _seconds(index.rebuild)()
        index.recent()
        time.sleep(2.1)  # what changed less than two seconds ago is listed again
        index.recent()
        sides = {
            "scandir": _seconds(lambda: sum(1 for _ in os.scandir(folder))),
            "home": _seconds(lambda: index.recent(limit=4)),
            "page": _seconds(lambda: (index.recent(limit=50), index.count(), index.bytes())),
            "changed": _seconds(lambda: index._compare(float("inf"))),
        }
        times = in_turn(sides, _TIMES)
        bare = times["scandir"]
        figure(
            f"the four newest of {_RUNS:,} runs, beside os.scandir of their folder",
            f"{told(ratios(times['home'], bare), '×')}, {told([1e3 * s for s in times['home']], ' ms')}",
            "0.2×",
        )
        figure("fifty of them with their number and bytes", told(ratios(times["page"], bare), "×"), "1×")
        figure(
            "the look for runs that came or went, when there were any", told(ratios(times["changed"], bare), "×"), "6×"
        )
        figure("a new index from the directories", f"{rebuild:.2f} s, {1e3 * rebuild / _RUNS:.2f} ms a run")


if __name__ == "__main__":
    runs()
