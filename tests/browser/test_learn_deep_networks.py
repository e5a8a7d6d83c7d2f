"""The lessons on deep networks in Chromium: a twin is parted by hand, and a vanishing gradient is guessed first."""

from playwright.sync_api import expect

from tests.browser.lessons import open_lesson, pull


def test_a_twin_is_parted_by_hand_and_a_gradient_is_guessed(page, app_url):
    open_lesson(page, app_url, "initialization")
    verdict = page.locator(".in-verdict").first
    expect(verdict).to_contain_text("All four units are the same.")
    learn = page.get_by_role("button", name="Learn", exact=True)
    learn.click()
    expect(page.locator(".in-panel")).to_contain_text("step 400")
    expect(verdict).to_contain_text("75.0 % of the points right")
    page.get_by_role("button", name="Start again").click()
    pull(page, ".in-handle >> nth=3", (0.5, 0.5), (2.5, 3))
    expect(verdict).to_contain_text("Two different units of four.")
    page.locator(".in-handle").nth(1).press("ArrowLeft")
    expect(verdict).to_contain_text("Three different units of four.")
    learn.click()
    expect(verdict).to_contain_text("100 % of the points right")

    open_lesson(page, app_url, "vanishing-gradients")
    page.get_by_role("button", name="Guess first").click()
    expect(page.locator(".vg-verdict")).to_contain_text("Your guess first")
    page.locator(".ll-svg").first.press("ArrowRight")
    page.locator(".ll-svg").first.press("Enter")
    expect(page.locator(".vg-verdict")).to_contain_text("You said layer 2; it is layer 7.")
    page.get_by_role("slider", name="Layers", exact=True).fill("2")
    expect(page.locator(".vg-verdict")).to_contain_text("The gradient flows.")
