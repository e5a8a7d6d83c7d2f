"""Ten thousand runs in one folder: a list of them beside a listing of the folder; the page Runs with a thousand."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.report import figure, in_turn, ratios, repeats, told
from nnviz import settings
from nnviz.engine import client
from nnviz.runs.index import RunIndex, run_index
from nnviz.runs.run import Run, Status
from nnviz.specs import Experiment

ROOT = Path(__file__).resolve().parents[1]
_RUNS = repeats(10_000, 300)
_TIMES = repeats(50, 3)
_ON_PAGE, _SECONDS = repeats(1_000, 100), 120


def _folder(home: Path, count: int = _RUNS) -> Path:
    """So many runs, each a directory with the files that tell where it stands."""
    run = Run.create(Experiment(), home)
    run.append_history([{"epoch": 1, "loss": 0.5}])
    run.write_status(Status("finished", 1, 1))
    content = {name: (run.folder / name).read_bytes() for name in ("record.json", "status.json", "experiment.json")}
    for number in range(count - 1):
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


def page() -> None:
    """The page Runs with a thousand runs, in new sessions, headless; and with two of them compared by their curves."""
    folder = _folder(settings.get().home, _ON_PAGE)
    run_index().sync()
    two = sorted(os.listdir(folder))[:2]
    engine = client.get()
    try:
        engine.wait()
        for words, query in (("", {}), (", two of them chosen", {"compare": ",".join(two)})):
            _opened(query)
            times = [_opened(query) for _ in range(repeats(5, 2))]
            figure(f"the page Runs with {_ON_PAGE:,} runs{words}, in a new session", told(times, " s"), "1 s")
    finally:
        engine.close()


def _opened(query: dict[str, str]) -> float:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=_SECONDS).run()
    for name, value in query.items():
        app.query_params[name] = value
    taken = _seconds(lambda: app.switch_page("pages/lab/runs.py").run())()
    if app.exception or f"{_ON_PAGE:,} runs" not in " ".join(str(one.value) for one in app.caption):
        raise RuntimeError(app.exception[0].value if app.exception else "the page should tell how many runs there are")
    return taken


if __name__ == "__main__":
    runs()
    page()
