"""Memory that the app takes: of its server, and of each further worker, beside a bare Streamlit server.

USS is what would be free again if that process ended; what a worker shares with the process that it was forked from
counts for none of them. PSS divides shared pages among their users, so that its sum is what all processes take
together.
"""

import statistics
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser

from benchmarks.browser import await_answer, server, session
from benchmarks.live import begin, end
from benchmarks.report import figure
from nnviz.runs.run import Run

PAGES = ("home", "data", "build", "train", "layers", "attribution", "learn-neuron", "learn-gradient-descent")
_SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_FORKED = "multiprocessing.forkserver"


def measure(browser: Browser) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        with server("app.py", Path(home)) as (address, process):
            await_answer(address, process)
            _visit(browser, address, PAGES[:1])
            _engine_ready(process)
            fresh, idle = _megabytes(process.pid), [_megabytes(worker.pid) for worker in _workers(process)]
            for name in ("digits", "spirals"):
                with session(browser) as page:
                    begin(page, address, name)
                    end(page)
            run = Run.recent(home=home, limit=2)[-1]
            _visit(browser, address, PAGES, f"?run={run.id}")
            used = [_megabytes(worker.pid) for worker in _workers(process)]
            after, all_of_it = _megabytes(process.pid), _together(process)
        with server("benchmarks/bare_app.py", Path(home)) as (address, process):
            await_answer(address, process)
            _visit(browser, address, ("",))
            bare = _megabytes(process.pid)
    figure(
        "memory of the server, after its first page",
        f"{fresh:.0f} MB, {fresh / bare:.2f}× a bare Streamlit server's {bare:.0f} MB",
        "250 MB, aim 150 MB",
    )
    figure(
        "memory of the server, after every page and two trainings",
        f"{after:.0f} MB, {after / bare:.2f}×",
        "250 MB, aim 150 MB",
    )
    figure(
        f"memory of each further worker, idle (median of {len(idle)})",
        f"{statistics.median(idle):.0f} MB",
        "150 MB, aim 80 MB",
    )
    figure(
        f"the same after the pages and two trainings (each of {len(used)})",
        ", ".join(f"{one:.0f}" for one in sorted(used)) + " MB",
        "150 MB, aim 80 MB",
    )
    figure("all processes together, shared memory counted once", f"{all_of_it:.0f} MB")


def _visit(browser: Browser, address: str, pages, query: str = "") -> None:
    with session(browser) as page:
        for name in pages:
            page.goto(f"{address}/{name}{query}")
            page.locator("h1").first.wait_for()
            page.locator(_SETTLED).wait_for()


def _engine_ready(process) -> None:
    """Returns once every worker has been forked and its memory has stopped growing."""
    before, deadline = -1.0, time.monotonic() + 120
    while time.monotonic() < deadline:
        workers = _workers(process)
        megabytes = sum(_megabytes(worker.pid) for worker in workers)
        if workers and abs(megabytes - before) < 0.5:
            return
        before = megabytes
        time.sleep(2)
    raise RuntimeError("the engine's workers did not come to rest")


def _workers(process) -> list[psutil.Process]:
    """The processes forked from a fork server that is itself below the app's server."""
    below = psutil.Process(process.pid).children(recursive=True)
    forking = {one.pid for one in below if _FORKED in " ".join(one.cmdline())}
    return [one for one in below if one.pid in forking and one.ppid() in forking]


def _megabytes(pid: int) -> float:
    return psutil.Process(pid).memory_full_info().uss / 1e6


def _together(process) -> float:
    parent = psutil.Process(process.pid)
    return sum(one.memory_full_info().pss for one in [parent, *parent.children(recursive=True)]) / 1e6
