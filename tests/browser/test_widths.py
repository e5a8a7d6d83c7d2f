"""Every page at its widths: nothing runs over, no prose in a sliver, no figure cut off, no toolbar over its words; and
what is the same on every page: Back."""

import re

import pytest
from playwright.sync_api import expect

from nnviz import gallery
from tests.browser.lessons import drawn, follow, idle, settled
from tests.sampling import ALL, sample

WIDTHS = (390, 820, 1440, 1920) if ALL else (390, 820, 1440)
PAGES = (
    "",
    "learn",
    "learn-neuron",
    "data",
    "build",
    "train?run={run}",
    "evaluate?run={run}",
    "layers?run={run}",
    "space?run={run}",
    "attribution?run={run}",
    "shap?run={run}",
    "what-if?run={run}",
    "generate",
    "serve?run={run}",
)
_FAULTS = """() => {
  const faults = [], seen = (box) => box.width > 0 && box.height > 0;
  const main = document.querySelector('[data-testid="stMain"]');
  const over = main.scrollWidth - main.clientWidth;
  if (over > 1) faults.push(`the page is ${over} px too wide`);
  for (const prose of main.querySelectorAll('[data-testid="stMarkdownContainer"] > p')) {
    const box = prose.getBoundingClientRect();
    if (seen(box) && prose.textContent.length > 60 && box.width < 240) faults.push(`narrow: ${prose.textContent}`);
  }
  for (const figure of main.querySelectorAll(".js-plotly-plot")) {
    const place = figure.getBoundingClientRect(), bar = figure.querySelector(".modebar").getBoundingClientRect();
    if (!seen(place) || !figure.checkVisibility()) continue;  // in an expander that is closed
    if (place.width < 260) faults.push(`a figure of ${place.width} px`);
    const drawing = figure.querySelector(".main-svg").getBoundingClientRect();
    if (drawing.width > place.width + 2) faults.push("a figure is cut off");
    for (const words of figure.querySelectorAll(".gtitle, .annotation-text, .xtitle, .legend, .xtick text")) {
      const box = words.getBoundingClientRect();
      const covered = box.left < bar.right && box.right > bar.left && box.top < bar.bottom && box.bottom > bar.top;
      if (seen(box) && (covered || box.right > place.right + 2)) faults.push(`covered or cut: ${words.textContent}`);
    }
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def shared(contexts):
    page = contexts("light").new_page()
    yield page
    page.close()


@pytest.mark.parametrize("address", [PAGES[0], *sample(PAGES[1:], 3)])
def test_a_page_fits_every_width(shared, app_url, digits_run, address):
    if shared.url == "about:blank":
        shared.goto(f"{app_url}/{address.format(run=digits_run.id)}")
        shared.get_by_role("heading", level=1).wait_for()
    else:
        follow(shared, address.format(run=digits_run.id))
    faults = {}
    for width in WIDTHS:
        shared.set_viewport_size({"width": width, "height": 900})
        drawn(shared)
        idle(shared)
        expect(shared.get_by_test_id("stSpinner")).to_have_count(0, timeout=60_000)
        drawn(shared)
        faults[width] = settled(shared, lambda: shared.evaluate(_FAULTS), [])
    assert faults == {width: [] for width in WIDTHS}


def test_back_leads_to_the_page_before_at_one_press(page, app_url):
    home, learn = "See a neural network think", "How do neural networks work?"
    page.goto(f"{app_url}/?experiment={gallery.ready('shapes').to_token()}")  # every page then writes its draft there
    for name, title in (("Learn", learn), ("Home", home)):
        idle(page)
        page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=title).wait_for()
        page.wait_for_url(re.compile("draft="))
    for title in (learn, home):
        idle(page)
        page.go_back()
        page.get_by_role("heading", name=title).wait_for()
