"""The loss functions in Chromium: the wild point and the error are dragged, and what they move has moved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lessons import drawn, number, open_lesson, pull, value


def slopes(page: Page) -> dict[str, float]:
    """The slope of each loss's line, as the table under the picture has it."""
    drawn(page)
    rows = page.locator(".nl-twin table").nth(1).locator("tbody tr")
    cells = [row.locator("th, td").all_text_contents() for row in rows.all()]
    return {name: float(slope.replace("−", "-")) for name, slope, *_ in cells}


def test_mse_follows_the_point_that_is_dragged_and_mae_does_not(page, app_url):
    open_lesson(page, app_url, "losses")
    page.get_by_text("The picture as numbers").click()
    before = slopes(page)
    pull(page, ".lf-point >> nth=7", (0.5, 0.5), (0.5, -3))
    after = slopes(page)
    assert after["MSE"] > before["MSE"] + 0.1 and after["MAE"] == pytest.approx(before["MAE"], abs=0.02)
    page.locator(".lf-onerror .lf-handle").press("Shift+ArrowRight")
    expect(value(page, "e")).to_have_text("−2.00")
    expect(value(page, "g")).to_have_text("−4.000")
    page.locator(".lf-switch[data-name=mse]").first.click()
    expect(value(page, "g")).to_have_text("−1.000")
    page.get_by_role("button", name="One of several", exact=True).click()
    page.locator(".lf-bar").first.press("Shift+ArrowRight")
    expect(value(page, "p")).to_have_text("0.60")
    assert number(page, "ce") == pytest.approx(0.511, abs=0.001)
    page.locator(".lf-use", has_text="a margin").click()
    expect(page.locator(".lf-outputs .lf-lines path")).to_have_count(2)
