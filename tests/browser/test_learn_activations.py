"""The activation functions in Chromium: the point slides by keys and by drag, and a goal is reached in the picture."""

from playwright.sync_api import expect

from nnviz.concepts.activations import chain
from tests.browser.lessons import DARK, choose, number, open_lesson, pull, value


@DARK
def test_the_point_slides_and_a_goal_is_reached(page, app_url):
    open_lesson(page, app_url, "activations")
    handle = page.locator(".af-handle")
    handle.press("ArrowLeft")
    expect(value(page, "z")).to_have_text("1.90")
    pull(page, ".af-field", (0.5, 0.5), (2 / 3, 0.4))
    assert abs(number(page, "z") - 2) < 0.06
    choose(page, "Activation function", "tanh")
    page.locator(".af-right").get_by_role("slider", name="layers").fill("3")
    arrives = chain("tanh", number(page, "z"), 1.0, 3).gradients[0]
    assert abs(number(page, "g") - arrives) < 0.006

    for _ in range(2):
        page.get_by_role("button", name="Another question").click()
    page.get_by_role("button", name="Begin in the picture").click()
    expect(value(page, "z")).to_have_text("3.00")
    page.get_by_role("button", name="Check the picture").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("Where on its curve is tanh steep?")
    for _ in range(3):
        handle.press("Shift+ArrowLeft")
    page.get_by_role("button", name="Check the picture").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("Near 0 tanh has a slope of 1")
