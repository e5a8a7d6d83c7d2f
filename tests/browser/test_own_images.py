"""Pictures of one's own: a drawing that a network answers, an example that is painted on, and data that are collected
with a (made-up) camera."""

import re

from playwright.sync_api import Page, expect

from tests.browser.lessons import faults, follow, idle, pull
from tests.sampling import whole

PAD = ".ow-stage"
STAGE = '[data-part="paint"].pm-stage'


def test_a_drawing_is_answered_and_goes_with_the_reader(page, app_url, digits_run):
    page.goto(f"{app_url}/network?run={digits_run.id}")
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

    page.get_by_text("From the data", exact=True).click()
    page.wait_for_url(lambda url: "example=own" not in url)


@whole  # tests/web/painting.test.mjs and own.test.mjs have the strokes and the deeds, data/test_collection.py the data
def test_an_image_is_painted_on_and_pictures_are_collected(page, app_url, digits_run):
    page.goto(f"{app_url}/what-if?run={digits_run.id}")
    an_image_is_painted_on_and_the_answer_follows(page)
    follow(page, "data")
    pictures_are_collected(page)


def an_image_is_painted_on_and_the_answer_follows(page: Page) -> None:
    """By a stroke, the space bar, Undo and Reset."""
    said = page.locator(".pt-said")
    expect(said).to_contain_text("As it is:")
    assert "Painted" not in said.inner_text()
    idle(page)
    pull(page, STAGE, (0.1, 0.1), (0.9, 0.9))
    expect(said).to_contain_text("Painted:")
    expect(page.locator(".pt-old")).to_have_count(0)
    stroked = said.inner_text()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.locator(STAGE).focus()
    for key in ("ArrowUp", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(page.locator(STAGE)).to_have_attribute("aria-valuetext", "row 6, column 8, painted")
    page.keyboard.press("Control+z")
    expect(page.locator(STAGE)).to_have_attribute("aria-valuetext", "row 6, column 8")
    expect(said).to_have_text(stroked)
    page.get_by_role("button", name="Undo").click()
    expect(said).not_to_contain_text("Painted")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    pull(page, STAGE, (0.9, 0.1), (0.1, 0.9))
    expect(said).to_contain_text("Painted:")
    page.get_by_role("button", name="Reset").click()
    expect(said).not_to_contain_text("Painted")
    assert faults(page) == []


def pictures_are_collected(page: Page) -> None:
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
