"""The learning rate in Chromium: a rate is dragged over the limit, the limit is guessed, a real network is tested."""

import re

from playwright.sync_api import expect

from tests.browser.lessons import choose, open_lesson, pull, value


def test_rates_are_dragged_guessed_found_and_trained_at(page, app_url):
    open_lesson(page, app_url, "learning-rate")
    said, needed = page.locator(".lr-said:visible"), page.locator(".lc-ew:visible")
    page.get_by_role("slider", name="Curvature c").fill("2")
    page.get_by_role("slider", name="Learning rate η").fill("0.05")  # 10^0.05 = 1.12, and the limit is 1
    expect(said).to_have_text(re.compile("It flies out: .* It never arrives"))
    expect(value(page, "factor")).to_have_text("−1.24")
    pull(page, ".lc-ew:visible", (0.8, 0.5), (0.4, 0.5))
    expect(said).to_have_text(re.compile("It (creeps|comes straight down)"))
    page.locator(".lr-arm").press("Shift+ArrowUp")
    expect(value(page, "c")).to_have_text("3.00")
    page.get_by_role("button", name="Add a gentle weight").click()
    expect(said).to_contain_text("Both need: ")

    page.get_by_role("button", name="Guess the limit").click()
    expect(needed).not_to_contain_text("2/c")
    expect(value(page, "limit")).to_have_text("hidden")
    page.get_by_role("button", name="That is my guess").click()
    expect(said).to_contain_text("You said 0.05. The limit is 2 / ")

    choose(page, "What to look at", "Find a rate")
    page.locator(".lr-network:visible select").select_option("spirals")
    train = page.get_by_role("button", name=re.compile("^Train at 0"))
    expect(train).to_be_enabled()
    expect(page.get_by_text("falls fastest")).to_have_count(0)
    train.click()
    expect(said).to_contain_text("the test shows where it breaks")
    expect(page.get_by_text("falls fastest")).to_be_visible()
    expect(page.locator(".lr-list:visible li")).to_have_count(1)

    choose(page, "What to look at", "Change it on the way")
    page.get_by_label("Race: Cosine", exact=True).uncheck()
    page.get_by_role("button", name="Race 1 schedule", exact=True).click()
    expect(said).to_contain_text("Lowest at the end: Constant")
