"""On a phone pictures fill its width; and to know that it is a phone costs one run of the page, on a wide screen none."""

import re

import pytest
from playwright.sync_api import Page, expect

from nnviz import gallery
from nnviz.specs import DataSpec

PHONE, WIDE = (390, 844), (1440, 900)
_AREAS = """(figure) => {
  const box = figure.getBoundingClientRect(), { _plots } = figure._fullLayout;
  const areas = Object.values(_plots).map(({ xaxis, yaxis }) => ({
    left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length }));
  return { width: box.width, height: box.height, areas };
}"""


@pytest.fixture
def opened(chromium):
    """`opened(size, dark=False)`: a page of a new session on a screen of that size, and the messages that it sends."""
    contexts = []

    def go(size: tuple[int, int], dark: bool = False) -> tuple[Page, list]:
        context = chromium.new_context(
            viewport=dict(zip(("width", "height"), size, strict=True)), color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page, sent = context.new_page(), []
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
        return page, sent

    yield go
    for context in contexts:
        context.close()


def data_page(app_url: str, source: str) -> str:
    return f"{app_url}/data?experiment={gallery.ready('digits').replace(data=DataSpec(source=source)).to_token()}"


def settled(page: Page) -> dict:
    """The first figure's place and its areas, once they stay as they are."""
    figure, before = page.locator(".js-plotly-plot").first, None
    figure.wait_for(timeout=60_000)
    for _ in range(60):
        page.wait_for_timeout(500)
        now = figure.evaluate(_AREAS)
        if now == before:
            return now
        before = now
    raise AssertionError(f"the figure does not come to rest: {before}")


@pytest.mark.parametrize(("size", "dark", "columns"), [(PHONE, False, 5), (PHONE, True, 5), (WIDE, False, 12)])
@pytest.mark.parametrize("source", ["digits", "shapes"])
def test_pictures_of_the_data_fill_the_width(opened, app_url, source, size, dark, columns):
    page, _ = opened(size, dark)
    page.goto(data_page(app_url, source))
    if size == PHONE:
        page.wait_for_function("() => document.querySelector('.js-plotly-plot')?._fullLayout?.xaxis?.range[1] < 6")
    found = settled(page)
    (area,) = found["areas"]
    assert area["width"] / (columns * 1.12 - 0.12) >= 48
    assert area["width"] >= 0.98 * found["width"]
    assert area["top"] < 60 and found["height"] - area["top"] - area["height"] < 60


@pytest.mark.parametrize("width", [320, 390, 1000, 1440])
def test_a_figure_keeps_its_shape_at_every_width(opened, app_url, width):
    page, _ = opened(PHONE if width < 640 else WIDE)
    page.goto(data_page(app_url, "digits"))
    settled(page)
    page.set_viewport_size({"width": width, "height": 900})
    found = settled(page)
    (area,) = found["areas"]
    assert found["height"] - area["height"] == pytest.approx(8, abs=2), "the margins alone"


def test_a_wide_screen_costs_no_run_and_a_phone_one_a_session(opened, app_url):
    for size, runs in ((WIDE, 1), (PHONE, 2)):
        page, sent = opened(size)
        page.goto(data_page(app_url, "digits"))
        settled(page)
        assert len(sent) == runs
        page.get_by_role("link", name="Next: build a network for it").click()
        page.wait_for_url(re.compile("/build"))
        expect(page.get_by_role("heading", level=1)).not_to_have_text("What does it learn from?")
        page.wait_for_timeout(1500)
        told = [frame for frame in sent[runs:] if b"screen" in (frame if isinstance(frame, bytes) else frame.encode())]
        assert told == [], "the other pages know it already"


def test_a_screen_that_is_turned_is_noticed(opened, app_url):
    page, sent = opened(WIDE)
    page.goto(data_page(app_url, "digits"))
    wide = settled(page)
    for size, ratio in ((PHONE, 2.4), (WIDE, 0.4)):
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        page.wait_for_function(
            "(ratio) => { const box = document.querySelector('.js-plotly-plot')?.getBoundingClientRect();"
            " return box && Math.abs(box.height / box.width - ratio) < 0.1; }",
            arg=ratio,
        )
    assert settled(page) == wide and len(sent) == 3


def test_what_watches_the_screen_takes_no_room(opened, app_url):
    page, _ = opened(WIDE)
    page.goto(data_page(app_url, "digits"))
    settled(page)
    watcher = page.locator(".st-key-viewport")
    assert watcher.count() == 1 and watcher.evaluate("(node) => getComputedStyle(node).display") == "none"
