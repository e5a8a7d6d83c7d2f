"""What the journeys through the Learn pages share: opening one, axe-core's judgement, the cost of a drag."""

import itertools
import math
import re
import statistics
import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.sampling import ALL

DARK = pytest.mark.parametrize("page", ["dark"], indirect=True)
"""Marks a journey that is made in the dark theme. Every lesson has journeys in both; no journey is made twice."""
WIDTHS = (1440, 390)
CONTRAST = "color-contrast"
_MAIN = "[data-testid='stMain']"
_CONTRAST = {"runOnly": {"type": "rule", "values": [CONTRAST]}}
_PRACTICES = ("accesskeys", "aria-dialog-name", "aria-treeitem-name", "label-title-only", "tabindex")
_GRAVE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "rules": {CONTRAST: {"enabled": False}} | dict.fromkeys(_PRACTICES, {"enabled": True}),
}
"""The rules of axe-core whose faults can be serious or critical, without contrast: by their tags, and these of its best
practices."""
_TWIN = {"fromShadowDom": ["[data-testid='stBidiComponentIsolated']", ".nl-twin"]}
_FAULTS = """async ([context, options]) => {
  const { violations } = await axe.run(context, options);
  const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  const where = ({ nodes }) => JSON.stringify(nodes.slice(0, 6).map(({ target }) => target));
  return grave.map((fault) => `${fault.id}: ${where(fault)} ${fault.help}`);
}"""
_DARK_SYMBOLS = """async (picture, legend) => {
  const twoFrames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const lit = () => picture.querySelector(".lit"), dark = [];
  for (const symbol of legend.querySelectorAll("li")) {
    symbol.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, composed: true }));
    if (!lit()) await twoFrames();
    if (!lit()) dark.push(symbol.dataset.part);
  }
  legend.parentNode.dispatchEvent(new PointerEvent("pointerleave"));
  return dark;
}"""
_DRAGGED = """(picture) => {
  const drags = (node) => /grab|crosshair|-resize/.test(getComputedStyle(node).cursor);
  const kinds = new Map();
  for (const node of picture.querySelectorAll("*")) {
    if (!drags(node) || drags(node.parentNode) || !node.getBoundingClientRect().width) continue;
    const kind = [node.parentNode, node].map((one) => one.classList[0]).join(" ");
    if (!kinds.has(kind)) kinds.set(kind, node);
  }
  for (const [kind, node] of kinds) node.dataset.dragged = kind;
  return Object.fromEntries([...kinds.keys()].map((kind) => [kind.trim(), `[data-dragged="${kind}"]`]));
}"""
_SLIDERS = """(picture) => {
  const shown = (node) => !node.disabled && node.getBoundingClientRect().width > 40;
  const sliders = [...picture.querySelectorAll("input[type=range]")].filter(shown);
  const label = (node) => node.getAttribute("aria-label") || node.labels?.[0]?.textContent.trim() || "slider";
  for (const [number, node] of sliders.entries()) node.dataset.slid = number;
  return Object.fromEntries(sliders.map((node, number) => [label(node), `[data-slid="${number}"]`]));
}"""
_UPPER_END = """(node) => {
  const box = node.getBoundingClientRect();
  return [box.right - 70, box.top + box.height / 2];
}"""
_GRIP = """(node) => {
  const box = node.getBoundingClientRect(), shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
  const places = shares.flatMap((x) => shares.map((y) => [box.left + x * box.width, box.top + y * box.height]));
  return places.find(([x, y]) => node.contains(node.getRootNode().elementFromPoint(x, y)));
}"""
_WATCH = """(picture) => {
  const watch = window.drag_watch = { frames: [], changes: 0, done: false };
  const changes = new MutationObserver((records) => { watch.changes += records.length; });
  changes.observe(picture, { subtree: true, attributes: true, childList: true, characterData: true });
  const note = (time) => { if (!watch.done) { watch.frames.push(time); requestAnimationFrame(note); } };
  requestAnimationFrame(note);
}"""
_FOLLOW = """(address) => {
  const link = document.body.appendChild(Object.assign(document.createElement("a"), { href: address }));
  link.click();
  link.remove();
}"""
_MOVES = 30


