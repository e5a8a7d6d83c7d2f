"""Pictures of one's own: collected with a (made-up) camera, used as data, and a drawing that a network answers."""

import re

from playwright.sync_api import expect

from tests.browser.lessons import faults, follow, idle, pull

PAD = ".ow-stage"


def test_pictures_are_collected_and_a_drawing_is_answered(page, app_url, digits_run):
    page.goto(f"{app_url}/layers?run={digits_run.id}")
    page.get_by_text("Your own", exact=True).click()
    said = page.locator(".ow-said")
    expect(said).to_contain_text("Draw, and")
    idle(page)
    pull(page, PAD, (0.5, 0.1), (0.5, 0.9))
    expect(said).to_contain_text("It says")
    page.wait_for_url("**example=own.*")
    page.get_by_role("button", name="Clear").click()
    expect(said).to_contain_text("Draw, and")
    page.wait_for_url(lambda url: "example=own" not in url)
    page.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("It says")

    follow(page, "data")
    page.get_by_placeholder(re.compile("^Search")).press_sequentially("collect")
    expect(page.locator(".st-key-sources").get_by_text("Blobs")).to_have_count(0)  # while one types
    page.get_by_text("Collect images").first.click()
    counts = page.locator(".co-count")
    for place in range(2):
        page.get_by_role("button", name="Hold to record").nth(place).hover()
        page.mouse.down()
        expect(counts.nth(place)).to_have_text(re.compile(r"^([3-9]|\d\d+) pictures"))
        page.mouse.up()
    page.get_by_role("button", name="Delete this picture of Class 2").first.click()
    page.get_by_role("button", name="Use these").click()
    expect(page.get_by_text("In use: Class 1, Class 2")).to_be_visible()
    expect(page.get_by_text("32 × 32 × 3")).to_be_visible()
    assert faults(page) == []
