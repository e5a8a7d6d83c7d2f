"""From a click on Train to the first live picture, and how often the picture moves, as the browser sees them."""

import re
import statistics
import tempfile
from collections.abc import Callable
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, TimeoutError

from benchmarks.browser import await_answer, server, session
from benchmarks.report import figure, in_turn, repeats, told
from nnviz import gallery

_STATE = ".nv-statusline b"
_SLOW, _PRESS = 120_000, 5_000

_FIND = """
  const find = (selector, root = document) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const node of root.querySelectorAll("*")) {
      const inside = node.shadowRoot && find(selector, node.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
"""

_WATCH = (
    "() => {"
    + _FIND
    + """
  const seen = window.seen = {};
  document.addEventListener("click", () => { seen.click ??= performance.now(); }, { capture: true });
  let view = null, progress = null;
  const look = (now) => {
    view ??= find(".nv-training") ?? find(".answered");
    progress ??= view && find(".nv-progress-text");
    if (view && !view.hasAttribute("data-waiting")) seen.picture ??= now;
    const epoch = parseFloat((progress?.textContent ?? "").replaceAll(",", "").replace("epoch ", ""));
    if (epoch > 0) seen.moved ??= now;
    else setTimeout(() => requestAnimationFrame(look), 20);
  };
  requestAnimationFrame(look);
}"""
)
"""Looks 25 times a second, and at nothing but the view once there is one, so as not to slow what it times."""

_COUNT = (
    "(seconds) => new Promise((done) => {"
    + _FIND
    + """
  const view = find(".nv-training"), state = find(".nv-statusline b"), begun = performance.now(), times = [begun];
  const moves = new MutationObserver(() => times.push(performance.now()));
  const ending = new MutationObserver(() => { if (state.textContent !== "Training") finish(); });
  const timer = setTimeout(finish, 1000 * seconds);
  function finish() {
    const now = performance.now();
    [moves, ending].forEach((observer) => observer.disconnect());
    clearTimeout(timer);
    done({ count: times.length - 1, seconds: (now - begun) / 1000,
           longest: Math.max(...[...times.slice(1), now].map((time, i) => time - times[i])) });
  }
  if (state.textContent !== "Training") return finish();
  moves.observe(view, { attributeFilter: ["data-step"] });
  ending.observe(state, { childList: true, characterData: true, subtree: true });
})"""
)
"""Counts the moments of training that the pictures came to show, in so many seconds or until the training ends."""


