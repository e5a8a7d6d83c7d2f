"""The app as a person meets it: start, first live picture, reruns, ticks and memory, against a bare Streamlit app."""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from benchmarks import memory, reruns
from benchmarks.browser import await_answer, chromium, server, session
from benchmarks.edits import edits
from benchmarks.live import first_frames, ticks
from benchmarks.report import figure, in_turn, repeats, told


def cold_start(browser, script: str) -> dict[str, float]:
    """Seconds from starting the server to what a new browser session sees of its first page.

    Chromium is already open and the files are in the system's cache. "first paint" is the browser's own first
    contentful paint; "title" and "button" are when these are visible.
    """
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        server(script, Path(home)) as (address, process),
    ):
        begun = time.time()
        await_answer(address, process)
        with session(browser) as page:
            page.goto(address, wait_until="commit")
            page.locator("h1").first.wait_for()
            title = time.time() - begun
            page.get_by_role("button", name="Train", exact=True).first.wait_for()
            button = time.time() - begun
            return {"first paint": _first_paint(page) - begun, "title": title, "button": button}


def _first_paint(page: Page) -> float:
    """When the browser first painted any content, in seconds since 1970."""
    return page.evaluate("""() => (performance.timeOrigin
        + performance.getEntriesByName('first-contentful-paint')[0].startTime) / 1000""")


def starts(browser) -> None:
    times = in_turn(
        {"ours": lambda: cold_start(browser, "app.py"), "bare": lambda: cold_start(browser, "benchmarks/bare_app.py")},
        repeats(5),
    )
    for moment in ("first paint", "title", "button"):
        ours, bare = ([one[moment] for one in times[side]] for side in ("ours", "bare"))
        figure(
            f"server start → {moment} in Chromium, cold (a bare Streamlit app: {told(bare, ' s')})",
            told(ours, " s"),
            "3 s, aim 1.5 s",
        )


def main() -> None:
    with chromium() as browser:
        starts(browser)
        first_frames(browser)
        ticks(browser)
        edits(browser)
        memory.measure(browser)
    reruns.measure()


if __name__ == "__main__":
    main()
