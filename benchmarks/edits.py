"""From an edit of the network to its new totals on the screen, as the browser sees it."""

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


def edits(browser: Browser) -> None:
    token = gallery.ready("digits").to_token()
    with running("app.py") as address, session(browser) as page:
        page.goto(f"{address}/build?experiment={token}")
        page.get_by_role("tab", name="How to choose").wait_for()
        page.locator('.nv-node[data-id="conv2d_1"]').click()
        page.get_by_role("textbox", name="Filters").first.wait_for()
        page.wait_for_timeout(2000)
        times = [_edit(page, 9 + i) for i in range(repeats(12, 4))][2:]
    figure("an edit on the Build page (digits) → new totals in the browser, engine warm", told([1000 * s for s in times], " ms"),
           "150 ms")
