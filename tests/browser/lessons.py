"""What the journeys through the Learn pages share: opening one, axe-core's judgement, the cost of a drag."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

BOTH = pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
"""Marks a journey that is made in both themes."""
WIDTHS = (1440, 390)
JUDGED = {"include": [["[data-testid='stMain']"]]}
DRAG = """async (selector) => {
  const inside = (node) => [...node.querySelectorAll('*')].map((n) => n.shadowRoot && find(n.shadowRoot)).find(Boolean);
  const find = (node) => node.querySelector(selector) ?? inside(node);
  const node = find(document);
  const box = node.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const fire = (name, dx) => node.dispatchEvent(
    new PointerEvent(name, { bubbles: true, pointerId: 1, clientX: x + dx, clientY: y + dx / 2 }));
  node.setPointerCapture = () => {};
  const [spent, intervals] = [[], []];
  fire('pointerdown', 0);
  let last = 0;
  for (let i = 0; i < 60; i++) {
    const time = await new Promise(requestAnimationFrame);
    if (last) intervals.push(time - last);
    last = time;
    const begun = performance.now();
    fire('pointermove', 40 * Math.sin(i / 8));
    spent.push(performance.now() - begun);
  }
  fire('pointerup', 0);
  const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return { spent: middle(spent), interval: middle(intervals) };
}"""


def open_lesson(page: Page, app_url: str, name: str) -> None:
    """The lesson with its picture drawn and its formula filled in."""
    page.goto(f"{app_url}/learn-{name}", wait_until="commit")
    page.locator(".nl-root[data-ready]").wait_for(timeout=90_000)
    page.locator(".nl-legend li").first.wait_for()
    page.get_by_role("heading", name="Go on").wait_for()


def drawn(page: Page) -> None:
    """Waits until the browser has drawn what was just done; numbers are read after it."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def drag_cost(page: Page, selector: str) -> dict:
    """While `selector` is dragged for 60 frames: {"spent": median ms of script for one move, "interval": median ms between
    frames, "frame": mean ms of a frame that go to script, style and layout, as Chromium counts them}."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _seconds(session)
    found = page.evaluate(DRAG, selector)
    found["frame"] = 1000 * (_seconds(session) - before) / 60
    session.detach()
    return found


def _seconds(session) -> float:
    """The seconds of its main thread that a page has given to script, style and layout so far."""
    counted = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return sum(counted[name] for name in ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration"))


def faults(page: Page) -> list[str]:
    """Serious and critical faults that axe-core finds in the page's main part, 1440 and 390 pixels wide.

    The window is as tall as the page meanwhile: of what is scrolled out of sight axe-core cannot tell the contrast.
    """
    found = []
    for width in WIDTHS:
        for measure in ("() => 900", "(main) => main.scrollHeight"):
            page.set_viewport_size({"width": width, "height": page.get_by_test_id("stMain").evaluate(measure)})
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        judged = Axe().run(page, context=JUDGED, options={"resultTypes": ["violations"]})
        found += [
            f"{width}: {fault['id']}: {json.dumps([node['target'] for node in fault['nodes']][:6])} {fault['help']}"
            for fault in judged.response["violations"]
            if fault["impact"] in ("serious", "critical")
        ]
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


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
    found = []
    for symbol in page.locator(".nl-legend li").all():
        symbol.hover()
        if not page.locator(".nl-picture .lit").count():
            found.append(symbol.get_attribute("data-part"))
    return found


def work_the_check(page: Page, check, wrong: float, feedback: str, right: float) -> None:
    """Answers the first question with Enter, wrongly and rightly, then with the button; then asks for another."""
    answer, said = page.get_by_role("spinbutton", name="Your answer"), page.get_by_test_id("stAlert")
    answer.fill(str(wrong))
    answer.press("Enter")
    expect(said).to_contain_text(feedback)
    answer.fill(str(right))
    page.get_by_role("button", name="Check my answer").click()
    expect(said).to_contain_text(re.compile("Right|Yes"))
    assert check.judge(0, right).right and not check.judge(0, wrong).right
    another = page.get_by_role("button", name="Another question")
    another.click()
    expect(said).to_have_count(0)
    expect(answer).to_have_value("")
    expect(another).to_be_focused()


def through_the_doors(page: Page, name: str, doors: dict[str, str]) -> None:
    """Every door of the lesson and back through the navigation; `doors`: its words → the page that it opens."""
    for words, path in doors.items():
        page.get_by_role("button", name=words).click()
        page.wait_for_url(re.compile(f"/{path}\\b"))
        expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()
        page.get_by_test_id("stSidebar").locator(f"a[href*='/learn-{name}']").click()
        page.locator(".nl-root[data-ready]").wait_for()
        page.get_by_role("button", name=words).wait_for()
