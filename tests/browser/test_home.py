"""Home: the network beside the title learns by itself, and stands still for readers who want no motion; the tour, and a
theme for every page."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SIZE
from tests.browser.lessons import settled
from tests.sampling import whole

DARK = "rgb(16, 20, 27)"
PICTURE = "canvas => canvas.toDataURL()"
LATER = """async canvas => {
  for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
  return canvas.toDataURL();
}"""


def picture(page: Page) -> Locator:
    return page.get_by_role("img", name="A small network that learns to tell two spirals apart")


@whole  # tests/web/hero.test.mjs learns; below, Play moves it, Pause stops it, and a theme is chosen
@pytest.mark.motion
def test_the_network_learns_by_itself_and_stops_when_it_is_told_to(page, app_url):
    page.goto(app_url)
    expect(page.get_by_text(re.compile(r"epoch [1-9]\d*, \d+ % right"))).to_be_visible()
    assert picture(page).evaluate(PICTURE) != picture(page).evaluate(LATER)
    page.get_by_role("button", name="Pause").click()
    assert picture(page).evaluate(PICTURE) == picture(page).evaluate(LATER)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".nh-root"), "what the browser draws follows the system").to_have_css("color-scheme", theme)


def test_a_strangers_first_visit(stranger, app_url):
    stranger.set_viewport_size({"width": 390, "height": 844})
    stranger.goto(app_url)
    nothing_moves_where_no_motion_is_wanted_until_a_point_is_added_and_play_is_pressed(stranger)
    stranger.set_viewport_size(SIZE)
    the_tour_leads_over_real_controls(stranger)
    a_theme_is_chosen(stranger)
    stranger.goto(f"{app_url}/no-such-page")
    expect(stranger.get_by_text("There is no page “no-such-page” here")).to_be_visible()
    expect(stranger).to_have_url(re.compile("unknown=no-such-page"))
    expect(picture(stranger)).to_be_visible()
    expect(stranger.get_by_text("New here?"), "the tour is offered once").to_be_hidden()
    expect(stranger.get_by_test_id("stApp"), "a theme is chosen once").to_have_css("background-color", DARK)


def nothing_moves_where_no_motion_is_wanted_until_a_point_is_added_and_play_is_pressed(phone: Page) -> None:
    expect(phone.get_by_text(re.compile(r"epoch 600, 9\d % right"))).to_be_visible()
    still = picture(phone).evaluate(PICTURE)
    assert still == picture(phone).evaluate(LATER)
    box = picture(phone).bounding_box()
    phone.mouse.click(box["x"] + box["width"] - 12, box["y"] + 12)
    changed = settled(phone, lambda: picture(phone).evaluate(PICTURE), lambda pixels: pixels != still)
    assert changed != still, "a point was added"
    phone.get_by_role("button", name="Play", exact=True).click()
    expect(phone.get_by_text(re.compile(r"epoch (?!600,)[\d,]+, "))).to_be_visible()
    phone.get_by_role("button", name="Pause", exact=True).click()


def the_tour_leads_over_real_controls(page: Page) -> None:
    page.get_by_role("button", name="Take the tour: six steps, one minute").click()
    tour = page.get_by_role("region", name="Tour")
    expect(tour).to_contain_text("1 of 6")
    page.locator(".st-key-train-spirals button:visible").click()
    expect(tour, "pressing Train leads on by itself").to_contain_text("2 of 6")
    for number in range(3, 7):
        tour.get_by_role("button", name="Next").click()
        expect(tour).to_contain_text(f"{number} of 6")
    tour.get_by_role("button", name="Done").click()
    expect(tour).to_be_hidden()
    page.get_by_role("button", name="Stop").first.click()


def a_theme_is_chosen(page: Page) -> None:
    page.get_by_role("button", name="Appearance and keys").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", DARK)
