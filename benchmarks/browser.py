"""A Streamlit server as a person starts it, and a Chromium that looks at it."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import executable, free_port

ROOT = Path(__file__).resolve().parents[1]
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def server(script: str, home: Path) -> Iterator[tuple[str, subprocess.Popen]]:
    """(address, process) of `streamlit run script`, not awaited; ended by Ctrl-C's signal, then by force."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            script,
            "--server.port",
            str(port),
            "--server.headless",
            "true",
            "--server.address",
            "127.0.0.1",
        ],
        cwd=ROOT,
        env={**os.environ, "NNVIZ_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def await_answer(address: str, process: subprocess.Popen, seconds: float = 60.0) -> None:
    """Returns as soon as the server answers. Raises RuntimeError when it ends or does not answer in time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server did not start") from None
            time.sleep(0.01)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium or Chrome found on this machine, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=_QUIET)
        yield browser
        browser.close()


@contextmanager
def session(browser: Browser) -> Iterator[Page]:
    """A page of a new browser session: no cache, no cookies."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
