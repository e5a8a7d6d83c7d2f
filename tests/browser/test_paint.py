"""What if, on an image: a stroke, the space bar, Undo and Reset, each followed by the network's answer."""

from playwright.sync_api import expect

from tests.browser.lessons import faults, idle, pull

STAGE = '[data-part="paint"].pm-stage'


def test_an_image_is_painted_on_and_the_answer_follows(page, app_url, digits_run):
    page.goto(f"{app_url}/what-if?run={digits_run.id}")
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
