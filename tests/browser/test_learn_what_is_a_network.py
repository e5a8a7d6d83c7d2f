"""What a neural network is, in Chromium: a team steered by keyboard and pointer, which learns, and a network that a
worker has trained."""

from playwright.sync_api import expect

from tests.browser.lessons import open_lesson, value


def test_a_team_is_changed_learns_and_gives_way_to_a_trained_network(page, app_url):
    open_lesson(page, app_url, "what-is-a-network")
    weight = page.get_by_role("slider", name="Ana: weight of loud")
    weight.press("Shift+ArrowLeft")
    expect(weight).to_have_attribute("aria-valuetext", "−1.0")
    bar = weight.bounding_box()
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + 10)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] + 40, bar["y"] + 14, steps=3)
    page.mouse.up()
    expect(weight).to_have_attribute("aria-valuetext", "12.0")
    page.get_by_role("button", name="Given weights").click()
    expect(value(page, "y")).to_have_text("0.943")  # what the page's Keras block prints
    expect(page.locator(".wn-score")).to_have_text("5 of 10 right")
    page.get_by_role("button", name="Let the team learn").click()
    expect(page.locator(".wn-score")).to_have_text("10 of 10 right")
    page.get_by_role("button", name="Evening 1 was good").click()
    expect(page.locator(".wn-score")).to_have_text("9 of 10 right")
    page.get_by_role("button", name="A trained network").click()
    expect(page.locator(".wn-node")).to_have_count(6, timeout=60_000)
    expect(page.locator(".wn-out[data-decided]")).to_contain_text("setosa")
    page.get_by_role("slider", name="petal width (cm)").fill("2.4")
    page.get_by_role("slider", name="petal length (cm)").fill("6.5")
    expect(page.locator(".wn-out[data-decided]")).to_contain_text("virginica")
    page.get_by_role("button", name="Six kinds").click()
    expect(page.locator(".nl-stages")).to_have_count(6, timeout=60_000)
