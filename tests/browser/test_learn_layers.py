"""One reader's way through width and depth, and on to overfitting: what is dragged by the mouse is what changes."""

import re

from playwright.sync_api import Page, expect

from tests.browser.lessons import drawn, number, open_lesson, pull, value


def test_a_step_is_dragged_and_a_capacity(page: Page, app_url):
    open_lesson(page, app_url, "layers")
    before = _error(page)
    pull(page, ".la-handle >> nth=1", (0.5, 0.5), (-3.5, 1.4))
    assert number(page, "t") < 0.8 and number(page, "v") < -0.6
    assert _error(page) < before
    page.get_by_role("button", name="Let them move").click()
    assert _error(page) < 0.02, "two steps that move make the bump"
    open_lesson(page, app_url, "overfitting")
    expect(value(page, "p")).to_have_text("2")
    stiff = number(page, "B")
    pull(page, ".of-chart", (0.2, 0.3), (0.45, 0.3))
    assert 4 <= number(page, "p") <= 8 and number(page, "B") < stiff
    expect(page.locator(".of-verdict")).to_contain_text(re.compile("lowest"))


def _error(page: Page) -> float:
    """Read in the legend, once it has been drawn."""
    drawn(page)
    return float(value(page, "f").text_content().removeprefix("error "))
