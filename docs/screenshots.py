"""Makes the README's pictures: starts the app, trains, and photographs it in Chromium. Run by `make screenshots`."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PORT = 8599
SIZE = {"width": 1440, "height": 900}
LESSONS = ("learn-neuron", "learn-gradient-descent", "learn-backpropagation", "learn-convolutions")
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
    """Trains the two spirals from the home page and saves `train.png`, the same in the dark, and every lesson."""
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
        for lesson in LESSONS:
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.goto(f"http://localhost:{PORT}/{lesson}")
            page.locator(".nl-root[data-ready]").wait_for(timeout=60_000)
            page.wait_for_timeout(1500)
            page.screenshot(path=HERE / f"{lesson}.png")
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        server = serve(home)
        try:
            photograph()
        finally:
            server.terminate()
            server.wait(20)