@contextmanager
def running(script: str):
    """The address of a server that answers."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        server(script, Path(home)) as (address, process),
    ):
        await_answer(address, process)
        yield address


def begin(page: Page, address: str, name: str) -> None:
    """Presses Train of a ready experiment on the home page."""
    page.goto(address)
    button = page.get_by_role("button", name="Train", exact=True).nth(list(gallery.READY).index(name))
    button.wait_for()
    page.evaluate(_WATCH)
    button.click()


def end(page: Page) -> None:
    """Waits for the run to train, stops it where it has not finished by itself, and waits until it has ended."""
    page.locator(_STATE).filter(has_text=re.compile("Training|Finished")).wait_for(timeout=_SLOW)
    ended = page.locator(_STATE).filter(has_text=re.compile("Stopped|Finished"))
    if not ended.count():
        with suppress(TimeoutError):  # a run that finishes meanwhile takes its button away
            page.get_by_role("button", name="Stop", exact=True).click(timeout=_PRESS)
    ended.wait_for(timeout=_SLOW)


def from_click(browser: Browser, address: str, name: str) -> dict[str, float]:
    """Seconds from the click on Train to the first picture of the network, and to one in which training has
    moved it."""
    with session(browser) as page:
        begin(page, address, name)
        page.wait_for_function("seen.moved", timeout=_SLOW)
        moments = page.evaluate("seen")
        end(page)
    return {what: (moments[what] - moments["click"]) / 1000 for what in ("picture", "moved")}


def bare_click(browser: Browser, address: str) -> float:
    """Seconds from a click to a new line of text on a bare page."""
    with session(browser) as page:
        page.goto(address)
        button = page.get_by_role("button", name="Train", exact=True)
        button.wait_for()
        page.evaluate(_WATCH)
        button.click()
        page.wait_for_function("seen.picture")
        moments = page.evaluate("seen")
    return (moments["picture"] - moments["click"]) / 1000


def first_frames(browser: Browser) -> None:
    """The engine is warm: every worker has trained once before."""
    with running("app.py") as address, running("benchmarks/bare_app.py") as bare:
        for name in ("spirals", "digits") * 2:
            from_click(browser, address, name)
        sides = {name: lambda name=name: from_click(browser, address, name) for name in ("spirals", "digits")}
        times = in_turn({**sides, "bare": lambda: bare_click(browser, bare)}, repeats(7, 2))
    for name in sides:
        for what, words in (
            ("picture", "first live frame"),
            ("moved", "first frame with a trained epoch's part in it"),
        ):
            figure(
                f"click on Train ({name}) → {words}, engine warm",
                told([one[what] for one in times[name]], " s"),
                "2 s, aim 1 s" if what == "picture" else "",
            )
    figure("click → a new line of text in a bare Streamlit app", told(times["bare"], " s"))


def ticks(browser: Browser) -> None:
    """Moments of training that came to the screen, while two kinds of network train.

    The first window begins with the first epoch and holds the change-over to XLA where there is one; the others come
    after.
    """
    with running("app.py") as address:
        for name, settings, batch, settled in (("spirals", {"points": 2000}, 1, 5), ("digits", {}, 32, 3)):
            ready = gallery.ready(name)
            token = ready.replace(
                data=ready.data.replace(settings=settings), train=ready.train.replace(epochs=10_000, batch_size=batch)
            ).to_token()
            with session(browser) as page:
                train_past = partial(_train_past, page, f"{address}/train?experiment={token}")
                train_past(1)
                first = _window(page, 10, partial(train_past, 1))
                _wait_for_epoch(page, settled)
                windows = [_window(page, repeats(10, 5), partial(train_past, settled)) for _ in range(repeats(3))]
                end(page)
            figure(
                f"updates a second in the browser, {name} training",
                told([one["count"] / one["seconds"] for one in windows], ""),
                "≥ 4",
            )
            figure(
                f"the longest wait between two of them, {name}",
                f"{statistics.median(one['longest'] for one in windows):.0f} ms, "
                f"{first['longest']:.0f} ms in the first ten seconds ({first['count'] / first['seconds']:.2g} updates "
                "a second)",
            )


def _window(page: Page, seconds: float, train_again: Callable[[], None]) -> dict[str, float]:
    """Counts over so many seconds of training. One that ends within them is begun again; the time between is
    left out."""
    counts: list[dict] = []
    while (left := seconds - sum(one["seconds"] for one in counts)) > 0.01:
        if page.locator(_STATE).inner_text() != "Training":
            train_again()
        counts.append(page.evaluate(_COUNT, left))
    total = {what: sum(one[what] for one in counts) for what in ("count", "seconds")}
    return {**total, "longest": max(one["longest"] for one in counts)}


def _train_past(page: Page, address: str, epoch: int) -> None:
    """Opens the experiment anew, trains it, and returns once the status line tells of that epoch."""
    page.goto(address)
    page.get_by_role("button", name="Train", exact=True).click(timeout=_SLOW)
    page.get_by_role("radio", name="Full", exact=True).click(
        timeout=_SLOW
    )  # as it begins, a run is slow enough to watch
    _wait_for_epoch(page, epoch)


def _wait_for_epoch(page: Page, epoch: int) -> None:
    page.wait_for_function(
        "(epoch) => {"
        + _FIND
        + """
      const text = find(".nv-progress-text")?.textContent ?? "";
      return parseFloat(text.replaceAll(",", "").replace("epoch ", "")) >= epoch;
    }""",
        arg=epoch,
        timeout=2 * _SLOW,
    )
