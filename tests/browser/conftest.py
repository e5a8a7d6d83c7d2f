"""A real server and a real Chromium for the journeys, started once for all of them, on the engine that tests share."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.ports import free_port
from tests.sampling import whole

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",  # a camera that shows a made-up picture, and nobody who has to allow it
    "--use-fake-ui-for-media-stream",
]
SIZE = {"width": 1440, "height": 900}
PATIENCE = 60_000  # ms, for machines with much else to do
expect.set_options(timeout=PATIENCE)
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def pytest_collection_modifyitems(items):
    """The journeys of lessons of their own are made by `make test-all`: what every lesson promises is driven for each
    (test_lessons.py), and one is gone through whole (test_lesson_page.py)."""
    for item in items:
        if item.path.name.startswith("test_learn_"):
            item.add_marker(whole)


def start_server(home: Path, port: int, **environment) -> subprocess.Popen:
    """`streamlit run app.py` as a person would start it; returns once it answers."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(port),
            "--server.headless",
            "true",
            "--server.address",
            "127.0.0.1",
        ],
        cwd=ROOT,
        env={**os.environ, "NNVIZ_HOME": str(home), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return process
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server did not start") from None
            time.sleep(0.1)


@pytest.fixture(scope="session")
def home() -> Path:
    """The folder that the server of these tests keeps its runs in."""
    return Path(os.environ["NNVIZ_HOME"])


@pytest.fixture(scope="session")
def app_url(home, scheduler):
    port = free_port()
    process = start_server(home, port, NNVIZ_SCHEDULER=scheduler)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(60)


def executable() -> str | None:
    """The Chromium or Chrome found on this machine; None for Playwright's own."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Browser:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chromium):
    """`contexts(theme)`: the browser context of that theme, kept, so that only its first page fetches and compiles the
    app."""
    kept = {}

    def get(theme: str) -> BrowserContext:
        if theme not in kept:
            kept[theme] = chromium.new_context(viewport=SIZE, color_scheme=theme, reduced_motion="reduce")
            kept[theme].set_default_timeout(PATIENCE)
            kept[theme].grant_permissions(["clipboard-read", "clipboard-write"])
        return kept[theme]

    yield get
    for context in kept.values():
        context.close()


@pytest.fixture(scope="session")
def kept_page(contexts):
    """`kept_page(theme, motion)`: the one page of that theme, at 1440 × 900, that tests use one after the other; its
    reader wants no motion, which costs more than all else that a page does, unless they are to see it.

    Every address that is opened in it is a new session of the app, for half of what a new page costs. What cannot be
    taken out of a page again, such as a route, belongs in a page of its own (`own_page`).
    """
    pages = {}

    def get(theme: str, motion: bool = False) -> Page:
        if theme not in pages or pages[theme].is_closed():
            pages[theme] = contexts(theme).new_page()
        page = pages[theme]
        page.set_viewport_size(SIZE)
        page.emulate_media(color_scheme=theme, reduced_motion="no-preference" if motion else "reduce")
        page.mouse.move(0, 0)
        return page

    return get


@pytest.fixture(params=["light"])
def page(request, kept_page) -> Page:
    """A page for a new session of the app, at 1440 × 900; in the dark theme `indirect=True` with "dark"; with motion
    for tests that are marked so."""
    page = kept_page(request.param, motion=request.node.get_closest_marker("motion") is not None)
    yield page
    page.goto("about:blank")  # what moves in it would go on moving beside the next tests


@pytest.fixture
def own_page(contexts) -> Page:
    """A page that nobody uses afterwards."""
    page = contexts("light").new_page()
    yield page
    page.close()


@pytest.fixture
def stranger(chromium) -> Page:
    """A page of a browser that has never been here, and whose owner wants no motion."""
    context = chromium.new_context(viewport=SIZE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
