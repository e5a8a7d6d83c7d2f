"""The Augment tab: a change is added, its slider is dragged, and other pixels stand there before it is let go."""

import re

from playwright.sync_api import expect

from tests.browser.lessons import faults, idle
from tests.sampling import whole

PIXELS = """(nodes) => nodes.slice(1).map((node) => node.toDataURL()).join()"""


@whole  # tests/app/test_lab_pages.py adds, previews and judges changes, tests/web/augment_order.test.mjs orders them
def test_pixels_follow_a_slider_and_the_trained_network_judges_what_is_left(page, app_url, digits_run):
    page.goto(f"{app_url}/data?part=Augment&run={digits_run.id}")
    page.get_by_role("button", name="Rotation", exact=True).click()
    tiles = page.locator(".na-tile canvas")
    expect(tiles).to_have_count(12)
    expect(page.locator(".na-tile figcaption").nth(1)).to_contain_text("turned by")
    idle(page)
    before = tiles.evaluate_all(PIXELS)
    slider = page.get_by_role("slider", name="Rotation: Largest turn")
    slider.focus()
    page.keyboard.press("PageUp")
    expect(page.locator(".nl-slider output").first).not_to_have_text("15°")
    expect(page.locator(".na-judged")).to_contain_text(re.compile("Measured with your|Ask your"))
    assert tiles.evaluate_all(PIXELS) != before
    page.get_by_role("button", name="Example 5").click()
    expect(page.get_by_role("spinbutton", name="Training example", exact=True)).to_have_value("5")
    page.get_by_role("button", name="Remove Rotation").click()
    expect(page.locator(".na-tile figcaption").nth(1)).to_have_text("unchanged")
    assert faults(page) == []
