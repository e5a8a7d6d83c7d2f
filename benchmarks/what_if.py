"""What if: how soon the picture follows a change, from the hand to the screen, and what of that the network takes."""

import os
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from benchmarks.browser import await_answer, chromium, server, session
from benchmarks.report import figure, repeats, told

_WATCH = """(what) => {
  const roots = () => [document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot).filter(Boolean)];
  const bars = () => [...document.querySelectorAll('figure')].map((one) => one.innerHTML).join();
  const waiting = () => roots().some((root) => root.querySelector('.pt-old'));
  const before = bars();
  let asked = false;
  const done = () => {
    if (what === 'bars') return bars() !== before;
    asked ||= waiting();
    return asked && !waiting();
  };
  window.followed = new Promise((resolve) => {
    const look = () => (done() ? resolve(performance.now()) : requestAnimationFrame(look));
    look();
    setTimeout(() => resolve(NaN), 10000);
  });
}"""
"""Looks at every frame whether the map of a painted image, or the bars of a row, are those of the new answer."""


def trained() -> dict[str, str]:
    """Name → id of a short run of each."""
    import nnviz

    runs = {}
    for name in ("breast_cancer", "digits"):
        experiment = nnviz.ready(name)
        runs[name] = nnviz.train(experiment.replace(train=experiment.train.replace(epochs=8))).id
    return runs


def of_the_network(runs: dict[str, str]) -> None:
    """The answer and its explanation in the worker, every time for another change."""
    from nnviz.explanation.changes.of_run import changes_of_run
    from nnviz.explanation.what_if import answer_of_run, row_of_run
    from nnviz.explanation.what_if_image import painted_of_run

    row = row_of_run(runs["breast_cancer"], "validation", 0)
    rng = np.random.default_rng(0)

    def changed() -> None:
        answer_of_run(runs["breast_cancer"], tuple(row.codes * rng.uniform(0.9, 1.1, len(row.codes))))

    def painted() -> None:
        pixels = tuple(map(int, rng.choice(64, 6, replace=False)))
        painted_of_run(runs["digits"], "validation", 0, pixels, tuple(map(int, rng.integers(0, 256, 6))))

    for name, ask in (("row", changed), ("image", painted)):
        ask()
        seconds = [1000 * _timed(ask) for _ in range(repeats(20, 3))]
        figure(f"{name}, prediction and explanation in the worker", told(seconds, " ms"))
    seconds = _timed(lambda: changes_of_run(runs["breast_cancer"], tuple(row.codes)))
    figure("row, the smallest change that flips it, first time", f"{seconds:.2f} s")


def on_the_screen(runs: dict[str, str]) -> None:
    """From a stroke, and from a key on a slider, to the new answer on the screen."""
    with server("app.py", Path(os.environ["NNVIZ_HOME"])) as (address, process), chromium() as browser:
        await_answer(address, process)
        with session(browser) as page:
            page.goto(f"{address}/what-if?run={runs['digits']}")
            page.locator(".pt-said").filter(has_text="As it is").wait_for()
            page.wait_for_timeout(3000)
            figure("image, stroke → picture", told(_strokes(page), " ms"), "≤ 300 ms")
        with session(browser) as page:
            page.goto(f"{address}/what-if?run={runs['breast_cancer']}")
            page.get_by_text("The columns take").wait_for()
            page.wait_for_timeout(3000)
            figure("row, slider → picture", told(_slides(page), " ms"), "≤ 300 ms")


def _strokes(page: Page) -> list[float]:
    box = page.locator('[data-part="paint"].pm-stage').bounding_box()
    times = []
    for k in range(repeats(12, 4)):
        x, y = box["x"] + box["width"] * (0.1 + 0.07 * k), box["y"] + box["height"] * 0.3
        page.mouse.move(x, y)
        page.evaluate(_WATCH, "map")
        begin = page.evaluate("performance.now()")
        page.mouse.down()
        page.mouse.up()
        times.append(page.evaluate("window.followed") - begin)
        page.wait_for_timeout(400)
    return times[1:]


def _slides(page: Page) -> list[float]:
    thumb, times = page.get_by_role("slider", name="mean radius"), []
    thumb.focus()
    for _ in range(repeats(12, 4)):
        page.evaluate(_WATCH, "bars")
        begin = page.evaluate("performance.now()")
        page.keyboard.press("ArrowRight")
        times.append(page.evaluate("window.followed") - begin)
        page.wait_for_timeout(600)
    return times[1:]


def _timed(ask) -> float:
    begin = time.perf_counter()
    ask()
    return time.perf_counter() - begin


def main() -> None:
    runs = trained()
    of_the_network(runs)
    on_the_screen(runs)


if __name__ == "__main__":
    main()