def open_lesson(page: Page, app_url: str, name: str) -> None:
    """The lesson with its picture drawn and its formula filled in."""
    page.goto(f"{app_url}/learn-{name}", wait_until="commit")
    page.locator(".nl-root[data-ready]").wait_for(timeout=90_000)
    page.locator(".nl-legend li").first.wait_for()
    page.get_by_role("heading", name="Go on").wait_for()


def follow(page: Page, address: str) -> None:
    """To another page of the same session, as by a link on the page that is open: a third of what loading it costs.
    Waits for its title."""
    title = page.get_by_role("heading", level=1)
    before = title.text_content()
    pushed(page, address)
    expect(title).not_to_have_text(before)
    idle(page)


def pushed(page: Page, address: str) -> None:
    """As by a link on the page that is open, without waiting for anything."""
    page.evaluate(_FOLLOW, address)


def through_the_course(page: Page, url: str) -> None:
    """From any page to a lesson by the course's index, as a reader goes; nothing that the session holds is lost."""
    page.get_by_test_id("stSidebar").get_by_role("link", name="Learn", exact=True).click()
    page.locator(".st-key-course").locator(f"a[href*='{url}']").first.click()
    page.wait_for_url(re.compile(f"/{url}\\b"))


def value(page: Page, part: str) -> Locator:
    """What stands beside the formula's symbol of that part."""
    return page.locator(f".nl-legend li[data-part='{part}'] .nl-value")


def number(page: Page, part: str) -> float:
    """That value, once it has been drawn."""
    drawn(page)
    return float(value(page, part).text_content().replace("−", "-"))


def value_after(page: Page, button: Locator, part: str) -> str:
    """The value in the frame after the button was pressed, before anything that it set in motion goes on."""
    return button.evaluate(
        """(button, cell) => {
          button.click();
          const inTwoFrames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
          return new Promise((done) => inTwoFrames(() => done(cell.textContent)));
        }""",
        value(page, part).element_handle(),
    )


def idle(page: Page) -> None:
    """Waits until the server has run the page to its end."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=90_000)


def drawn(page: Page) -> None:
    """Waits until the browser has drawn what was just done; numbers are read after it."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def settled(page: Page, read: Callable, wanted, seconds: float = 30):
    """What `read()` gives once it is as wanted; else what it gave last, so many seconds later. `wanted` is the value
    itself, or a function that says whether a value will do. For what comes to be so a moment after it was asked for: a
    figure that takes its new width, the keyboard in another place."""
    holds, deadline = wanted if callable(wanted) else lambda value: value == wanted, time.monotonic() + seconds
    while not holds(value := read()) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    return value


def no_wider_than(page: Page, width: int) -> bool:
    """Whether nothing of the page sticks out at the side."""
    return settled(page, lambda: page.evaluate("document.documentElement.scrollWidth") <= width, True)


def has_keyboard(page: Page, words: str) -> bool:
    """Whether what is called so comes to have the keyboard."""
    return settled(page, lambda: focused(page), words) == words


def draggable(page: Page) -> dict[str, str]:
    """What can be dragged in the picture, one of each kind, as its pointer says: {its place and class: a selector}."""
    return page.locator(".nl-picture").evaluate(_DRAGGED)


def sliders(page: Page) -> dict[str, str]:
    """The picture's sliders that can be moved now: {label: a selector}."""
    return page.locator(".nl-picture").evaluate(_SLIDERS)


def slide_cost(page: Page, selector: str) -> dict[str, float]:
    """As `drag_cost`, of a slider that is moved through its largest values."""
    return drag_cost(page, selector, _UPPER_END)


