"""From an edit of the network to its new totals on the screen, as the browser sees it."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.browser import session
from benchmarks.live import running
from benchmarks.report import figure, repeats, told
from nnviz import gallery

_WATCH = """() => {
  const hosts = [document, ...[...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean)];
  const row = hosts.map((host) => host.querySelector(".nv-totals")).find(Boolean);
  const before = row.textContent, seen = window.edit = {};
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || seen.begun) return;
    seen.begun = performance.now();
    new MutationObserver((_, observer) => {
      if (row.textContent === before || row.textContent.includes("–")) return;
      seen.ended = performance.now();
      observer.disconnect();
    }).observe(row, { childList: true, characterData: true, subtree: true });
  }, { capture: true });
}"""


def _edit(page: Page, filters: int) -> float:
    """Seconds from the Enter key in the first layer's Filters to totals that have changed."""
    field = page.get_by_role("textbox", name="Filters").first
    field.fill(str(filters))
    page.wait_for_timeout(600)
    page.evaluate(_WATCH)
    field.press("Enter")
    page.wait_for_function("edit.ended")
    page.wait_for_timeout(400)
    return page.evaluate("(edit.ended - edit.begun) / 1000")


def _times(page: Page) -> str:
    """Of edits of the first convolution's filters, the first two left out."""
    page.locator(".nv-row", has_text="Conv2D").first.click()
    page.get_by_role("textbox", name="Filters").first.wait_for()
    page.wait_for_timeout(2000)
    return told([1000 * _edit(page, 9 + i) for i in range(repeats(14, 4))][2:], " ms")


def _open(page: Page, path: Path, parameters: str) -> float:
    """Seconds from choosing the file to its totals on the page."""
    page.get_by_role("tab", name="Open, save, share").click()
    chooser = page.locator('[data-testid="stFileUploaderDropzone"] input').first
    chooser.wait_for(state="attached")
    begun = time.perf_counter()
    chooser.set_input_files(path)
    page.locator(".nv-totals", has_text=parameters).wait_for(timeout=120_000)
    return time.perf_counter() - begun


def _written(folder: Path, name: str, method: str) -> Path:
    """One of `keras.applications` in a file; Keras writes it in another process."""
    path = folder / name
    subprocess.run([sys.executable, "-c", f"import keras; {method}"], check=True, capture_output=True, cwd=folder)
    return path


def edits(browser: Browser) -> None:
    """What is timed ends in the browser; edits of ten layers and of 155, and the opening of a large file."""
    token = gallery.ready("digits").to_token()
    with tempfile.TemporaryDirectory() as temporary, running("app.py") as address:
        folder = Path(temporary)
        with session(browser) as page:
            page.goto(f"{address}/build?experiment={token}")
            page.get_by_role("tab", name="How to choose").wait_for()
            figure(
                "an edit on the Build page (digits) → new totals in the browser, engine warm", _times(page), "150 ms"
            )
            path = _written(
                folder,
                "mobile_net.json",
                "open('mobile_net.json', 'w').write(keras.applications.MobileNetV2(weights=None).to_json())",
            )
            _open(page, path, "3,538,984")
            figure("the same, MobileNetV2 (155 layers)", _times(page), "150 ms")
        path = _written(folder, "resnet50.keras", "keras.applications.ResNet50(weights=None).save('resnet50.keras')")
        with session(browser) as page:
            page.goto(f"{address}/build?experiment={token}")
            page.get_by_role("tab", name="How to choose").wait_for()
            seconds = _open(page, path, "25,636,712")
            figure(
                f"{path.name} ({path.stat().st_size / 1e6:.0f} MB) chosen → its totals in the browser",
                f"{seconds:.3g} s",
            )
