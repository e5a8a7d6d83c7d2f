"""The text below a lesson's picture stays where it was first painted while the picture comes."""

import pytest
from playwright.sync_api import Page

from pages.shared.lessons.course import LESSONS
from tests.browser.lessons import WIDTHS, open_lesson

MOST = 8  # pixels
WATCH = """() => {
  window.tops = [];
  const look = () => {
    const [heading, main] = [document.getElementById('intuition'), document.querySelector('[data-testid=stMain]')];
    if (heading && main) window.tops.push(heading.getBoundingClientRect().top + main.scrollTop);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@pytest.fixture(scope="module")
def watched(contexts) -> Page:
    """A page that notes in `window.tops` where the text below the picture stands, frame by frame."""
    page = contexts("light").new_page()
    page.add_init_script(f"({WATCH})()")
    yield page
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", LESSONS)
def test_the_text_below_a_picture_does_not_jump(watched: Page, app_url, name, width):
    page = watched
    page.set_viewport_size({"width": width, "height": 900})
    open_lesson(page, app_url, LESSONS[name].url.removeprefix("learn-"))
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    tops = page.evaluate("window.tops")
    assert len(tops) > 2
    assert max(tops) - min(tops) <= MOST, f"first {tops[0]:.0f}, then between {min(tops):.0f} and {max(tops):.0f}"
