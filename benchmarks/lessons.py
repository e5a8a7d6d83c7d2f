"""Learn: from a click in the sidebar to a picture that can be played with, and what dragging and hovering cost
a frame."""

import time
from collections.abc import Callable

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium, session
from benchmarks.live import running
from benchmarks.report import figure, repeats, told
from pages.shared.lessons.course import LESSONS
from tests.browser.lessons import drag_cost, draggable, open_lesson, slide_cost, sliders

_WATCH = """() => {
  const find = (selector, root = document) => root.querySelector(selector)
    ?? [...root.querySelectorAll("*")].map((node) => node.shadowRoot && find(selector, node.shadowRoot)).find(Boolean);
  const seen = window.lesson = {};
  document.addEventListener("click", () => {
    seen.click = performance.now();
    const look = () => {
      const wanted = seen.name && find(`.st-key-lesson-${seen.name}-picture`);
      if (wanted && find(".nl-root[data-ready]", wanted)) requestAnimationFrame((now) => { seen.ready = now; });
      else setTimeout(look, 15);
    };
    look();
  }, { capture: true, once: true });
}"""

_TRAINED = {"regularization": "Watch seven networks learn", "stability": "Count twenty seeds"}
"""Lessons whose networks are trained side by side, and the experiment that begins it."""
_HOVER = """(selector) => new Promise((done) => {
  const all = (root) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((node) => node.shadowRoot ? all(node.shadowRoot) : [])];
  const nodes = all(document).slice(0, 12), intervals = [];
  let [last, count] = [0, 0];
  const step = (now) => {
    if (last) intervals.push(now - last);
    last = now;
    nodes[count % nodes.length].dispatchEvent(new PointerEvent("pointerout", { bubbles: true, composed: true }));
    count += 1;
    nodes[count % nodes.length].dispatchEvent(new PointerEvent("pointerover", { bubbles: true, composed: true }));
    if (count < 60) requestAnimationFrame(step);
    else done(intervals.sort((a, b) => a - b)[Math.floor(intervals.length / 2)]);
  };
  requestAnimationFrame(step);
})"""


def opened(page: Page, title: str, name: str) -> float:
    """Seconds from the click on the lesson's link to the frame in which its picture takes part."""
    page.evaluate(_WATCH)
    page.evaluate("(name) => { lesson.name = name; }", name)
    page.locator(".st-key-course").get_by_role("link", name=title).first.click()
    page.wait_for_function("lesson.ready")
    page.get_by_role("heading", name="Go on").wait_for()
    page.wait_for_timeout(1500)
    return page.evaluate("(lesson.ready - lesson.click) / 1000")


def opening(browser: Browser, address: str) -> None:
    first: dict[str, list[float]] = {name: [] for name in LESSONS}
    for turn in range(repeats(5, 2)):
        names = list(LESSONS)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            with session(browser) as page:
                page.goto(f"{address}/learn")
                page.locator(".st-key-course").get_by_role("link").last.wait_for()
                page.wait_for_timeout(1500)
                first[name].append(opened(page, LESSONS[name].title, name))
    for name, times in first.items():
        figure(
            f"click → {LESSONS[name].title} interactive, the first lesson of its session, engine warm",
            told(times, " s"),
            "1 s",
        )


def training(browser: Browser, address: str) -> None:
    """From the click that trains a lesson's networks to the first of them on show, trained for the first time."""
    for name, button in _TRAINED.items():
        with session(browser) as page:
            open_lesson(page, address, LESSONS[name].url.removeprefix("learn-"))
            page.wait_for_timeout(1500)
            begun = time.perf_counter()
            page.locator(".nl-trials").get_by_role("button", name=button, exact=True).click()
            page.locator(".nr-card canvas").first.wait_for()
            took = time.perf_counter() - begun
            page.locator(".nr-race[data-state='finished']").wait_for(timeout=120_000)
            whole = time.perf_counter() - begun
        figure(f"click → {LESSONS[name].title}, its networks on show", f"{took:.2f} s", "1 s")
        figure(f"click → {LESSONS[name].title}, all of them trained", f"{whole:.1f} s")


def moved(where: str, how: str, page: Page, selectors: dict[str, str], cost_of: Callable) -> None:
    """What can be dragged, or the sliders: the frames while each moves, and what a move costs."""
    costs = {label: cost_of(page, selector) for label, selector in selectors.items()}
    if costs:
        frames = ", ".join(f"{label} {cost['interval']:.1f} ms" for label, cost in costs.items())
        figure(f"{where}, a frame while {how}", frames, "16.7 ms")
        work = ", ".join(f"{label} {cost['work']:.1f} ms" for label, cost in costs.items())
        figure(f"{where}, processor time of a move in script, style and layout", work, "8 ms")


def moving(browser: Browser, address: str) -> None:
    for entry in LESSONS.values():
        for width in (1440, 390):
            with session(browser) as page:
                page.set_viewport_size({"width": width, "height": 900})
                open_lesson(page, address, entry.url.removeprefix("learn-"))
                page.wait_for_timeout(1500)
                moved(f"{entry.title} at {width}", "dragged", page, draggable(page), drag_cost)
                moved(f"{entry.title} at {width}", "slid", page, sliders(page), slide_cost)
                figure(
                    f"{entry.title} at {width}, a frame while the formula's symbols are pointed at",
                    f"{page.evaluate(_HOVER, '.nl-legend li'):.1f} ms",
                    "16.7 ms",
                )


def main() -> None:
    with chromium() as browser, running("app.py") as address:
        with session(browser) as page:
            for entry in LESSONS.values():
                open_lesson(page, address, entry.url.removeprefix("learn-"))
        opening(browser, address)
        training(browser, address)
        moving(browser, address)


if __name__ == "__main__":
    main()
