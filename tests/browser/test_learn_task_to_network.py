"""From task to network, in Chromium: from a wrong pairing to a network that a worker trains, and on to the Lab."""

import re

from playwright.sync_api import expect

from tests.browser.lessons import DARK, open_lesson


@DARK
def test_the_walk_ends_with_a_trained_run_in_hand(page, app_url):
    open_lesson(page, app_url, "task-to-network")
    picture = page.locator(".nl-picture")

    def press(words: str) -> None:
        picture.get_by_role("button", name=words, exact=True).first.click()

    said = picture.locator(".tn-feedback:visible")
    press("one of two")
    expect(said).to_contain_text("malignant or benign")
    press("Next station")
    press("Reveal")
    expect(said).to_contain_text("63.2 %")
    press("Next station")
    press("2")
    press("sigmoid")
    press("binary cross-entropy")
    expect(picture.locator(".tn-found li").first).to_contain_text("it must be 1 number")
    press("1")
    expect(said).to_contain_text("read as probabilities")
    press("Next station")
    press("fewer")
    expect(said).to_contain_text("641 weights for 455")
    press("Next station")
    press("Train it")
    expect(said).to_contain_text("You expected", timeout=60_000)
    press("Next station")
    press("The loss ran away")
    expect(said).to_contain_text("The app reads them otherwise")
    press("Next station")
    press("Why it answers so")
    page.wait_for_url(re.compile(r"/attribution\?.*run="))
    page.go_back()
    expect(picture.locator(".tn-station[aria-current]")).to_contain_text("Next step", timeout=30_000)
    expect(picture.get_by_role("button", name="Judge it")).to_be_visible()
