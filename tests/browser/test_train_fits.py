"""The Train page at 1440 × 900: network, answer, loss and accuracy are in sight together, for every ready
experiment."""

import pytest

from nnviz import gallery

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


@pytest.mark.parametrize("name", gallery.READY)
def test_network_answer_and_curves_are_in_sight_together(screen, app_url, name):
    screen.goto(f"{app_url}/train?experiment={gallery.ready(name).to_token()}")
    screen.locator(".nv-tile").first.wait_for()
    screen.locator(".nv-chartpanel").first.wait_for()
    parts = [part for part in _PARTS if screen.locator(part).count()]
    assert len(parts) >= 4, "a regression has a loss alone"
    for part in parts:
        box = screen.locator(part).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 900, part
