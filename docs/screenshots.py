"""Makes the README's pictures: starts the app, trains, and photographs it in Chromium. Run by `make screenshots`.

`train.png` and `train_dark.png`, `network-….png` and `space.png` (looking inside), `learn.png` (the course's index),
one `learn-….png` for each lesson, and `course.png`, all lessons on one sheet.
"""

import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from pages.shared.lessons.course import LESSONS

HERE = Path(__file__).resolve().parent
PORT = 8599
SIZE = {"width": 1440, "height": 900}
PATIENCE, STANDING = 120, 25  # seconds, for a picture that trains; and for one that says the same all the time
SHEET = {"width": 1760, "height": 900}
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def serve(home: str) -> subprocess.Popen:
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(PORT), "--server.headless", "true"],
        cwd=HERE.parent,
        env={**os.environ, "NNVIZ_HOME": home},
    )
    while True:
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/_stcore/health")
            return server
        except OSError:
            time.sleep(0.2)


def photograph() -> None:
    """All of them, of an app that runs."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        for scheme, name in (("light", "train"), ("dark", "train_dark")):
            page = browser.new_page(viewport=SIZE, color_scheme=scheme)
            page.goto(f"http://localhost:{PORT}")
            page.get_by_role("button", name="Train", exact=True).first.click(timeout=60_000)
            page.get_by_role("radio", name="Full").click(timeout=60_000)  # its own speed is for watching
            page.locator(".nv-statusline b", has_text="Finished").wait_for(timeout=120_000)
            page.wait_for_timeout(1500)
            page.screenshot(path=HERE / f"{name}.png")
        photograph_inside(browser)
        photograph_course(browser)
        browser.close()


INSIDE = {
    "network-layers": "network?view=layers&layer=conv2d_1",
    "network-arithmetic": "network?view=arithmetic&layer=conv2d_1&number=2-5-8",
    "network-units": "network?view=units&layer=conv2d_1&unit=4",
    "space": "space?layer=dense_1",
}
"""Pictures of a network of digits from the inside, and where they are taken."""


def photograph_inside(browser: Browser) -> None:
    """A network of digits, trained first."""
    page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    page.goto(f"http://localhost:{PORT}")
    page.get_by_role("button", name="Train", exact=True).nth(1).click(timeout=60_000)
    page.get_by_role("radio", name="Full").click(timeout=60_000)
    page.locator(".nv-statusline b", has_text="Finished").wait_for(timeout=120_000)
    run = re.search(r"run=([0-9a-f-]+)", page.url)[1]
    for name, address in INSIDE.items():
        page.goto(f"http://localhost:{PORT}/{address}&run={run}")
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
        page.wait_for_timeout(4000)
        page.screenshot(path=HERE / f"{name}.png")


BEGUN = {
    "learn-regularization": "Watch seven networks learn",
    "learn-initialization": "One hundredth is enough",
    "learn-augmentation": "Where does a 6 become a 9?",
    "learn-interpreting": "Let seven methods look",
    "learn-hyperparameters": "Three hundred tries",
    "learn-deploying": "Test a network against itself",
}
"""Lessons that show more once an experiment has begun, and which."""


def photograph_course(browser: Browser) -> None:
    """The index, every lesson once its picture has nothing more to wait for, and the sheet."""
    page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    page.goto(f"http://localhost:{PORT}/learn")
    page.locator(".ns-input").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    page.screenshot(path=HERE / "learn.png")
    for lesson in LESSONS.values():
        page.goto(f"http://localhost:{PORT}/{lesson.url}")
        page.locator(".nl-root[data-ready]").wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        if lesson.url in BEGUN:
            begin(page, BEGUN[lesson.url])
        wait_for_numbers(page)
        page.screenshot(path=HERE / f"{lesson.url}.png")
    page.set_viewport_size(SHEET)
    page.set_content(sheet())
    page.screenshot(path=HERE / "course.png", full_page=True)


def wait_for_numbers(page: Page) -> None:
    """Until nothing in the picture is announced with an ellipsis, or what it says has stood for long."""
    deadline, words, since = time.monotonic() + PATIENCE, "", time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - since < STANDING:
        before, words = words, page.locator(".nl-picture").inner_text()
        if "…" not in words:
            return
        if words != before:
            since = time.monotonic()
        page.wait_for_timeout(500)


def begin(page: Page, experiment: str) -> None:
    """Sets the picture to an experiment and waits until it has gone on for a while."""
    page.locator(".nl-trials").get_by_role("button", name=experiment, exact=True).click()
    page.wait_for_timeout(12_000)
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    page.wait_for_timeout(500)


def sheet() -> str:
    """All lessons side by side, each with its title and without the navigation beside it."""
    style = (
        "body { margin: 24px; font: 600 17px 'Liberation Sans', sans-serif; color: #1b2330 }"
        "main { display: grid; grid-template-columns: repeat(4, 1fr); gap: 24px }"
        "figure { margin: 0 } figcaption { margin-top: 8px }"
        "div { overflow: hidden; aspect-ratio: 1232 / 836; border: 1px solid #e4e8ee; border-radius: 8px }"
        "img { display: block; width: calc(100% * 1440 / 1232); margin: -5% 0 0 -17% }"
    )
    figures = []
    for lesson in LESSONS.values():
        image = base64.b64encode((HERE / f"{lesson.url}.png").read_bytes()).decode()
        picture = f'<img src="data:image/png;base64,{image}">'
        figures.append(f"<figure><div>{picture}</div><figcaption>{lesson.title}</figcaption></figure>")
    return f"<style>{style}</style><main>{''.join(figures)}</main>"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        server = serve(home)
        try:
            photograph()
        finally:
            server.terminate()
            server.wait(20)
