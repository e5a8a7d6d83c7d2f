"""The Train page at 1440 × 900: network, answer, loss and accuracy are in sight together, for every ready
experiment."""

import pytest
from playwright.sync_api import Page

from nnviz import gallery
from tests.browser.lessons import settled
from tests.sampling import sample

_PARTS = (
    ".nv-network .nv-scroll",
    ".nv-networkbar",
    ".nv-area.nv-answer",
    ".nv-chartpanel >> nth=0",
    ".nv-chartpanel >> nth=1",
)


@pytest.fixture(scope="module")
def screen(contexts):
    page = contexts("light").new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", sample(gallery.READY, 1))
def test_network_answer_and_curves_are_in_sight_together(screen, app_url, name):
    screen.goto(f"{app_url}/train?experiment={gallery.ready(name).to_token()}")
    screen.locator(".nv-tile").first.wait_for()
    screen.locator(".nv-chartpanel").first.wait_for()
    assert settled(screen, lambda: out_of_sight(screen), []) == []


def out_of_sight(page: Page) -> list[str]:
    """The parts that are not wholly in the window; a regression has a loss alone, everything else all five."""
    boxes = {part: page.locator(part).bounding_box() for part in _PARTS if page.locator(part).count()}
    out = [part for part, box in boxes.items() if not box or box["y"] < 0 or box["y"] + box["height"] > 900]
    return out if len(boxes) >= 4 else [*out, f"only {', '.join(boxes)}"]
