"""On a phone pictures fill its width; and to know that it is a phone costs one run of the page, on a wide
screen none."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nnviz import gallery
from nnviz.specs import DataSpec
from tests.browser.lessons import drawn, idle
from tests.sampling import whole

PHONE, WIDE = (390, 844), (1440, 900)
_AREAS = """(figure) => {
  const box = figure.getBoundingClientRect(), { _plots = {} } = figure._fullLayout ?? {};
  const areas = Object.values(_plots).map(({ xaxis, yaxis }) => ({
    left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length }));
  return { width: box.width, height: box.height, areas };
}"""


@pytest.fixture
def opened(kept_page):
    """`opened(size, theme)`: the page for a new session on a screen of that size, and the messages that it sends."""
    listening = []

    def new(size: tuple[int, int], theme: str = "light") -> tuple[Page, list]:
        sent = []

        def listen(socket) -> None:
            socket.on("framesent", lambda frame: sent.append(frame))

        stop_listening()
        page = kept_page(theme)
        page.goto("about:blank")
        resize(page, size)
        page.on("websocket", listen)
        listening.append((page, listen))
        return page, sent

    def stop_listening() -> None:
        while listening:
            page, listen = listening.pop()
            page.remove_listener("websocket", listen)

    yield new
    stop_listening()


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))


def data_page(app_url: str, source: str) -> str:
    return f"{app_url}/data?experiment={gallery.ready('digits').replace(data=DataSpec(source=source)).to_token()}"


def figure_where(page: Page, holds: Callable[[dict], bool], seconds: float = 60) -> dict:
    """The first figure's place and its areas, once the page has run, they hold that, and they stay as they are."""
    figure, before, deadline = page.locator(".js-plotly-plot").first, None, time.monotonic() + seconds
    while True:
        idle(page)
        figure.wait_for()
        measured = figure.evaluate(_AREAS)
        if measured == before and measured["areas"] and holds(measured):
            return measured
        assert time.monotonic() < deadline, f"the figure does not come to be as it should: {measured}"
        before = measured
        page.wait_for_timeout(100)


def anything(measured: dict) -> bool:
    return True


def shaped(ratio: float) -> Callable[[dict], bool]:
    """Height by width, to a tenth."""
    return lambda measured: abs(measured["height"] / measured["width"] - ratio) < 0.1


def filling(columns: int) -> Callable[[dict], bool]:
    """So many pictures in a row, as wide as the figure, with little above and below them."""

    def holds(measured: dict) -> bool:
        (area,) = measured["areas"]
        below = measured["height"] - area["top"] - area["height"]
        wide = area["width"] / (columns * 1.12 - 0.12) >= 48 and area["width"] >= 0.98 * measured["width"]
        return wide and area["top"] < 60 and below < 60

    return holds


def margins_alone(measured: dict) -> bool:
    """The figure is no taller than its pictures and their margins."""
    (area,) = measured["areas"]
    return measured["height"] - area["height"] == pytest.approx(8, abs=2)


@whole  # that pictures fill the width is tested below
def test_on_a_phone_in_the_dark_theme_larger_pictures_fill_the_width(opened, app_url):
    page, _ = opened(PHONE, "dark")
    page.goto(data_page(app_url, "shapes"))
    figure_where(page, filling(5))


@pytest.mark.parametrize(
    ("size", "columns", "widths", "turns"),
    [
        (PHONE, 5, (320, 390), ()),
        pytest.param(WIDE, 12, (1000, 1440), ((PHONE, 2.4), (WIDE, 0.4)), marks=whole),  # tests/app/test_views.py
    ],
)
def test_pictures_fill_every_width_and_a_wide_screen_costs_no_run_and_a_phone_one_a_session(
    opened, app_url, size, columns, widths, turns
):
    page, sent = opened(size)
    runs = 1 if size == WIDE else 2
    page.goto(data_page(app_url, "digits"))
    figure_where(page, filling(columns))
    assert len(sent) == runs
    for width in widths:
        resize(page, (width, 900))
        figure_where(page, margins_alone)
    assert len(sent) == runs, "a phone stays a phone, and a wide screen a wide one"
    if turns:
        a_screen_that_is_turned_is_noticed_by_what_takes_no_room(page, turns)
        assert len(sent) == runs + len(turns)
        return
    page.get_by_role("link", name="Next: build a network for it").click()
    page.wait_for_url(re.compile("/build"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("What does it learn from?")
    for _ in range(2):
        idle(page)
        drawn(page)
    told = [frame for frame in sent[runs:] if b"screen" in (frame if isinstance(frame, bytes) else frame.encode())]
    assert told == [], "the other pages know it already"


def a_screen_that_is_turned_is_noticed_by_what_takes_no_room(page: Page, turns) -> None:
    wide = figure_where(page, anything)
    watcher = page.locator(".st-key-viewport")
    assert watcher.count() == 1 and watcher.evaluate("(node) => getComputedStyle(node).display") == "none"
    for size, ratio in turns:
        resize(page, size)
        turned = figure_where(page, shaped(ratio))
    assert turned == wide
