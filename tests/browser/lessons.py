"""What the journeys through the Learn pages share: opening one, axe-core's judgement, the cost of a drag."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = ((1440, 900), (390, 844))
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
    """Serious and critical faults that axe-core finds in the page's main part, at 1440 × 900 and at 390 × 844."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        judged = Axe().run(page, context="[data-testid='stMain']", options={"resultTypes": ["violations"]})
        found += [f"{width}: {fault['id']}: {json.dumps([node['target'] for node in fault['nodes']][:6])} {fault['help']}"
                  for fault in judged.response["violations"] if fault["impact"] in ("serious", "critical")]
    return found