def drag_cost(page: Page, selector: str, grip: str = _GRIP) -> dict[str, float]:
    """While `selector` is dragged: {"work": ms of processor time in script, style and layout of one move, or of one
    frame where the picture draws more often than the mouse moves; "interval": median ms between frames}.

    Raises AssertionError when dragging changes nothing in the picture.
    """
    node, picture = page.locator(selector).first, page.locator(".nl-picture")
    node.scroll_into_view_if_needed()
    x, y = node.evaluate(grip)
    page.mouse.move(x, y)
    session = page.context.new_cdp_session(page)
    session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    session.send("Performance.enable")
    picture.evaluate(_WATCH)
    worked = _seconds(session)
    page.mouse.down()
    for i in range(1, _MOVES + 1):
        page.mouse.move(x + 60 * math.sin(i / 8), y + 20 * math.sin(i / 8))
    drawn(page)
    worked = _seconds(session) - worked
    watch = page.evaluate("() => { drag_watch.done = true; return drag_watch; }")
    page.mouse.up()
    session.detach()
    assert watch["changes"], f"dragging {selector} changes nothing"
    intervals = [later - earlier for earlier, later in itertools.pairwise(watch["frames"])]
    return {"work": 1000 * worked / max(_MOVES, len(watch["frames"])), "interval": statistics.median(intervals)}


def _seconds(session) -> float:
    """The seconds of processor time that its main thread has given to script, style and layout so far."""
    counted = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return sum(counted[name] for name in ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration"))


def faults(
    page: Page,
    *rules: str,
    widths: tuple[int, ...] = WIDTHS if ALL else WIDTHS[:1],
    within: str = "",
    contrast_within: str | None = "",
) -> list[str]:
    """Serious and critical faults that axe-core finds within the page's main part or a part of it, so many pixels wide,
    by all of its rules or by those named. Contrast, which takes longer than all the rest, is judged at the first width,
    within a part of it where one is given, and not at all for None; everywhere under `make test-all`, and where it is
    named.

    The window is as tall as the page meanwhile: of what is scrolled out of sight axe-core cannot tell the contrast.
    """
    found = []
    page.mouse.move(1, 1)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    for number, width in enumerate(widths):
        judged = _judged(rules, number == 0, within, contrast_within)
        whole_page = [] if all(only is _GRAVE for _, only in judged) else ["(main) => main.scrollHeight"]
        for measure in ("() => 900", *whole_page):
            page.set_viewport_size({"width": width, "height": page.get_by_test_id("stMain").evaluate(measure)})
            drawn(page)
        for place, only in judged:
            context = {"include": [[place]], "exclude": [_TWIN] if only is _CONTRAST else []}
            options = {"resultTypes": ["violations"], **only}
            found += [f"{width}: {fault}" for fault in page.evaluate(_FAULTS, [context, options])]
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def _judged(rules: tuple[str, ...], first: bool, within: str, contrast_within: str | None) -> list[tuple[str, dict]]:
    """(where, axe-core's options) of each look at one width."""
    if rules:
        return [(_MAIN, {"runOnly": {"type": "rule", "values": rules}})]
    if ALL:
        return [(_MAIN, {})]
    contrast = [] if not first or contrast_within is None else [(f"{_MAIN} {contrast_within}".strip(), _CONTRAST)]
    return [(f"{_MAIN} {within}".strip(), _GRAVE), *contrast]


def choose(page: Page, group: str, name: str) -> None:
    page.get_by_role("group", name=group, exact=True).get_by_role("button", name=name, exact=True).click()


def pull(page: Page, selector: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drags from one place of an element to another, both as shares of its width and height."""
    page.locator(selector).scroll_into_view_if_needed()
    box = page.locator(selector).bounding_box()
    (x0, y0), (x1, y1) = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move(x1, y1, steps=4)
    page.mouse.up()


def focused(page: Page) -> str:
    """The words of what has the keyboard: its label, else its text; "" where nothing has it."""
    return page.evaluate("""() => {
      let node = document.activeElement;
      while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
      return !node || node === document.body ? '' : node.getAttribute('aria-label') ?? node.textContent;
    }""")


def dark_symbols(page: Page) -> list[str]:
    """The symbols of the formula that light up nothing in the picture when they are pointed at."""
    page.mouse.move(1, 1)
    return page.locator(".nl-picture").evaluate(_DARK_SYMBOLS, page.locator(".nl-legend").element_handle())
